import type { DataSource, QueryRunner } from 'typeorm';

/** The rows of a statement, run where `store` reads by default. @param given the session to run it in; default: any */
export async function queryOn<Rows>(store: DataSource, sql: string, values?: unknown[], given?: QueryRunner): Promise<Rows> {
  const runner = given ?? store.createQueryRunner(store.defaultReplicationModeForReads());
  try {
    const rows: unknown = await runner.query(sql, values);
    return rows as Rows;
  } finally {
    if (given === undefined) await runner.release();
  }
}
