import { covers, day, type CalendarDate } from './calendar';
import type { LeadTerm, ProgressInterval } from './progress';

/** A half-open span of days in which nothing moves a duty but the passing of its last day; null: open. */
export interface DutyTerm {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  /** Who answers for it as lead, each once; null: that is unresolved. Never empty. */
  readonly bearers: ReadonlyArray<string | null>;
  /** The last day in force. */
  readonly dueOn: CalendarDate | null;
  readonly completedOn: CalendarDate | null;
}

const BEFORE_ALL = day('0001-01-01');

interface DatedDuty {
  readonly dueOn: CalendarDate | null;
  readonly triggerOn: CalendarDate | null;
}

/** Where a duty was and who answered for it, over all time, without gap; the rule of the last day is that of `dueInForce`. */
export function dutyTerms(duty: DatedDuty, progress: readonly ProgressInterval[], leads: readonly LeadTerm[]): DutyTerm[] {
  const ends = [...progress, ...leads].flatMap(({ from, until }) => [from, until]);
  const days = [...new Set([...ends, duty.triggerOn].filter((end) => end !== null))].sort();
  const terms: DutyTerm[] = [];
  for (const [index, from] of [null, ...days].entries()) {
    const on = from ?? BEFORE_ALL;
    const until = days[index] ?? null;
    const { extendedTo = null, completedOn = null } = progress.find((span) => covers(span.from, span.until, on)) ?? {};
    const triggered = duty.triggerOn !== null && duty.triggerOn <= on ? duty.triggerOn : null;
    const term = { from, until, bearers: bearersOn(leads, on), dueOn: extendedTo ?? duty.dueOn ?? triggered, completedOn };
    const last = terms.at(-1);
    if (last !== undefined && same(last, term)) terms.splice(-1, 1, { ...last, until });
    else terms.push(term);
  }
  return terms;
}

function bearersOn(leads: readonly LeadTerm[], on: CalendarDate): Array<string | null> {
  const found = new Set(leads.filter((lead) => covers(lead.from, lead.until, on)).map(({ agencyId }) => agencyId));
  return found.size === 0 ? [null] : [...found].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
}

function same(one: DutyTerm, other: DutyTerm): boolean {
  return one.dueOn === other.dueOn && one.completedOn === other.completedOn && one.bearers.join() === other.bearers.join();
}
