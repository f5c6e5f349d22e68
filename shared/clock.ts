import type { CalendarDate } from '../domain/calendar';

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });

/** What the system believes the time to be; the only place that asks the machine. */
export interface Clock {
  /** The calendar day in Asia/Ho_Chi_Minh. */
  today(): CalendarDate;
  now(): Date;
}

export const systemClock: Clock = {
  today: () => day.format(new Date()) as CalendarDate,
  now: () => new Date(),
};

/** A clock that stands at `today` (07:00 UTC, 14:00 in Hanoi); for tests and replays. */
export function fixedClock(today: CalendarDate): Clock {
  return { today: () => today, now: () => new Date(`${today}T07:00:00Z`) };
}
