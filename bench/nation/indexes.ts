import { withClient } from './target';

interface Definition {
  readonly drop: string;
  readonly create: string;
}

/** Takes all indexes and keys off the tables of a schema. Answers the statements that put them back. */
export async function takeIndexes(url: string, schema: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Definition>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
       FROM pg_constraint WHERE connamespace = $1::regnamespace AND contype IN ('p', 'u')
       UNION ALL
       SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
       FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relnamespace = $1::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
      [`"${schema}"`],
    );
    for (const { drop } of rows) await client.query(drop);
    return rows.map(({ create }) => create);
  });
}

/** Runs statements side by side, each on a connection that may use much memory. */
export async function putBack(
  url: string,
  statements: readonly string[],
  sideBySide: number,
  onDone: (done: number) => void,
): Promise<void> {
  const waiting = [...statements];
  let done = 0;
  const work = () =>
    withClient(url, async (client) => {
      await client.query("SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 1; SET statement_timeout = 0");
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await client.query(next);
        onDone((done += 1));
      }
    });
  await Promise.all(Array.from({ length: sideBySide }, work));
}
