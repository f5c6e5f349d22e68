import { LocalDate } from '@js-joda/core';

/** A calendar day in Vietnam, `YYYY-MM-DD`. Days compare as strings. */
export type CalendarDate = string & { readonly __calendarDate: unique symbol };

/** The day, or null when `text` is no real calendar day (2022-02-30, 22-1-1). */
export function parseDay(text: string): CalendarDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    localDate(text);
    return text as CalendarDate;
  } catch {
    return null;
  }
}

/** LocalDate.parse reads any form there is of a day, which takes a dozen times as long. */
function localDate(text: string): LocalDate {
  return LocalDate.of(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
}

/** A day known to be valid; throws on anything else. */
export function day(text: string): CalendarDate {
  const parsed = parseDay(text);
  if (parsed === null) throw new RangeError(`not a calendar day: ${text}; expected YYYY-MM-DD`);
  return parsed;
}

/** `days` later (earlier when negative). */
export function addDays(from: CalendarDate, days: number): CalendarDate {
  return localDate(from).plusDays(days).toString() as CalendarDate;
}

/** `months` later; a missing day rounds down to the month's last day. */
export function addMonths(from: CalendarDate, months: number): CalendarDate {
  return localDate(from).plusMonths(months).toString() as CalendarDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return localDate(to).toEpochDay() - localDate(from).toEpochDay();
}

/** Last day of a month, `month` 1–12. */
export function lastDayOfMonth(year: number, month: number): CalendarDate {
  return LocalDate.of(year, month, 1).plusMonths(1).minusDays(1).toString() as CalendarDate;
}

/** Whether a half-open term covers `on`; null is an open end. */
export function covers(from: CalendarDate | null, until: CalendarDate | null, on: CalendarDate): boolean {
  return (from === null || from <= on) && (until === null || on < until);
}
