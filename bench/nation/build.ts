import { migrate, openDatabase } from '../../shared/database';
import { subgraphNames, type SubgraphName } from '../../subgraphs/registry';
import { definitions } from '../../subgraphs/runtime';
import { caseRows } from '../../subgraphs/obligations/responsibility/load';
import { projectDuties } from '../../subgraphs/obligations/state/projection';
import { recount } from '../../subgraphs/obligations/stats/counted/changes';
import { listSpellings } from '../../subgraphs/spellings';
import { severities } from '../../domain/conflicts/facts';
import { NATIONAL_ROOM, ROOM } from './conflicts';
import { Copy } from './Copy';
import { recordOf } from './duties';
import { putBack, takeIndexes } from './indexes';
import { Nation } from './Nation';
import { fingerprint, type Size } from './size';
import { UNFINISHED, withClient } from './target';
import { Writers } from './Writers';

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
  const { url, prefix, size, workers, signal, report } = options;
  const begun = Date.now();
  const since = () => ((Date.now() - begun) / 1000).toFixed(1);
  const mark = fingerprint(size);
  const nation = new Nation(size);
  const { places, plans } = nation;
  const schema = `${prefix}obligations`;
  const writers = new Writers(nation, { url, schema }, workers, signal);
  try {
    for (const name of subgraphNames) await prepare(options, name, `${mark} ${UNFINISHED}`);
    report(
      `${String(places.provincesToday.length)} provinces and ${String(places.communesToday.length)} communes of today, ` +
        `${String(places.provinces2022.length)}, ${String(places.districts.length)} districts and ${String(places.communes2022.length)} communes of 2022, ` +
        `${String(plans.length)} plans (${since()} s)`,
    );
    const indexes = await takeIndexes(url, schema);
    signal.throwIfAborted();
    const { rows, seconds: copySeconds } = await copyAll(options, nation, writers);
    report(`${rows.toLocaleString('en')} rows copied in ${copySeconds.toFixed(1)} s: ${rate(rows, copySeconds)} rows a second`);
    signal.throwIfAborted();
    const indexing = Date.now();
    await putBack(url, indexes, 2, (done) => {
      options.progress(`${String(done)} of ${String(indexes.length)} indexes`);
    });
    report(`${String(indexes.length)} indexes and keys in ${((Date.now() - indexing) / 1000).toFixed(1)} s`);
    await finish(options, nation, mark);
    return { rows, copySeconds, seconds: (Date.now() - begun) / 1000 };
  } finally {
    writers.stop();
  }
}

/** From the first COPY to the end of the last: plans by their threads, and beside them what is not made plan by plan. */
async function copyAll({ url, prefix, progress }: Building, nation: Nation, writers: Writers): Promise<{ rows: number; seconds: number }> {
  const begun = Date.now();
  const since = () => (Date.now() - begun) / 1000;
  let others = 0;
  const copyOthers = async () => {
    for (const name of subgraphNames) others += await copyTables(url, `${prefix}${name}`, tablesOf(nation, name));
  };
  const writePlans = writers.write((rows) => {
    const all = rows + others;
    progress(`${all.toLocaleString('en')} rows, ${rate(all, since())} a second, ${since().toFixed(0)} s`);
  });
  const [rows] = await Promise.all([writePlans, copyOthers()]);
  return { rows: rows + others, seconds: since() };
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

/** The duties of the national plan are projected by the product itself; then statistics, and the mark of what is finished. */
async function finish({ url, prefix }: Building, nation: Nation, mark: string): Promise<void> {
  const source = await openDatabase({ url, schemaPrefix: prefix, subgraph: 'obligations', entities: [], migrations: [], poolSize: 2 });
  try {
    const ids = [...new Set(nation.dutyAt.values())].map((key) => `obligation:${key}`);
    await source.transaction((manager) => projectDuties(manager, ids));
    await source.transaction(async (manager) => {
      await manager.query("SET LOCAL work_mem = '256MB'");
      await recount(manager);
    });
    await source.query("SELECT setval(pg_get_serial_sequence('event', 'position'), greatest($1::bigint, 1))", [nation.size.events]);
  } finally {
    await source.destroy();
  }
  for (const name of subgraphNames) await spell(url, prefix, name);
  await withClient(url, async (client) => {
    await client.query('VACUUM (ANALYZE)');
    for (const name of subgraphNames) await client.query(`UPDATE "${prefix}${name}".corpus_load SET hash = $1`, [mark]);
  });
}

async function spell(url: string, schemaPrefix: string, subgraph: SubgraphName): Promise<void> {
  const source = await openDatabase({ url, schemaPrefix, subgraph, entities: [], migrations: [], poolSize: 1 });
  try {
    await source.transaction(listSpellings);
  } finally {
    await source.destroy();
  }
}
