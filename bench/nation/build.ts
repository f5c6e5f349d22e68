import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { migrate, openDatabase } from '../../shared/database';
import { subgraphNames, type SubgraphName } from '../../subgraphs/registry';
import { definitions } from '../../subgraphs/runtime';
import { caseRows } from '../../subgraphs/obligations/responsibility/load';
import { projectDuties } from '../../subgraphs/obligations/state/projection';
import { recount } from '../../subgraphs/obligations/stats/counted/changes';
import { listTitles } from '../../subgraphs/obligations/titles';
import { severities } from '../../domain/conflicts/facts';
import { NATIONAL_ROOM, ROOM } from './conflicts';
import { Copy } from './Copy';
import { recordOf } from './duties';
import { putBack, takeIndexes } from './indexes';
import { Nation } from './Nation';
import { writeShard, type Shard } from './shard';
import { fingerprint, type Size } from './size';
import { UNFINISHED, withClient } from './target';

export interface Building {
  readonly url: string;
  readonly prefix: string;
  readonly size: Size;
  /** Threads that write plans; 0: this one. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  /** Told now and then. */
  readonly progress: (line: string) => void;
}

export interface Built {
  readonly rows: number;
  readonly copySeconds: number;
  readonly seconds: number;
}

type Tables = ReadonlyArray<readonly [table: string, rows: readonly object[]]>;

/** Builds a nation in an empty database. */
export async function build(options: Building): Promise<Built> {
  const { url, prefix, size, signal, report } = options;
  const begun = Date.now();
  const since = () => ((Date.now() - begun) / 1000).toFixed(1);
  const mark = fingerprint(size);
  for (const name of subgraphNames) await prepare(options, name, `${mark} ${UNFINISHED}`);
  const nation = new Nation(size);
  const { places, plans } = nation;
  report(
    `${String(places.provincesToday.length)} provinces and ${String(places.communesToday.length)} communes of today, ` +
      `${String(places.provinces2022.length)}, ${String(places.districts.length)} districts and ${String(places.communes2022.length)} communes of 2022, ` +
      `${String(plans.length)} plans (${since()} s)`,
  );
  const schema = `${prefix}obligations`;
  const indexes = await takeIndexes(url, schema);
  signal.throwIfAborted();
  const copying = Date.now();
  let rows = 0;
  for (const name of subgraphNames) rows += await copyTables(url, `${prefix}${name}`, tablesOf(nation, name));
  rows += await writePlans(options, rows, copying);
  const copySeconds = (Date.now() - copying) / 1000;
  report(`${String(rows)} rows copied in ${copySeconds.toFixed(1)} s: ${rate(rows, copySeconds)} rows a second`);
  signal.throwIfAborted();
  await putBack(url, indexes, 2, (done) => {
    options.progress(`${String(done)} of ${String(indexes.length)} indexes`);
  });
  report(`${String(indexes.length)} indexes and keys (${since()} s)`);
  await finish(options, nation, mark);
  return { rows, copySeconds, seconds: (Date.now() - begun) / 1000 };
}

export const rate = (rows: number, seconds: number) => Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en');

async function prepare({ url, prefix }: Building, name: SubgraphName, mark: string): Promise<void> {
  const { entities, migrations } = definitions[name];
  const source = await openDatabase({ url, schemaPrefix: prefix, subgraph: name, entities, migrations, poolSize: 2 });
  try {
    await migrate(source);
    await source.query('INSERT INTO corpus_load (hash, plans) VALUES ($1, 0)', [mark]);
  } finally {
    await source.destroy();
  }
}

/** What is not made plan by plan. */
function tablesOf(nation: Nation, name: SubgraphName): Tables {
  const { base, places, plans } = nation;
  const own = definitions[name].rows(base);
  if (name === 'agencies') {
    const local = definitions.agencies.rows({ ...base, agencies: places.agencies, successions: places.successions });
    return [...own, ...local];
  }
  if (name === 'documents')
    return [...own, ...definitions.documents.rows({ ...base, documents: plans.map((plan) => recordOf(nation, plan)) })];
  if (name !== 'obligations') return own;
  const known = new Set(
    own.flatMap(([table, rows]) => (table === 'responsibility' ? rows.map((row) => (row as { case_id: string }).case_id) : [])),
  );
  const cases = nation.bodies().filter((id) => !known.has(id));
  const responsibility = cases.flatMap((id) => caseRows({ id, origin: id, terms: nation.termsOf(id) }));
  const placed = own.map(([table, rows]) => [table, table === 'conflict' ? rows.map(conflictPlaced) : rows] as const);
  return [...placed, ['responsibility', responsibility]];
}

