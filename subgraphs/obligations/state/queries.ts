import type { CalendarDate } from '../../../domain/calendar';
import { connectionStatuses, dutyProgressOn, noProgress, type ConnectionStatus, type DutyProgress } from '../../../domain/progress';
import { validOn } from '../../../shared/database';
import type { Context } from '../../../shared/context';
import { dutyLogs, type DutyLog } from './log';

/** What a question about progress is about: the end of a day, by what was known at the end of another; null: by all that is known. */
export interface Moment {
  readonly on: CalendarDate;
  readonly knownOn: CalendarDate | null;
}

/** Where a duty was; one SQL statement for all that a level of the query asks for, two for what was known on some day. */
export async function dutyProgress(context: Context, id: string, { on, knownOn }: Moment): Promise<DutyProgress> {
  if (knownOn === null) return knownNow(context, id, on);
  const { events, leads } = await dutyLog(context, id);
  return dutyProgressOn(events, leads, on, knownOn);
}

/** The log of a duty, with who leads it over time. */
export function dutyLog(context: Context, id: string): Promise<DutyLog> {
  return context.loader<string, DutyLog>('log', (ids) => dutyLogs(context.source, ids)).load(id);
}

async function knownNow(context: Context, id: string, on: CalendarDate): Promise<DutyProgress> {
  const [state] = await context.rowsOf<DutyProgress>(
    `SELECT obligation_id AS owner, reported, verified, completed_on AS "completedOn", verified_on AS "verifiedOn", due_on AS "extendedTo"
     FROM duty_state WHERE obligation_id = ANY($1) AND valid_from <= $2 AND valid_until > $2`,
    id,
    on,
  );
  return state ?? noProgress;
}

/** How many events the log of a duty holds. */
export async function version(context: Context, id: string): Promise<number> {
  const [chain] = await context.rowsOf<{ length: number }>(
    'SELECT obligation_id AS owner, length FROM duty_chain WHERE obligation_id = ANY($1)',
    id,
  );
  return chain?.length ?? 0;
}

/** How far a connection is on a day, by the furthest of the duties of the highest level that demand it. */
export function connectionStatus(context: Context, id: string, on: CalendarDate): Promise<ConnectionStatus> {
  return context
    .loader<string, ConnectionStatus>(`connection status ${on}`, async (ids) => {
      const rows = await context.source
        .createQueryBuilder()
        .select(['p.connection_id AS id', 'max(p.rank) AS rank'])
        .from('pub_connection_progress', 'p')
        .where(`p.connection_id = ANY(:ids) AND ${validOn('p')}`, { ids, on })
        .groupBy('p.connection_id')
        .getRawMany<{ id: string; rank: number }>();
      const found = new Map(rows.map((row) => [row.id, connectionStatuses[row.rank]]));
      return ids.map((key) => found.get(key) ?? 'NOT_STARTED');
    })
    .load(id);
}
