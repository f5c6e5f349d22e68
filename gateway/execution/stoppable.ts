import type { Stream } from '../../shared/eventStream';

/**
 * What `make` gives, one after another. `make` is told by a signal when nobody wants more: unlike a generator's own,
 * this `return` does not wait for the value that is under way. `ended` is called once, however it ends.
 */
export function stoppable<Value>(
  make: (signal: AbortSignal) => AsyncGenerator<Value, void>,
  ended: () => void = () => undefined,
): Stream<Value> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const values = make(signal);
  const done = { done: true, value: undefined } as const;
  let over = false;
  const end = (): typeof done => {
    if (!over) ended();
    over = true;
    return done;
  };
  const stop = (): Promise<typeof done> => {
    stopping.abort();
    values.return(undefined).catch(() => undefined);
    return Promise.resolve(end());
  };
  return {
    next: async () => {
      if (over) return done;
      try {
        const next = await values.next();
        return isOver() || next.done === true ? end() : next;
      } catch (error) {
        if (isOver()) return done;
        end();
        throw error;
      }
    },
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  /** It may have been stopped while a value was awaited. */
  function isOver(): boolean {
    return over;
  }
}

/** What `change` makes of each value, nulls left out. To stop it stops the values. */
export function changed<From, To>(values: Stream<From>, change: (value: From) => To | null, ended?: () => void): Stream<To> {
  return stoppable(async function* (signal) {
    signal.addEventListener('abort', () => void values.return());
    for await (const value of values) {
      const made = change(value);
      if (made !== null) yield made;
    }
  }, ended);
}
