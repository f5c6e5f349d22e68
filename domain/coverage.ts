import { type CalendarDate, daysBetween } from './calendar';

export const deadlineShifts = ['SAME', 'EARLIER', 'LATER', 'DROPPED', 'ADDED'] as const;
export type DeadlineShift = (typeof deadlineShifts)[number];

/** How the last day of a duty moved on its way from the higher plan to the lower; days are positive when later. */
export interface Shift {
  readonly shift: DeadlineShift;
  /** Null where one side has no last day. */
  readonly days: number | null;
}

export function shiftOf(parent: CalendarDate | null, child: CalendarDate | null): Shift {
  if (parent === null || child === null) return { shift: parent === child ? 'SAME' : parent === null ? 'ADDED' : 'DROPPED', days: null };
  const days = daysBetween(parent, child);
  return { shift: days === 0 ? 'SAME' : days > 0 ? 'LATER' : 'EARLIER', days };
}

export interface CoveredDuty {
  readonly id: string;
  /** Last day as the document states it. */
  readonly dueOn: CalendarDate | null;
}

export interface CarriedPair<Duty> extends Shift {
  readonly parent: Duty;
  readonly child: Duty;
}

export interface PlanCoverage<Duty> {
  /** In the order of the parent, then of the child; a duty may be carried out by several, or carry out several. */
  readonly carried: ReadonlyArray<CarriedPair<Duty>>;
  readonly missing: readonly Duty[];
  readonly added: readonly Duty[];
}

/** What a plan carries over from the plan above it. `edges` lead from a duty to one that it carries out. */
export function coverageOf<Duty extends CoveredDuty>(
  parents: readonly Duty[],
  children: readonly Duty[],
  edges: ReadonlyArray<{ readonly child: string; readonly parent: string }>,
): PlanCoverage<Duty> {
  const carriedOut = new Map<string, Set<string>>();
  for (const { child, parent } of edges) carriedOut.set(parent, (carriedOut.get(parent) ?? new Set()).add(child));
  const carried = parents.flatMap((parent) =>
    children
      .filter((child) => carriedOut.get(parent.id)?.has(child.id) === true)
      .map((child) => ({ parent, child, ...shiftOf(parent.dueOn, child.dueOn) })),
  );
  const done = new Set(carried.flatMap(({ parent, child }) => [parent.id, child.id]));
  return {
    carried,
    missing: parents.filter(({ id }) => !done.has(id)),
    added: children.filter(({ id }) => !done.has(id)),
  };
}
