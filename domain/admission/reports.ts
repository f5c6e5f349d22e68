import { covers, type CalendarDate } from '../calendar';
import { firstDayOfPeriod, monthlyDueOn } from '../monthlyReport';
import { dutyProgressOn, partOf, partProgressOn, transitions, type ProgressStatus } from '../progress';

import { decide, type Decision, type DutyOnFile, type Evidence, type LoggedEvent, type MonthlyReportItem, type Situation } from './facts';
import { problem, type Problem } from './refusals';
import { checkBears, checkOwes } from './rights';
import { checkEvidence, checkNotFuture, checkPercent, checkText } from './wellFormed';

export interface ProgressReport {
  readonly agencyId: string;
  readonly effectiveOn: CalendarDate;
  readonly status: ProgressStatus;
  readonly percent: number | null;
  readonly note: string | null;
  readonly evidence: readonly Evidence[];
}

/** A bearer, or a body above it, reports how far a duty is. */
export function admitProgressReport(report: ProgressReport, situation: Situation): Decision {
  const { agencyId, effectiveOn, status, percent, note, evidence } = report;
  const { duty, within, today } = situation;
  const parts = partsSpokenFor(duty, within, effectiveOn);
  const contradiction = status === 'COMPLETED' && percent !== null && percent !== 100;
  const problems = [
    ...checkNotFuture(effectiveOn, today, 'effectiveOn'),
    ...checkGiven(duty, effectiveOn, 'effectiveOn'),
    ...checkBears(situation, agencyId, effectiveOn),
    ...checkPercent(percent, ['percent']),
    ...(contradiction ? [problem('BAD_PERCENT/completed', ['percent'], { value: percent })] : []),
    ...checkText(note, ['note']),
    ...checkEvidence(evidence),
    ...checkCourse(duty, parts, effectiveOn, status),
  ];
  return decide(problems, { kind: 'PROGRESS_REPORTED', byId: agencyId, effectiveOn, status, percent, note, evidence, parts });
}

/** A duty has no history before it was given. */
export function checkGiven(duty: DutyOnFile, on: CalendarDate, field: string): Problem[] {
  const since = duty.demandedFrom;
  return since !== null && on < since ? [problem('BEFORE_DUTY', [field], { value: on, since })] : [];
}

/** The common part where the agency, or one below it, bears it with the others; and the part of each member below it. */
function partsSpokenFor(duty: DutyOnFile, within: ReadonlySet<string>, on: CalendarDate): string[] {
  const own = duty.leads.filter((term) => term.agencyId !== null && within.has(term.agencyId) && covers(term.from, term.until, on));
  return [...new Set(own.map(partOf))].sort();
}

/** The report must follow from what each part was, and what was reported of later days must follow from it. */
function checkCourse(duty: DutyOnFile, parts: readonly string[], on: CalendarDate, status: ProgressStatus): Problem[] {
  const { completedOn: closedOn } = dutyProgressOn(duty.events, duty.leads, on);
  if (closedOn !== null) return [problem('DUTY_CLOSED', ['status'], { obligation: duty.id, on: closedOn })];
  const found = new Map<string, Problem>();
  for (const part of parts) {
    const { reported, completedOn } = partProgressOn(duty.events, part, on);
    const before = { obligation: duty.id, on, from: reported, to: status, allowed: transitions[reported].join(', ') };
    if (completedOn !== null && !transitions[reported].includes(status))
      found.set('closed', problem('DUTY_CLOSED', ['status'], { ...before, on: completedOn }));
    else if (!transitions[reported].includes(status)) found.set(`from ${reported}`, problem('ILLEGAL_TRANSITION', ['status'], before));
    const next = nextReport(duty.events, part, on);
    if (next === undefined || next.status === null || transitions[status].includes(next.status)) continue;
    const after = { ...before, from: status, to: next.status, later: next.effectiveOn, allowed: transitions[status].join(', ') };
    const wording = status === 'COMPLETED' ? 'DUTY_CLOSED/later' : 'ILLEGAL_TRANSITION/later';
    found.set(`to ${next.id}`, problem(wording, ['effectiveOn'], after));
  }
  return [...found.values()];
}

/** The next report of a part after a day that nobody has rejected. */
function nextReport(events: readonly LoggedEvent[], part: string, on: CalendarDate): LoggedEvent | undefined {
  const rejected = new Set(events.flatMap(({ kind, aboutId }) => (kind === 'REPORT_REJECTED' ? (aboutId ?? []) : [])));
  return events
    .filter(
      (event) => event.kind === 'PROGRESS_REPORTED' && event.effectiveOn > on && event.parts.includes(part) && !rejected.has(event.id),
    )
    .sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.number - b.number)[0];
}

export interface MonthlyReport {
  readonly agencyId: string;
  readonly period: string;
  readonly filedOn: CalendarDate;
  readonly items: readonly MonthlyReportItem[];
}

const ITEM_LIMIT = 500;

/** A body files the report of a month that it owes. */
export function admitMonthlyReport(report: MonthlyReport, { duty, today, unknown }: Situation): Decision {
  const { agencyId, period, filedOn, items } = report;
  const problems = [
    ...checkNotFuture(filedOn, today, 'filedOn'),
    ...checkPeriod(report, duty),
    ...(items.length > ITEM_LIMIT ? [problem('BAD_PERIOD/items', ['items'], { value: items.length, limit: ITEM_LIMIT })] : []),
    ...items.flatMap(({ text, obligationId, percent }, index) => [
      ...(obligationId !== null && unknown.has(obligationId)
        ? [problem('UNKNOWN_OBLIGATION', ['items', String(index), 'obligationId'], { value: obligationId })]
        : []),
      ...checkText(text, ['items', String(index), 'text']),
      ...checkPercent(percent, ['items', String(index), 'percent']),
    ]),
  ];
  return decide(problems, { kind: 'MONTHLY_REPORT_FILED', byId: agencyId, effectiveOn: filedOn, period, items, parts: [agencyId] });
}

function checkPeriod({ agencyId, period, filedOn }: MonthlyReport, duty: DutyOnFile): Problem[] {
  const obligation = duty.id;
  const first = firstDayOfPeriod(period);
  if (first === null) return [problem('BAD_PERIOD', ['period'], { value: period })];
  const dueOn = monthlyDueOn(duty.recurrence, first);
  if (dueOn === null) return [problem('NOT_RECURRING', ['obligationId'], { obligation })];
  const filed = duty.events.find((event) => event.kind === 'MONTHLY_REPORT_FILED' && event.byId === agencyId && event.period === period);
  return [
    ...checkGiven(duty, dueOn, 'period'),
    ...checkOwes(duty, agencyId, dueOn),
    ...(filedOn < first ? [problem('BAD_PERIOD/early', ['filedOn'], { value: filedOn, period, since: first })] : []),
    ...(filed === undefined ? [] : [problem('ALREADY_FILED', ['period'], { agency: agencyId, period, obligation, event: filed.id })]),
  ];
}
