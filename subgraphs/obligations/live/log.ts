import type { DataSource } from 'typeorm';
import { recordsById } from '../../../shared/database';
import { badInput } from '../../../shared/errors';
import { ObligationEvent } from '../progress/ObligationEvent';

/** A place in the log: the transaction that wrote an event, and the event's place among all. */
export interface Position {
  readonly transaction: bigint;
  readonly place: bigint;
}

/** An event in its place. */
export interface Change {
  readonly at: Position;
  readonly event: ObligationEvent;
}

/** From where a reader goes on. */
export interface Start {
  readonly at: Position;
  /** What to give as `after` to begin here again. */
  readonly id: string;
}

/** As `after`: from the first event there is. */
const BEGINNING = 'start';
const beginning: Position = { transaction: 0n, place: 0n };

/** No event can appear any more before one whose transaction is older than every one that still runs. */
const settled = 'e.transaction < pg_snapshot_xmin(pg_current_snapshot())';
const unsettled = 'e.transaction >= pg_snapshot_xmin(pg_current_snapshot())'; // said so, an index finds it
const columns = 'e.id, CAST(e.transaction AS text) AS transaction, CAST(e.position AS text) AS place';

interface Row {
  readonly id: string;
  readonly transaction: string;
  readonly place: string;
}

export function isAfter(one: Position, other: Position): boolean {
  return one.transaction > other.transaction || (one.transaction === other.transaction && one.place > other.place);
}

/** Where to begin: at the end of the log as it is final now, or after an event. @throws BAD_USER_INPUT for an unknown event */
export async function startAfter(source: DataSource, after: string | null): Promise<Start> {
  if (after === BEGINNING) return { at: beginning, id: BEGINNING };
  if (after !== null) {
    const [row]: Array<Row & { final: boolean }> = await source.query(`SELECT ${columns}, ${settled} AS final FROM event e WHERE id = $1`, [
      after,
    ]);
    if (row === undefined) throw badInput(`no such event: ${after}; give the id of an event, or "${BEGINNING}" for all`, ['after']);
    if (row.final) return { at: positionOf(row), id: after };
    // Others may yet appear before it.
  }
  const [last]: Row[] = await source.query(
    `SELECT ${columns} FROM event e WHERE ${settled} ORDER BY e.transaction DESC, e.position DESC LIMIT 1`,
  );
  return last === undefined ? { at: beginning, id: BEGINNING } : { at: positionOf(last), id: last.id };
}

/** What follows a place in the log, in order, as far as nothing can appear in between any more. */
export async function changesAfter(source: DataSource, at: Position, limit: number): Promise<Change[]> {
  const rows: Row[] = await source.query(
    `SELECT ${columns} FROM event e WHERE (e.transaction, e.position) > (CAST(CAST($1 AS text) AS xid8), CAST($2 AS bigint)) AND ${settled}
     ORDER BY e.transaction, e.position LIMIT $3`,
    [String(at.transaction), String(at.place), limit],
  );
  if (rows.length === 0) return [];
  const found = await recordsById(
    source,
    ObligationEvent,
    rows.map((row) => row.id),
  );
  const events = new Map(found.map((event) => [event.id, event]));
  return rows.flatMap((row) => {
    const event = events.get(row.id);
    return event === undefined ? [] : [{ at: positionOf(row), event }];
  });
}

/** Whether events are recorded that only wait for older transactions to end. */
export async function areSomeUnsettled(source: DataSource): Promise<boolean> {
  const [row]: Array<{ some: boolean }> = await source.query(`SELECT EXISTS (SELECT 1 FROM event e WHERE ${unsettled}) AS some`);
  return row?.some === true;
}

function positionOf({ transaction, place }: Row): Position {
  return { transaction: BigInt(transaction), place: BigInt(place) };
}
