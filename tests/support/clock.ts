/** Moves the machine's clock, and nothing else that depends on time; jest.useRealTimers() moves it back. */
export function inTheFuture(ms: number): void {
  jest.useFakeTimers({ now: Date.now() + ms, doNotFake: timersOtherThanDate });
}

const timersOtherThanDate: NonNullable<FakeTimersConfig['doNotFake']> = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];
