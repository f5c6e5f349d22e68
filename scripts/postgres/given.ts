import { Client } from 'pg';
import { codeOf, Failure, reasonOf } from '../failure';

const OLDEST = 15;
const CONNECT_TIMEOUT_MS = 5000;

/** What to check, by the code of the refusal. */
const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start PostgreSQL or correct host and port',
  ENOTFOUND: 'there is no such host; correct the host name',
  EAI_AGAIN: 'the host name cannot be resolved now; correct the host name',
  '28P01': 'the user or the password is wrong',
  '28000': 'the server does not let this user in; correct the user, or its pg_hba.conf',
  '3D000': 'there is no such database; create it or correct the name',
};

/** The address without its password, for printing. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  parsed.search = '';
  return parsed.toString();
}

/** Checks the server of DATABASE_URL before anything is built on it. @throws Failure that says what to correct. */
export async function checkGivenServer(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await inspect(client, url);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const hint = advice[codeOf(error) ?? ''];
    throw new Failure(`DATABASE_URL ${withoutPassword(url)} does not work: ${reasonOf(error)}${hint === undefined ? '' : ` (${hint})`}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface ServerFacts {
  version: string;
  number: number;
  encoding: string;
  may_create: boolean;
  collation: boolean;
}

async function inspect(client: Client, url: string): Promise<string> {
  const { rows } = await client.query<ServerFacts>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
            current_setting('server_version_num')::int AS number,
            current_setting('server_encoding') AS encoding,
            has_database_privilege(current_database(), 'CREATE') AS may_create,
            EXISTS (SELECT FROM pg_collation WHERE collname = 'vi-x-icu') AS collation`,
  );
  const [facts] = rows;
  const trouble = facts === undefined ? 'it does not say its version' : troubleWith(facts);
  if (trouble !== null) throw new Failure(`DATABASE_URL ${withoutPassword(url)} does not work: ${trouble}`);
  return facts?.version ?? '';
}

function troubleWith(facts: ServerFacts): string | null {
  if (facts.number < OLDEST * 10_000) return `it is PostgreSQL ${facts.version}; expected ${String(OLDEST)} or newer`;
  if (facts.encoding !== 'UTF8') return `its encoding is ${facts.encoding}; expected UTF8`;
  if (!facts.collation) return 'it knows no Vietnamese order (collation vi-x-icu); expected a server built with ICU';
  if (!facts.may_create) return 'this user may not create schemas; GRANT CREATE ON DATABASE to it';
  return null;
}