function conflictPlaced(row: object, index: number): object {
  const { severity_rank: rank } = row as { severity_rank: number };
  if (index >= NATIONAL_ROOM) throw new RangeError(`the national plan has ${String(index)} conflicts`);
  return { ...row, place: (severities.length - 1 - rank) * ROOM + index };
}

async function copyTables(url: string, schema: string, tables: Tables): Promise<number> {
  let count = 0;
  for (const [table, rows] of tables) {
    const [first] = rows;
    if (first === undefined) continue;
    const columns = Object.keys(first);
    const json = await jsonColumns(url, schema, table);
    const copy = await Copy.into(url, `"${schema}".${table}`, columns.join(', '));
    for (const row of rows as ReadonlyArray<Record<string, unknown>>) {
      copy.add(columns.map((column) => (json.has(column) && row[column] !== null ? JSON.stringify(row[column]) : row[column])));
      await copy.flow();
    }
    await copy.end();
    count += rows.length;
  }
  return count;
}

function jsonColumns(url: string, schema: string, table: string): Promise<ReadonlySet<string>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 AND udt_name = 'jsonb'",
      [schema, table],
    );
    return new Set(rows.map(({ name }) => name));
  });
}

async function writePlans({ url, prefix, size, workers, signal, progress }: Building, before: number, begun: number): Promise<number> {
  const of = Math.max(1, workers);
  const sent = new Array<number>(of).fill(0);
  const told = (number: number) => (rows: number) => {
    sent[number] = rows;
    const all = before + sum(sent);
    const seconds = (Date.now() - begun) / 1000;
    progress(`${all.toLocaleString('en')} rows, ${rate(all, seconds)} a second, ${seconds.toFixed(0)} s`);
  };
  const shards = sent.map((_, number): Shard => ({ url, schema: `${prefix}obligations`, size, number, of }));
  if (workers === 0) await Promise.all(shards.map((shard) => writeShard(shard, told(shard.number))));
  else await Promise.all(shards.map((shard) => inThread(shard, told(shard.number), signal)));
  return sum(sent);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function inThread(shard: Shard, onRows: (rows: number) => void, signal: AbortSignal): Promise<void> {
  const worker = new Worker(join(__dirname, `worker${extname(__filename)}`), { workerData: shard });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  return new Promise<void>((resolve, reject) => {
    worker.on('message', onRows);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (code === 0) resolve();
      else reject(new Error(signal.aborted ? 'interrupted' : `a writing thread ended with ${String(code)}`));
    });
  });
}

/** The duties of the national plan are projected by the product itself; then statistics, and the mark of what is finished. */
async function finish({ url, prefix }: Building, nation: Nation, mark: string): Promise<void> {
  const source = await openDatabase({ url, schemaPrefix: prefix, subgraph: 'obligations', entities: [], migrations: [], poolSize: 2 });
  try {
    const ids = [...new Set(nation.dutyAt.values())].map((key) => `obligation:${key}`);
    await source.transaction((manager) => projectDuties(manager, ids));
    await source.transaction(async (manager) => {
      await manager.query("SET LOCAL work_mem = '256MB'");
      await recount(manager);
      await listTitles(manager);
    });
    await source.query("SELECT setval(pg_get_serial_sequence('event', 'position'), greatest($1::bigint, 1))", [nation.size.events]);
  } finally {
    await source.destroy();
  }
  await withClient(url, async (client) => {
    await client.query('VACUUM (ANALYZE)');
    for (const name of subgraphNames) await client.query(`UPDATE "${prefix}${name}".corpus_load SET hash = $1`, [mark]);
  });
}
