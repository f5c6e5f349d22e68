import { addMonths, daysBetween, lastDayOfMonth, type CalendarDate } from './calendar';
import type { Edge } from './dependencies';

/** How far a duty slips when another does. */
export interface Slip {
  readonly key: string;
  /** Last day in force; null when it has none. */
  readonly dueOn: CalendarDate | null;
  /** The day it reaches; null when there is no day to count from. */
  readonly slipsTo: CalendarDate | null;
  /** Days later than without the delay; 0: there is time enough; null: no day to count from. */
  readonly days: number | null;
  /** Days left between what it waits for and its own last day; null where one of them has no day. */
  readonly slack: number | null;
  /** The needed duty that pushes it: the one that ends last. */
  readonly pushedBy: string;
}

/** `months` after a last day. A deadline stated as a month, quarter, year or span of years again ends on the last day of a month. */
export function postponed(dueOn: CalendarDate, months: number, precision: string): CalendarDate {
  const later = addMonths(dueOn, months);
  if (!['MONTH', 'QUARTER', 'YEAR', 'PERIOD'].includes(precision)) return later;
  return lastDayOfMonth(Number(later.slice(0, 4)), Number(later.slice(5, 7)));
}

interface Course {
  /** When it would end without the delay, and with it. */
  readonly planned: CalendarDate | null;
  readonly now: CalendarDate | null;
}

const later = (a: CalendarDate | null, b: CalendarDate | null) => (a === null || (b !== null && b > a) ? b : a);

/**
 * What slips when the duty `start` ends on `now` instead of `planned`. A duty begins to slip when what it needs ends after its
 * own last day; where the plan already orders it before what it needs, it slips by the whole delay. A duty without a last
 * day passes the delay on. `edges` must be free of circles (see cyclesOf); duties come in the order in which the delay reaches them.
 */
export function slips(
  start: { readonly key: string } & Course,
  edges: readonly Edge[],
  dueOn: (key: string) => CalendarDate | null,
): Slip[] {
  const reached = inOrder(start.key, edges);
  const courses = new Map<string, Course>([[start.key, start]]);
  const found: Slip[] = [];
  for (const key of reached) {
    const needed = edges.flatMap((edge) => {
      const course = edge.of === key ? courses.get(edge.on) : undefined;
      return course === undefined ? [] : [{ key: edge.on, ...course }];
    });
    const last = needed.reduce<(Course & { key: string }) | null>(
      (worst, one) => (worst === null || (one.now ?? '') > (worst.now ?? '') ? one : worst),
      null,
    );
    if (last === null) continue;
    const own = dueOn(key);
    const counted = start.now !== null;
    const planned = needed.reduce((day, one) => later(day, one.planned), own);
    const now = later(own, last.now);
    const days = counted && planned !== null && now !== null ? daysBetween(planned, now) : null;
    const slack = own !== null && last.now !== null ? daysBetween(last.now, own) : null;
    found.push({ key, dueOn: own, slipsTo: counted ? now : null, days, slack, pushedBy: last.key });
    if (days !== 0) courses.set(key, { planned, now: counted ? now : null });
  }
  return found;
}

/** Every duty that needs `start`, directly or not, each after all reached duties that it needs. */
function inOrder(start: string, edges: readonly Edge[]): string[] {
  const dependents = new Map<string, string[]>();
  for (const { of, on } of edges) dependents.set(on, [...(dependents.get(on) ?? []), of]);
  const done = new Set<string>();
  const order: string[] = [];
  const stack: Array<{ key: string; left: string[] }> = [{ key: start, left: [...(dependents.get(start) ?? [])] }];
  done.add(start);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) {
      order.push(top.key);
      stack.pop();
    } else if (!done.has(next)) {
      done.add(next);
      stack.push({ key: next, left: [...(dependents.get(next) ?? [])] });
    }
  }
  return order.reverse().slice(1);
}

/**
 * Connections that each late duty makes late: those it shares with the duty that pushes it; all of its own where that duty
 * brings none, as a rule or a decree does. `late` in the order in which the delay reaches them.
 */
export function lateConnections(
  start: string,
  late: readonly Pick<Slip, 'key' | 'pushedBy'>[],
  named: (key: string) => readonly string[],
): Map<string, readonly string[]> {
  const carried = new Map<string, readonly string[]>([[start, named(start)]]);
  for (const { key, pushedBy } of late) {
    const from = carried.get(pushedBy) ?? [];
    carried.set(key, from.length === 0 ? named(key) : named(key).filter((connection) => from.includes(connection)));
  }
  return carried;
}
