import type { EntityManager } from 'typeorm';
import type { CalendarDate } from '../../../domain/calendar';
import { dutyTerms } from '../../../domain/dutyTerms';
import { progressIntervals, type ProgressInterval } from '../../../domain/progress';
import { count, recount } from '../stats/counted/changes';
import { dutyLogs, type DutyLog } from './log';

/** So many logs are held in memory at once. */
const BATCH = 50;

/** Tells again where these duties stood on every day, as their logs are known now. Within the caller's transaction, which holds their chains. */
export async function projectDuties(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await count(manager, ids, -1);
  await projectTerms(manager, ids);
  await count(manager, ids, 1);
}

async function projectTerms(manager: EntityManager, ids: readonly string[]): Promise<void> {
  const logs = await dutyLogs(manager, ids);
  const progress = logs.map(({ events, leads }) => progressIntervals(events, leads));
  await storeStates(
    manager,
    ids,
    ids.flatMap((id, index) => stateRows(id, progress[index] ?? [])),
  );
  const duties: DutyRow[] = await manager.query(
    'SELECT id, place, due_on AS "dueOn", trigger_on AS "triggerOn" FROM obligation WHERE id = ANY($1)',
    [ids],
  );
  const terms = duties.flatMap((duty) => {
    const index = ids.indexOf(duty.id);
    return termRows(duty, progress[index] ?? [], logs[index]?.leads ?? []);
  });
  await storeTerms(manager, ids, terms);
}

/** A duty with what is kept of it beside its log: the rows of duty_state and duty_term, with their columns. */
export interface KeptDuty extends DutyRow {
  readonly keptStates: readonly object[];
  readonly keptTerms: readonly object[];
}

/** What a longer log makes of a duty; null: what is kept of it holds. */
export interface Moved {
  readonly states: readonly object[] | null;
  readonly terms: readonly object[] | null;
}

/** What is to be told again of a duty whose log is known. */
export function movedBy(duty: KeptDuty, { events, leads }: DutyLog): Moved {
  const progress = progressIntervals(events, leads);
  const states = stateRows(duty.id, progress);
  const terms = termRows(duty, progress, leads);
  return { states: sameRows(states, duty.keptStates) ? null : states, terms: sameRows(terms, duty.keptTerms) ? null : terms };
}

/** Puts these in the place of the terms of a duty, and counts it anew. */
export async function replaceTerms(manager: EntityManager, id: string, terms: readonly object[]): Promise<void> {
  await count(manager, [id], -1);
  await storeTerms(manager, [id], terms);
  await count(manager, [id], 1);
}

/** Whether two tables hold the same rows, in whatever order; their columns stand in the order of the table. */
function sameRows(some: readonly object[], others: readonly object[]): boolean {
  if (some.length !== others.length) return false;
  const told = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  return told(some).join() === told(others).join();
}

export interface DutyRow {
  readonly id: string;
  readonly place: number;
  readonly dueOn: CalendarDate | null;
  readonly triggerOn: CalendarDate | null;
}

/** The rows of duty_state of a duty. */
export function stateRows(id: string, progress: readonly ProgressInterval[]): object[] {
  return progress.map(({ from, until, reported, verified, completedOn, verifiedOn, extendedTo }) => ({
    obligation_id: id,
    valid_from: from,
    valid_until: until ?? 'infinity',
    reported,
    verified,
    completed_on: completedOn,
    verified_on: verifiedOn,
    due_on: extendedTo,
  }));
}

/** The rows of duty_term of a duty. */
export function termRows(duty: DutyRow, progress: readonly ProgressInterval[], leads: DutyLog['leads']): object[] {
  return dutyTerms(duty, progress, leads).flatMap(({ from, until, bearers, dueOn, completedOn }) =>
    bearers.map((bearer, index) => ({
      obligation_id: duty.id,
      bearer_id: bearer,
      is_first: index === 0,
      valid_from: from ?? '-infinity',
      valid_until: until ?? 'infinity',
      due_on: dueOn ?? 'infinity',
      completed_on: completedOn,
      place: duty.place,
    })),
  );
}

async function storeStates(manager: EntityManager, ids: readonly string[], rows: readonly object[]): Promise<void> {
  await manager.query('SELECT tell_states($1, $2)', [ids, JSON.stringify(rows)]);
}

async function storeTerms(manager: EntityManager, ids: readonly string[], rows: readonly object[]): Promise<void> {
  await manager.query('DELETE FROM duty_term WHERE obligation_id = ANY($1)', [ids]);
  await manager.query('INSERT INTO duty_term SELECT * FROM jsonb_populate_recordset(NULL::duty_term, $1::jsonb)', [JSON.stringify(rows)]);
}

/** The same for every duty: what it is and who bears it may have changed with the corpus. Writing waits meanwhile. */
export async function projectAll(manager: EntityManager): Promise<void> {
  await manager.query('LOCK TABLE duty_chain IN EXCLUSIVE MODE');
  await manager.query('DELETE FROM duty_term t WHERE NOT EXISTS (SELECT 1 FROM obligation o WHERE o.id = t.obligation_id)');
  const duties: Array<{ id: string }> = await manager.query('SELECT id FROM obligation UNION SELECT obligation_id FROM event ORDER BY id');
  for (let start = 0; start < duties.length; start += BATCH)
    await projectTerms(
      manager,
      duties.slice(start, start + BATCH).map(({ id }) => id),
    );
  await recount(manager);
}
