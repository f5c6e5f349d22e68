import type { EntityManager } from 'typeorm';
import type { CalendarDate } from '../../../domain/calendar';
import type { PlanFile } from '../../../ingest/plan';
import type { Schemas } from '../../../shared/database';
import { digest } from '../progress/chain';

/** A record of a plan that was held already, word for word. */
interface HeldRecord {
  readonly file: string;
  readonly line: number;
  readonly record: string;
  /** The document that it is, or whose statement it is. */
  readonly documentId: string | null;
}

/** What a plan brings, in short. */
export interface PlanResult {
  /** Documents that it holds or whose statements it holds, in its order. */
  readonly documents: readonly string[];
  readonly statements: number;
  readonly obligations: number;
  readonly records: number;
  readonly duplicates: readonly HeldRecord[];
}

/** An imported plan, as the log keeps it. */
interface PlanEntry {
  readonly number: number;
  readonly agencyId: string;
  readonly key: string;
  readonly bodyHash: string;
  /** None, when all of it was held already. */
  readonly files: readonly PlanFile[];
  /** Keys of the records that were held already, and are passed over whenever it is read again. */
  readonly passedOver: readonly string[];
  readonly outcome: PlanResult;
  /** UTC to the microsecond, as the store keeps it. */
  readonly recordedAt: string;
  readonly recordedOn: CalendarDate;
  readonly previousHash: string | null;
}

/** A write of another sort, or of another plan, that has the key. */
export interface EarlierWrite {
  readonly mutation: string;
  readonly event: string;
}

interface Keyed {
  readonly idempotencyKey: string;
  readonly agencyId: string;
}

const MUTATION = 'importPlan';

/** Ties a plan to all before it, as an event is tied to those of its duty. */
export function planHash(entry: PlanEntry): string {
  return digest(entry);
}

/** Columns of an imported plan as its hash reads them. */
export const planColumns = `number, agency_id AS "agencyId", key, body_hash AS "bodyHash", files, passed_over AS "passedOver", outcome,
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt", recorded_on AS "recordedOn",
  previous_hash AS "previousHash"`;

/** What became of the write that used the key; null: none did. */
export async function earlierImport(
  manager: EntityManager,
  { agencyId, idempotencyKey }: Keyed,
  bodyHash: string,
): Promise<{ number: number; result: PlanResult } | EarlierWrite | null> {
  const rows: Array<{ mutation: string; bodyHash: string; event: string; number: number | null; result: PlanResult }> = await manager.query(
    `SELECT w.mutation, w.body_hash AS "bodyHash", w.event_id AS event, p.number, p.outcome AS result FROM accepted_write w
     LEFT JOIN imported_plan p ON p.agency_id = w.agency_id AND p.key = w.key WHERE w.agency_id = $1 AND w.key = $2`,
    [agencyId, idempotencyKey],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const { mutation, event, number, result } = first;
  return number !== null && mutation === MUTATION && first.bodyHash === bodyHash ? { number, result } : { mutation, event };
}

/** False when the agency has used the key; waits for a twin that is being done. */
export async function takeKey(manager: EntityManager, { agencyId, idempotencyKey }: Keyed, bodyHash: string, now: Date): Promise<boolean> {
  // Shorter than the gateway's patience: a client learns that nothing was taken in rather than not knowing.
  await manager.query("SELECT set_config('lock_timeout', '6000', true), set_config('statement_timeout', '7000', true)");
  const rows: unknown[] = await manager.query(
    `INSERT INTO accepted_write (agency_id, key, mutation, body_hash, recorded_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [agencyId, idempotencyKey, MUTATION, bodyHash, now],
  );
  return rows.length > 0;
}

/** Lets plans in one by one, until the end of the transaction. */
export async function planLock(manager: EntityManager, schemas: Schemas): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`${schemas.own}_plan`]);
}

/** Writes a plan into the log and tells the subgraphs of it. Answers its hash. */
export async function append(manager: EntityManager, schemas: Schemas, entry: PlanEntry): Promise<string> {
  const hash = planHash(entry);
  await manager.query(
    `INSERT INTO imported_plan (number, agency_id, key, body_hash, files, passed_over, outcome, recorded_at, recorded_on, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[entry.number, entry.agencyId, entry.key, entry.bodyHash, JSON.stringify(entry.files), entry.passedOver],
      ...[JSON.stringify(entry.outcome), entry.recordedAt, entry.recordedOn, entry.previousHash, hash],
    ],
  );
  await manager.query('UPDATE accepted_write SET event_id = $3 WHERE agency_id = $1 AND key = $2', [
    entry.agencyId,
    entry.key,
    `plan:${String(entry.number)}`,
  ]);
  await manager.query('SELECT pg_notify($1, $2)', [`${schemas.own}_plan`, String(entry.number)]);
  return hash;
}
