import { addDays, type CalendarDate } from '../../domain/calendar';
import type { Act } from '../oracle/acts';
import { monthlyDueOn } from '../oracle/rules';
import { Random } from '../Random';
import { characterOf, mannerOf, type Character } from './characters';
import type { Desk } from './Desk';

/** Of many who owe a report each month, no more than about so many file it in a run. */
const FILERS = 12;

export interface Month {
  readonly seed: number;
  /** YYYY-MM */
  readonly period: string;
  readonly until: CalendarDate;
  /** Who acts in this run. */
  readonly acting: ReadonlySet<string>;
}

/** On the first of the month: who owes a report on this duty makes up its mind when to file it, if at all. */
export async function planMonth(desk: Desk, { seed, period, until, acting }: Month): Promise<void> {
  const { world } = desk.oracle;
  const due = monthlyDueOn(world.duty(desk.dutyId), period);
  if (due === null || due < (world.duty(desk.dutyId).demandedFrom ?? due)) return;
  const owing = [...new Set(world.leads(desk.dutyId, due).map((lead) => lead.agencyId))];
  for (const agencyId of owing) {
    if (!acting.has(agencyId) || !new Random(seed, 'files', desk.dutyId, agencyId).chance(FILERS / owing.length)) continue;
    const character = characterOf(seed, agencyId);
    const random = new Random(seed, 'month', desk.dutyId, agencyId, period);
    const day = filingDay(character, due, `${period}-01` as CalendarDate, random);
    if (day !== null && day <= until) desk.later(day, (later) => file(later, agencyId, period, character, random));
  }
  const random = new Random(seed, 'strangers', desk.dutyId, period);
  if (random.chance(0.1)) await file(desk, random.pick([...world.agencies.keys()]), period, 'PROMPT', random);
}

function filingDay(character: Character, due: CalendarDate, first: CalendarDate, random: Random): CalendarDate | null {
  if (character === 'LATE') return addDays(due, random.between(1, 25));
  if (character === 'FORGETFUL' && random.chance(0.6)) return null;
  return random.day(first, due);
}

async function file(desk: Desk, agencyId: string, period: string, character: Character, random: Random): Promise<void> {
  const act = (given: { period?: string; filedOn?: CalendarDate } = {}): Act => ({
    mutation: 'fileMonthlyReport',
    dutyId: desk.dutyId,
    input: {
      idempotencyKey: desk.newKey(),
      obligationId: desk.dutyId,
      agencyId,
      period,
      filedOn: desk.today,
      ...given,
    },
    token: { agencyId, role: 'REPORTER' },
  });
  if (character === 'OVER_EAGER' && random.chance(0.3)) await desk.send(act({ filedOn: addDays(desk.today, random.between(1, 20)) }));
  if (character === 'CONTRADICTORY' && random.chance(0.3))
    await desk.send(act({ period: random.pick(['2022-13', '22-01', '2022', '2022-3']) }));
  await desk.send(act(), mannerOf(character, random));
  if (character === 'CONTRADICTORY' || character === 'OVER_EAGER') await desk.send(act());
}
