import { type Context } from '../../../shared/context';
import { StreamMark } from '../../../shared/subgraph';
import type { ObligationFilter } from '../filters';
import type { ObligationEvent } from '../progress/ObligationEvent';
import { isAfter, type Change, type Position, type Start } from './log';

/** What a reader asks for. */
export interface Wish {
  readonly filter: ObligationFilter | null;
  /** A context as of now. @throws GraphQLError when the reader may not read any longer */
  context(): Promise<Context>;
}

/** Where readers get what they read. */
export interface Supply {
  /** What the log has after a place, and which of it the reader wishes; empty: nothing yet. */
  read(at: Position, wish: Wish): Promise<{ readonly last: Change | null; readonly wished: readonly Change[] }>;
  /** Hands new events over as they come. False when the reader is behind, and has to read on first. */
  attach(reader: Reader): boolean;
  detach(reader: Reader): void;
}

/** Events that may wait for one reader in memory. */
const QUEUE_LIMIT = 1000;

type Item = ObligationEvent | StreamMark;

/**
 * One reader's events, in order, each once. It reads the log until it has come to its end; from then on new events are handed to it.
 * If it takes them too slowly it goes back to reading the log, so that never more than a bounded number wait in memory.
 */
export class Reader implements AsyncIterableIterator<Item> {
  private at: Position;
  private readonly queue: Item[] = [];
  private attached = false;
  private over = false;
  private failure: unknown = null;
  private wake: () => void = () => undefined;

  constructor(
    private readonly supply: Supply,
    readonly wish: Wish,
    start: Start,
    /** An event that the reader knows, though it may stand after the start. */
    private readonly known: string | null,
  ) {
    this.at = start.at;
    this.queue.push(new StreamMark(start.id));
  }

  get position(): Position {
    return this.at;
  }

  /** Takes new events, `wished` of those up to `last`. */
  take(wished: readonly Change[], last: Position): void {
    for (const change of wished) {
      if (this.queue.length >= QUEUE_LIMIT) {
        this.attached = false;
        this.supply.detach(this);
        break;
      }
      this.add(change);
    }
    if (this.attached && isAfter(last, this.at)) this.at = last;
    this.wake();
  }

  /** Ends it once what waits is taken. */
  fail(error: unknown): void {
    this.failure = error;
    this.supply.detach(this);
    this.wake();
  }

  async next(): Promise<IteratorResult<Item, undefined>> {
    for (;;) {
      if (this.over) return { done: true, value: undefined };
      const value = this.queue.shift();
      if (value !== undefined) return { done: false, value };
      if (this.failure !== null) {
        await this.return();
        throw this.failure as Error;
      }
      if (this.attached) await this.news();
      else await this.readOn();
    }
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.over = true;
    this.queue.length = 0;
    this.supply.detach(this);
    this.wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private async readOn(): Promise<void> {
    const { last, wished } = await this.supply.read(this.at, this.wish);
    if (this.over) return;
    if (last === null) this.attached = this.supply.attach(this);
    else {
      for (const change of wished) this.add(change);
      this.at = last.at;
      if (wished.length === 0) this.queue.push(new StreamMark(last.event.id));
    }
  }

  private add({ at, event }: Change): void {
    if (!isAfter(at, this.at)) return;
    this.at = at;
    if (event.id !== this.known) this.queue.push(event);
  }
}
