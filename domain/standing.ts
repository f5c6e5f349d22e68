import { type CalendarDate, daysBetween } from './calendar';

/** The first four are the Government's official classes; the others hold duties those classes cannot. */
export const standings = [
  'COMPLETED_ON_TIME',
  'COMPLETED_LATE',
  'OPEN_IN_TERM',
  'OPEN_OVERDUE',
  'COMPLETED_UNDATED',
  'OPEN_UNDATED',
  'AWAITING_TRIGGER',
] as const;
export type Standing = (typeof standings)[number];

/** What of a duty decides where it stands. */
export interface DutyFacts {
  /** Last day fixed by the document itself; null when it names none. */
  readonly dueOn: CalendarDate | null;
  /** The deadline waits for an event. */
  readonly triggered: boolean;
  /** The day of that event; null when it has not happened or its day is not known. */
  readonly triggerOn: CalendarDate | null;
  /** Last day of an extension that was granted; null: none was. */
  readonly extendedTo: CalendarDate | null;
  /** The day of the claim that it is done, unless that claim was rejected. */
  readonly completedOn: CalendarDate | null;
}

/**
 * Last day of the duty as `asOf` knew it. An extension goes before what the document says. A deadline 'immediately after' an event falls on the day of the event,
 * once that day has come (DESIGN §2, rule 3).
 */
export function dueInForce(facts: Pick<DutyFacts, 'dueOn' | 'triggerOn' | 'extendedTo'>, asOf: CalendarDate): CalendarDate | null {
  if (facts.extendedTo !== null) return facts.extendedTo;
  if (facts.dueOn !== null) return facts.dueOn;
  return facts.triggerOn !== null && facts.triggerOn <= asOf ? facts.triggerOn : null;
}

/** Where a duty stands at the end of `asOf`. A duty is in term on its last day and overdue from the next. */
export function standingOn(facts: DutyFacts, asOf: CalendarDate): Standing {
  const dueOn = dueInForce(facts, asOf);
  const completedOn = facts.completedOn !== null && facts.completedOn <= asOf ? facts.completedOn : null;
  if (dueOn === null) {
    if (completedOn !== null) return 'COMPLETED_UNDATED';
    return facts.triggered ? 'AWAITING_TRIGGER' : 'OPEN_UNDATED';
  }
  if (completedOn !== null) return completedOn > dueOn ? 'COMPLETED_LATE' : 'COMPLETED_ON_TIME';
  return asOf > dueOn ? 'OPEN_OVERDUE' : 'OPEN_IN_TERM';
}

/** Days past the last day: until `asOf` while open, until completion afterwards; null when there is no last day or it is not past. */
export function daysLateOn(facts: DutyFacts, asOf: CalendarDate): number | null {
  const dueOn = dueInForce(facts, asOf);
  if (dueOn === null) return null;
  const end = facts.completedOn !== null && facts.completedOn <= asOf ? facts.completedOn : asOf;
  const late = daysBetween(dueOn, end);
  return late > 0 ? late : null;
}
