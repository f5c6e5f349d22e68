import type { EntityManager } from 'typeorm';
import type { CalendarDate } from '../../../domain/calendar';
import { progressIntervals } from '../../../domain/progress';
import { miscounted } from '../stats/counted/comparing';
import { dutyLogs } from '../state/log';
import { stateRows, termRows, type DutyRow } from '../state/projection';
import type { Chains } from './Chains';

const DUTIES_AT_ONCE = 500;
const COUNTS = 'counts';

interface StateRow {
  readonly obligation_id: string;
  readonly valid_from: CalendarDate;
  readonly valid_until: CalendarDate;
  readonly reported: string;
  readonly verified: string;
  readonly completed_on: CalendarDate | null;
  readonly verified_on: CalendarDate | null;
  readonly due_on: CalendarDate | null;
}

interface TermRow {
  readonly obligation_id: string;
  readonly bearer_id: string | null;
  readonly is_first: boolean;
  readonly valid_from: CalendarDate;
  readonly valid_until: CalendarDate;
  readonly due_on: CalendarDate;
  readonly completed_on: CalendarDate | null;
  readonly place: number;
}

const state = (row: StateRow) =>
  `${row.valid_from} to ${row.valid_until}: ${row.reported}, verified ${row.verified}, completed ${String(row.completed_on)}, ` +
  `verified on ${String(row.verified_on)}, extended to ${String(row.due_on)}`;
const term = (row: TermRow) =>
  `${row.valid_from} to ${row.valid_until}: ${row.bearer_id ?? 'nobody'}${row.is_first ? ' first' : ''}, last day ${row.due_on}, ` +
  `completed ${String(row.completed_on)}, place ${String(row.place)}`;

/** Where each duty stands, and who answers for it when, is told from its log; told again now, it must be the same. */
export async function compareDuties(manager: EntityManager, chains: Chains, onProgress: (done: number) => void): Promise<void> {
  await findStrays(manager, chains);
  let done = 0;
  for (let after = ''; ;) {
    const found: Array<{ id: string }> = await manager.query(
      `SELECT id FROM (
         (SELECT id FROM obligation WHERE id > $1 ORDER BY id LIMIT ${String(DUTIES_AT_ONCE)}) UNION
         (SELECT obligation_id FROM duty_chain WHERE obligation_id > $1 ORDER BY obligation_id LIMIT ${String(DUTIES_AT_ONCE)})) AS known
       ORDER BY id LIMIT ${String(DUTIES_AT_ONCE)}`,
      [after],
    );
    const ids = found.map(({ id }) => id);
    await compareSome(manager, chains, ids);
    done += ids.length;
    onProgress(done);
    after = ids.at(-1) ?? '';
    if (ids.length < DUTIES_AT_ONCE) return;
  }
}

async function findStrays(manager: EntityManager, chains: Chains): Promise<void> {
  const states: Array<{ id: string }> = await manager.query(
    'SELECT DISTINCT obligation_id AS id FROM duty_state s WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.obligation_id = s.obligation_id)',
  );
  for (const { id } of states) chains.note(id, null, 'it is said to stand somewhere, but has no entries');
  const terms: Array<{ id: string }> = await manager.query(
    'SELECT DISTINCT obligation_id AS id FROM duty_term t WHERE NOT EXISTS (SELECT 1 FROM obligation o WHERE o.id = t.obligation_id) ORDER BY 1',
  );
  for (const { id } of terms) chains.note(id, null, 'it has terms, but there is no such duty');
}

async function compareSome(manager: EntityManager, chains: Chains, ids: readonly string[]): Promise<void> {
  const logs = await dutyLogs(manager, ids);
  const states = byDuty<StateRow>(await manager.query('SELECT * FROM duty_state WHERE obligation_id = ANY($1) ORDER BY valid_from', [ids]));
  const terms = byDuty<TermRow>(
    await manager.query('SELECT * FROM duty_term WHERE obligation_id = ANY($1) ORDER BY valid_from, bearer_id', [ids]),
  );
  const duties: DutyRow[] = await manager.query(
    'SELECT id, place, due_on AS "dueOn", trigger_on AS "triggerOn" FROM obligation WHERE id = ANY($1)',
    [ids],
  );
  const dutyOf = new Map(duties.map((duty) => [duty.id, duty]));
  for (const [index, id] of ids.entries()) {
    const { events = [], leads = [] } = logs[index] ?? {};
    const progress = progressIntervals(events, leads);
    const stood = difference((states.get(id) ?? []).map(state), (stateRows(id, progress) as StateRow[]).map(state));
    const duty = dutyOf.get(id);
    if (stood !== null && events.length > 0) chains.note(id, null, `is said to stand ${stood.wrong}; by its entries ${stood.right}`);
    if (stood !== null || duty === undefined) continue;
    const held = difference((terms.get(id) ?? []).map(term), (termRows(duty, progress, leads) as TermRow[]).map(term));
    if (held !== null) chains.note(id, null, `is said to have the term ${held.wrong}; by its entries ${held.right}`);
  }
}

function byDuty<Row extends { readonly obligation_id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.obligation_id, [...(found.get(row.obligation_id) ?? []), row]);
  return found;
}

/** The first row that is kept and should not be, and the first that should and is not. */
function difference(stored: readonly string[], fresh: readonly string[]): { wrong: string; right: string } | null {
  const wrong = stored.find((row, index) => !fresh.includes(row) || stored.indexOf(row) !== index);
  const right = fresh.find((row) => !stored.includes(row));
  return wrong === undefined && right === undefined ? null : { wrong: wrong ?? '–', right: right ?? '–' };
}

/** How many duties stand where is counted from their terms; counted again now, it must be the same. */
export async function compareCounts(manager: EntityManager, chains: Chains): Promise<void> {
  for (const { kept, of, depends, on, stored, right } of await miscounted(manager)) {
    const told = `${of}${depends ? ' (depends on the reading)' : ''} ${on}`;
    chains.note(COUNTS, null, `${kept} ${told} is said to be ${stored ?? 'nothing'}; by the terms of the duties ${right ?? 'nothing'}`);
  }
}
