import type { CalendarDate } from '../domain/calendar';
import type { Mismatch } from './Mismatch';
import type { Plan } from './Plan';

export interface Failing {
  readonly plan: Plan;
  readonly mismatch: Mismatch;
  readonly inProcess: boolean;
}

/** Runs a smaller plan on a new graph; answers where it fails, null when it does not. */
export type Attempt = (plan: Plan, inProcess: boolean) => Promise<Mismatch | null>;

const ATTEMPTS = 10;
const LONGEST_MS = 15 * 60_000;

/** Runs less and less of a run that fails, while it still fails: fewer days, no faults, one duty, fewer bodies. */
export async function shrink(found: Failing, attempt: Attempt, bodiesOf: (dutyId: string) => readonly string[]): Promise<Failing> {
  const deadline = performance.now() + LONGEST_MS;
  let smallest = found;
  let left = ATTEMPTS;
  const tried = async (smaller: Partial<Plan>, inProcess: boolean): Promise<boolean> => {
    if (left === 0 || performance.now() > deadline) return false;
    left--;
    const plan = { ...smallest.plan, ...smaller };
    const mismatch = await attempt(plan, inProcess);
    if (mismatch === null) return false;
    smallest = { plan: endingAt(plan, mismatch), mismatch, inProcess };
    return true;
  };
  const days = endingAt(found.plan, found.mismatch);
  const { dutyId } = found.mismatch.place;
  const duties = dutyId === null ? null : [dutyId];
  const quiet = { until: days.until, samples: 1, faults: 0 };
  const alone = duties !== null && (await tried({ ...quiet, duties }, true));
  if (!alone && !(await tried(quiet, true))) await tried({ until: days.until, samples: 1 }, found.inProcess);
  if (!alone && duties !== null) await tried({ duties }, smallest.inProcess);
  let bodies = dutyId === null ? [] : bodiesOf(dutyId);
  while (bodies.length > 1 && left > 0) {
    const half = Math.ceil(bodies.length / 2);
    const halves = [bodies.slice(0, half), bodies.slice(half)];
    let smaller: readonly string[] | null = null;
    for (const some of halves) if (smaller === null && (await tried({ bearers: some }, smallest.inProcess))) smaller = some;
    if (smaller === null) break;
    bodies = smaller;
  }
  return smallest;
}

/** Ends on the day of the failure, where everything is compared. */
function endingAt(plan: Plan, { place }: Mismatch): Plan {
  const until = place.day as CalendarDate;
  return until < plan.until ? { ...plan, until, samples: 1 } : plan;
}
