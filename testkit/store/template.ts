import { day } from '../../domain/calendar';
import { formatProblem } from '../../ingest/corpus';
import { fixedClock } from '../../shared/clock';
import { checkoutOfCode, versionOfRows } from '../../subgraphs/checkout';
import { openSubgraphs } from '../../subgraphs/runtime';
import type { Lease } from './lease';

/** Templates of other versions that stay, for those who still use them. */
const KEPT = 2;

/** Where a store stands: a database, and what its schemas begin with. */
export interface StorePlace {
  readonly databaseUrl: string;
  readonly schemaPrefix: string;
}

export const TEMPLATE_PREFIX = 'ketnoi_';

/** The database to copy for each graph; makes it when the corpus, a migration or the code that loads has changed. */
export async function ensureTemplate(lease: Lease, serverUrl: string, prefix: string): Promise<string> {
  const name = `${prefix}template_${(versionOfRows() ?? 'unknown').slice(0, 12)}`;
  if (await exists(lease, name)) return name;
  const lock = `${prefix}template`;
  await lease.hold(lock);
  try {
    if (!(await exists(lease, name))) await makeTemplate(lease, serverUrl, prefix, name);
  } finally {
    await lease.letGo(lock);
  }
  return name;
}

/** Made under another name and renamed when whole: one that was interrupted is never copied. */
async function makeTemplate(lease: Lease, serverUrl: string, prefix: string, name: string): Promise<void> {
  const unfinished = `${prefix}unfinished`;
  await lease.rows(`DROP DATABASE IF EXISTS "${unfinished}" WITH (FORCE)`);
  await lease.rows(`CREATE DATABASE "${unfinished}" TEMPLATE template0 ENCODING 'UTF8'`);
  await load({ databaseUrl: databaseOn(serverUrl, unfinished), schemaPrefix: TEMPLATE_PREFIX });
  await lease.rows(`ALTER DATABASE "${unfinished}" RENAME TO "${name}"`);
  const others = await lease.rows<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1) AND datname <> $2 ORDER BY oid DESC OFFSET $3',
    [`${prefix}template_`, name, KEPT],
  );
  for (const { datname } of others) await lease.rows(`DROP DATABASE IF EXISTS "${datname}"`).catch(() => undefined); // being copied now
}

/** Migrates and loads the corpus of this package. */
export async function load(place: StorePlace): Promise<void> {
  const checkout = checkoutOfCode(({ problems }) => {
    if (problems.length > 0) throw new Error(`the corpus has problems:\n${problems.map(formatProblem).join('\n')}`);
  });
  const subgraphs = await openSubgraphs({ ...place, clock: fixedClock(day('2022-01-06')), poolSize: 2 });
  try {
    for (const subgraph of subgraphs) await subgraph.prepare(checkout);
  } finally {
    await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
  }
}

export function databaseOn(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

async function exists(lease: Lease, database: string): Promise<boolean> {
  const found = await lease.rows('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  return found.length > 0;
}
