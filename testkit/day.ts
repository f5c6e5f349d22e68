import { addDays, day, daysBetween, type CalendarDate } from '../domain/calendar';

const EPOCH = day('1970-01-01');

/** A day in memory that the thread of the tests writes and the thread of the graph reads. */
export type SharedDay = Int32Array<SharedArrayBuffer>;

export function shareDay(today: CalendarDate): SharedDay {
  const shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  writeDay(shared, today);
  return shared;
}

export function writeDay(shared: SharedDay, today: CalendarDate): void {
  Atomics.store(shared, 0, daysBetween(EPOCH, today));
}

export function readDay(shared: SharedDay): CalendarDate {
  return addDays(EPOCH, Atomics.load(shared, 0));
}
