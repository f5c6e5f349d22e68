import type { Pool } from 'pg';

/** What a PostgreSQL server says of itself. */
export interface Sight {
  /** False: it takes writes. */
  readonly standby: boolean;
  /** Grows by one with each promotion; of two servers that take writes the one with the larger number counts. 0 for a standby. */
  readonly timeline: number;
  /** Byte of the write-ahead log: up to where a standby has replayed it, or up to where it has been written. */
  readonly position: bigint;
}

const LOOK = `SELECT r.standby,
    CASE WHEN r.standby THEN 0 ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END AS timeline,
    CASE WHEN r.standby THEN coalesce(pg_last_wal_replay_lsn(), '0/0') ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn AS position
  FROM (SELECT pg_is_in_recovery() AS standby) r`;

/** Null: the server does not answer within the time limit. */
export async function look(pool: Pool, withinMs: number): Promise<Sight | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, withinMs);
  });
  const answer = pool.query<{ standby: boolean; timeline: number; position: string }>(LOOK).then(
    ({ rows: [row] }) => (row === undefined ? null : { ...row, position: BigInt(row.position) }),
    () => null,
  );
  const sight = await Promise.race([answer, late]);
  clearTimeout(timer);
  return sight;
}

/** Which of the servers takes writes; null: none. */
export function primaryAmong<Server extends { readonly sight: Sight | null }>(servers: readonly Server[]): Server | null {
  let found: Server | null = null;
  for (const server of servers) {
    if (server.sight === null || server.sight.standby) continue;
    if ((found?.sight?.timeline ?? -1) < server.sight.timeline) found = server;
  }
  return found;
}
