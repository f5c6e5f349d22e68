import { readFileSync } from 'node:fs';
import { parseDay, type CalendarDate } from '../domain/calendar';

let inHanoi: Intl.DateTimeFormat | undefined;

/** What the system believes the time to be; the only place that asks the machine. */
export interface Clock {
  /** The calendar day in Asia/Ho_Chi_Minh. */
  today(): CalendarDate;
  now(): Date;
}

const HOUR_MS = 3_600_000;
let told = { hour: Number.NaN, today: '' as CalendarDate };

/** The day of an instant. Days begin with an hour, so that one answer holds for an hour; to format is slow. */
function dayOf(instant: Date): CalendarDate {
  const hour = Math.floor(instant.getTime() / HOUR_MS);
  if (told.hour !== hour) {
    inHanoi ??= new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });
    told = { hour, today: inHanoi.format(instant) as CalendarDate };
  }
  return told.today;
}

export const systemClock: Clock = {
  today: () => dayOf(new Date()),
  now: () => new Date(),
};

/** A clock that stands at `today` (07:00 UTC, 14:00 in Hanoi); for tests and replays. */
export function fixedClock(today: CalendarDate): Clock {
  return clockShowing(() => today);
}

/** A clock that stands at a day until it is set to another. */
export function settableClock(first: CalendarDate): Clock & { set(today: CalendarDate): void } {
  let shown = first;
  return {
    ...clockShowing(() => shown),
    set: (today) => {
      shown = today;
    },
  };
}

/**
 * A clock that stands at the day written in a file, read at each use, so that one file moves the clocks of many processes.
 * While the file is being written it shows the last day it read.
 * @throws Error for a file that holds no day to begin with
 */
export function fileClock(file: string): Clock {
  const first = dayIn(file);
  if (first === null) throw new Error(`${file} holds no calendar day; expected YYYY-MM-DD`);
  let shown = first;
  return clockShowing(() => {
    shown = dayIn(file) ?? shown;
    return shown;
  });
}

function dayIn(file: string): CalendarDate | null {
  try {
    return parseDay(readFileSync(file, 'utf8').trim());
  } catch {
    return null;
  }
}

/** Instants never go back, even when the day does. */
function clockShowing(today: () => CalendarDate): Clock {
  let latest = 0;
  return {
    today,
    now: () => {
      latest = Math.max(latest, Date.parse(`${today()}T07:00:00Z`));
      return new Date(latest);
    },
  };
}
