import type { CalendarDate } from '../../domain/calendar';
import { confirmedIn, lastReports, partsProgress, rejectedIn, type LoggedEvent, type Progress, type Status } from './log';
import type { World } from './World';

/**
 * A whole duty on a day, from the events that count for it. Its parts are together what each of them is, else under way. It is done
 * when all parts of some day were; from then on it is, whoever joins, until one of the claims that made it so is rejected.
 */
export function wholeOn(world: World, dutyId: string, counted: readonly LoggedEvent[], asOf: CalendarDate): Progress {
  const parts = partsProgress(counted, world.partsOn(dutyId, asOf));
  const verified = together(parts.map((part) => part.verified));
  const claims = closingClaims(world, dutyId, counted, asOf);
  if (claims === null) return { reported: together(parts.map((part) => part.reported)), verified, completedOn: null };
  const confirmed = confirmedIn(counted);
  const completedOn =
    claims
      .map((claim) => claim.effectiveOn)
      .sort()
      .at(-1) ?? null;
  return { reported: 'COMPLETED', verified: claims.every(({ id }) => confirmed.has(id)) ? 'COMPLETED' : verified, completedOn };
}

function together(statuses: readonly Status[]): Status {
  return new Set(statuses).size === 1 ? (statuses[0] as Status) : 'IN_PROGRESS';
}

/** The claims of the first day on which all parts were done, unless one of them has been rejected since. */
function closingClaims(world: World, dutyId: string, counted: readonly LoggedEvent[], asOf: CalendarDate): LoggedEvent[] | null {
  const first = counted.find((event) => event.status === 'COMPLETED')?.effectiveOn;
  if (first === undefined) return null;
  const rejected = rejectedIn(counted);
  const moved = [...counted.map((event) => event.effectiveOn), ...world.epochs.map((epoch) => epoch.from)];
  for (const day of [...new Set(moved)].sort()) {
    if (day < first || day > asOf) continue;
    const last = lastReports(
      counted.filter((event) => event.effectiveOn <= day),
      world.partsOn(dutyId, day),
    );
    const claims = last.flatMap((report) => (report?.status === 'COMPLETED' ? [report] : []));
    if (claims.length === last.length && !claims.some((claim) => rejected.has(claim.id))) return claims;
  }
  return null;
}
