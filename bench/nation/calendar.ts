import { addDays, day, daysBetween, type CalendarDate } from '../../domain/calendar';

const FIRST = day('2021-01-01');
const days: CalendarDate[] = Array.from({ length: 366 * 12 }, (_, index) => addDays(FIRST, index));
const numbers = new Map(days.map((on, index) => [on, index]));

/** Days as numbers, which add faster than calendar days; 0 is the first of 2021. */
export function numberOf(on: CalendarDate): number {
  return numbers.get(on) ?? daysBetween(FIRST, on);
}

export function dayOf(number: number): CalendarDate {
  return days[number] ?? addDays(FIRST, number);
}
