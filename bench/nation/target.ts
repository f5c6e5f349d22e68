import { Client } from 'pg';
import { Failure } from '../../scripts/failure';
import { GENERATED } from './size';

/** The database of a name on the server of `url`. */
export function databaseOn(url: string, name: string): string {
  const made = new URL(url);
  made.pathname = `/${encodeURIComponent(name)}`;
  return made.toString();
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'ketnoi generate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a database holds: nothing of ours, generated data (as told by its mark), or something else, which is not to be touched. */
async function contentOf(url: string, prefix: string): Promise<{ mark: string | null; foreign: string | null }> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );
    const foreign = rows.find(({ schema }) => !schema.startsWith(prefix));
    if (foreign !== undefined) return { mark: null, foreign: `the table ${foreign.schema}.${foreign.name}` };
    const loads = rows.filter(({ name }) => name === 'corpus_load');
    if (loads.length === 0) return { mark: null, foreign: null };
    const held = await client.query<{ hash: string }>(
      loads.map(({ schema }) => `SELECT hash FROM "${schema}".corpus_load`).join(' UNION '),
    );
    const corpus = held.rows.find(({ hash }) => !hash.startsWith(GENERATED));
    if (corpus !== undefined) return { mark: null, foreign: 'the corpus' };
    return { mark: held.rows[0]?.hash ?? null, foreign: null };
  });
}

/** Makes `name` an empty database. @throws Failure when something stands there that may not be removed */
export async function emptyDatabase(serverUrl: string, name: string, prefix: string, replace: boolean): Promise<void> {
  const url = databaseOn(serverUrl, name);
  const there = await withClient(serverUrl, (client) => client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]));
  if (there.rows.length > 0) {
    const { mark, foreign } = await contentOf(url, prefix);
    if (foreign !== null)
      throw new Failure(`the database ${name} holds ${foreign}; generated data is never mixed with it: --database <another name>`);
    if (mark !== null && !mark.endsWith(UNFINISHED) && !replace)
      throw new Failure(`the database ${name} holds a generated nation already (${mark}); to build it anew: --replace`);
    await withClient(serverUrl, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`));
  }
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8'`));
}

/** Ends the mark of a nation whose building was broken off. */
export const UNFINISHED = 'unfinished';
