import { addDays, addMonths, daysBetween, parseDay, type CalendarDate } from './calendar';

export const monthlyReportStates = ['IN_TIME', 'LATE', 'MISSING', 'NOT_YET_DUE'] as const;
export type MonthlyReportState = (typeof monthlyReportStates)[number];

/** How a duty comes back, as its deadline says. */
export interface Recurrence {
  readonly every: string;
  readonly beforeDay: number | null;
  readonly onDay: number | null;
}

/** The first day of the month that `text` names, `YYYY-MM`; null when it names none. */
export function firstDayOfPeriod(text: string): CalendarDate | null {
  return /^\d{4}-\d{2}$/.test(text) ? parseDay(`${text}-01`) : null;
}

/**
 * Last day for the report of the month that begins on `first`; null for a duty that owes no report on a day of each month.
 * Before day 22 makes day 21 the last (DESIGN §2, rule 3). A day that the month has not is its last day.
 */
export function monthlyDueOn(recurrence: Recurrence | null, first: CalendarDate): CalendarDate | null {
  if (recurrence?.every !== 'MONTH') return null;
  if (recurrence.beforeDay !== null) return earlier(addDays(first, recurrence.beforeDay - 2), lastDayOf(first));
  return recurrence.onDay === null ? null : earlier(addDays(first, recurrence.onDay - 1), lastDayOf(first));
}

/** Whether a report due on a day was filed by the end of `asOf`: in time, late or not at all. */
export function monthlyReportState(dueOn: CalendarDate, filedOn: CalendarDate | null, asOf: CalendarDate): MonthlyReportState {
  if (filedOn !== null && filedOn <= asOf) return filedOn <= dueOn ? 'IN_TIME' : 'LATE';
  return asOf > dueOn ? 'MISSING' : 'NOT_YET_DUE';
}

/** Days between the last day and the report, or `asOf` while it is missing; null when it is not late. */
export function reportDaysLate(dueOn: CalendarDate, filedOn: CalendarDate | null, asOf: CalendarDate): number | null {
  const late = daysBetween(dueOn, filedOn !== null && filedOn <= asOf ? filedOn : asOf);
  return late > 0 ? late : null;
}

function earlier(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}

function lastDayOf(first: CalendarDate): CalendarDate {
  return addDays(addMonths(first, 1), -1);
}
