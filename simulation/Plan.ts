import { addDays, addMonths, daysBetween, type CalendarDate } from '../domain/calendar';
import { Failure } from '../scripts/failure';
import type { Agenda } from './Agenda';
import { Bearer } from './agencies/Bearer';
import { planMonth } from './agencies/monthlyReports';
import type { Lead, World } from './oracle/World';
import { Random } from './Random';

/** What a run is to be. */
export interface Plan {
  readonly seed: number;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  /** Which bodies act: all, so many of them, or these. */
  readonly bearers: 'all' | number | readonly string[];
  /** Only on these duties; null: on all. */
  readonly duties: readonly string[] | null;
  /** About how many events are to be acknowledged, were all to act. */
  readonly events: number;
  readonly faults: number;
  /** Days, evenly spread, on which everything is compared. */
  readonly samples: number;
  /** Duties worked on at once. */
  readonly width: number;
}

/** A report leads to about so many events: itself, and often a verification; extensions and monthly reports besides. */
const EVENTS_PER_REPORT = 1.5;

/** Everything that agencies set out to do on their own; what follows from answers they add as they go. */
export function fillAgenda(agenda: Agenda, world: World, plan: Plan): void {
  const acting = actingBodies(world, plan);
  const reports = plan.events / EVENTS_PER_REPORT / world.duties.size;
  for (const duty of world.duties.values()) {
    if (plan.duties?.includes(duty.id) === false) continue;
    let before: readonly Lead[] = [];
    for (const from of beginnings(world, plan)) {
      const now = world.leads(duty.id, from);
      for (const lead of now) {
        if (before.some((earlier) => earlier.agencyId === lead.agencyId && earlier.asMember === lead.asMember)) continue;
        if (!acting.has(lead.agencyId)) continue;
        const share = (reports / now.length) * (daysBetween(from, plan.until) / Math.max(1, daysBetween(plan.from, plan.until)));
        const random = new Random(plan.seed, 'share', duty.id, lead.agencyId, from);
        const own = Math.floor(share) + (random.chance(share % 1) ? 1 : 0);
        const start = [from, addDays(duty.demandedFrom ?? from, 1)].sort().at(-1) as CalendarDate;
        const bearer = new Bearer({ seed: plan.seed, duty, lead, from: start, until: plan.until, reports: own });
        if (own > 0) agenda.add(start, duty.id, bearer.begin);
      }
      before = now;
    }
    if (duty.lastDayInMonth === null) continue;
    for (let first = `${plan.from.slice(0, 7)}-01` as CalendarDate; first <= plan.until; first = addMonths(first, 1)) {
      const month = { seed: plan.seed, period: first.slice(0, 7), until: plan.until, acting };
      agenda.add(first < plan.from ? plan.from : first, duty.id, (desk) => planMonth(desk, month));
    }
  }
}

/** The first day, and every later one on which the state is organised anew. */
function beginnings(world: World, { from, until }: Plan): CalendarDate[] {
  return [from, ...world.epochs.map((epoch) => epoch.from).filter((day) => day > from && day <= until)];
}

/** @throws Failure for a duty that there is not, and for a body that leads none: a run without them would prove nothing */
export function checkNames({ duties, bearers }: Plan, world: World): void {
  const unknown = duties?.find((id) => !world.duties.has(id));
  if (unknown !== undefined) throw new Failure(`there is no duty ${unknown}; expected ids such as ${[...world.duties.keys()][0] ?? ''}`);
  if (typeof bearers !== 'object') return;
  const leading = new Set(world.epochs.flatMap(({ leads }) => [...leads.values()].flat().map(({ agencyId }) => agencyId)));
  const idle = bearers.find((id) => !leading.has(id));
  if (idle !== undefined) throw new Failure(`${idle} leads no duty; expected ids such as ${[...leading][0] ?? ''}`);
}

function actingBodies(world: World, { seed, bearers, from, until }: Plan): ReadonlySet<string> {
  if (typeof bearers === 'object') return new Set(bearers);
  const all = new Set<string>();
  for (const day of beginnings(world, { from, until } as Plan))
    for (const id of world.duties.keys()) for (const lead of world.leads(id, day)) all.add(lead.agencyId);
  if (bearers === 'all') return all;
  const left = [...all].sort();
  const random = new Random(seed, 'acting');
  return new Set(Array.from({ length: Math.min(bearers, left.length) }, () => left.splice(random.between(0, left.length - 1), 1)[0] ?? ''));
}
