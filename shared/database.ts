import { Client, types, type PoolConfig } from 'pg';
import {
  DataSource,
  type EntityManager,
  type EntityMetadata,
  type EntityTarget,
  type MixedList,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import type { Asked } from './database/asked';
import { JoiningSocket, PreparingClient, PromisingClient } from './database/clients';

/** PostgreSQL hands over a `date` as text, never as a local midnight. */
types.setTypeParser(types.builtins.DATE, (text) => text);

/** How long a query waits for a connection; shorter than the gateway's patience, so that a client learns why. */
const CONNECTION_MS = 5000;
/** How long a connection is kept that nobody uses: a new one has yet to learn the tables and to prepare the statements. */
const IDLE_MS = 60_000;

/** PostgreSQL schemas of the subgraphs, by name; another subgraph's `pub_` views are read through them. */
export interface Schemas {
  readonly own: string;
  of(subgraph: string): string;
}

export interface DatabaseOptions {
  /** In this and the other addresses {name} stands for the subgraph. */
  readonly url: string;
  readonly schemaPrefix: string;
  readonly subgraph: string;
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<Function>;
  readonly poolSize?: number;
  /** Its streaming replicas, which whoever opened it hands to the driver as they come and go. Default: none. */
  readonly replicaUrls?: readonly string[];
  /** The server itself, where `url` is that of a pooler in transaction mode: for LISTEN and locks of a session. Default: `url`. */
  readonly directUrl?: string | null;
}

export function schemasFor(prefix: string, subgraph: string): Schemas {
  return { own: prefix + subgraph, of: (other) => prefix + other };
}

/** Settings of a pool of connections to the store of a subgraph. */
export function poolOptions({ schemaPrefix, subgraph, poolSize, directUrl = null }: DatabaseOptions): PoolConfig {
  return {
    application_name: `ketnoi ${subgraph}`,
    max: poolSize ?? 5,
    connectionTimeoutMillis: CONNECTION_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    options: `-c search_path=${schemaPrefix + subgraph},public`,
    stream: () => new JoiningSocket(),
    // Behind a pooler in transaction mode each statement may reach another session, which does not know what was prepared.
    Client: directUrl === null ? PreparingClient : PromisingClient,
  };
}

/** What the records of a query are. */
export function recordOf<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>): EntityMetadata {
  const { mainAlias } = query.expressionMap;
  if (mainAlias === undefined) throw new Error('this query reads no records');
  return mainAlias.metadata;
}

/** SQL: the columns of a record in the table `alias`, called as its fields; of all, or of those that are asked for. */
export function columnsOf(record: EntityMetadata, alias: string, asked?: Asked | null): string {
  const columns = asked?.of(record).columns ?? record.columns.filter((column) => column.isSelect);
  return columns.map(({ databaseName, propertyName }) => `"${alias}"."${databaseName}" AS "${propertyName}"`).join(', ');
}

/** SQL: a record in the table `alias` as JSON, beside what a row tells itself; null where there is none. For columns that JSON holds as they are. */
export function jsonOf(record: EntityMetadata, alias: string, asked: Asked | null): string {
  const columns = asked?.of(record).columns ?? record.columns.filter((column) => column.isSelect);
  const told = columns.map(({ databaseName, propertyName }) => `'${propertyName}', "${alias}"."${databaseName}"`);
  return `CASE WHEN "${alias}".id IS NOT NULL THEN json_build_object(${told.join(', ')}) END`;
}

/** Rows of `columnsOf` as records: each field holds what PostgreSQL's client makes of its column. */
export function asRecords<Item extends ObjectLiteral>(record: EntityMetadata, rows: readonly object[], asked?: Asked | null): Item[] {
  const prototype = asked?.of(record).prototype ?? (record.target as { prototype: object }).prototype;
  return rows.map((row) => Object.assign(Object.create(prototype) as Item, row));
}

/** Of each of these keys the rows, or what was made of them, that `ownerOf` gives to it; in their order. */
export function byOwner<Row>(keys: readonly string[], rows: readonly Row[], ownerOf: (row: Row, index: number) => string): Row[][] {
  const owned = new Map<string, Row[]>(keys.map((key) => [key, []]));
  rows.forEach((row, index) => owned.get(ownerOf(row, index))?.push(row));
  return keys.map((key) => owned.get(key) ?? []);
}

/** The records of a query: what its `getMany` answers, which takes several times as long to make them as to read them. */
export async function readRecords<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>): Promise<Item[]> {
  const record = recordOf(query);
  return asRecords(record, await query.select(columnsOf(record, query.alias)).getRawMany<object>());
}

/** The records with these ids, in any order. */
export async function recordsById<Item extends ObjectLiteral>(
  source: DataSource,
  target: EntityTarget<Item>,
  ids: readonly string[],
  asked?: Asked | null,
): Promise<Item[]> {
  const record = source.getMetadata(target);
  const sql = `SELECT ${columnsOf(record, 'r', asked)} FROM "${record.tableName}" r WHERE r.id = ANY($1)`;
  return asRecords(record, await source.query<object[]>(sql, [ids]), asked);
}

/** Opens the store of one subgraph: its own schema first on the search path. Does not migrate. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const { replicaUrls = [], subgraph } = options;
  const url = options.url.replaceAll('{name}', subgraph);
  const { application_name: applicationName, ...extra } = poolOptions(options);
  const source = new DataSource({
    type: 'postgres',
    ...(replicaUrls.length === 0 ? { url } : { replication: { defaultMode: 'master', master: { url }, slaves: [] } }),
    schema: options.schemaPrefix + options.subgraph,
    entities: options.entities,
    migrations: options.migrations,
    migrationsTableName: 'migration',
    installExtensions: false,
    applicationName,
    extra,
  });
  setDirectAddress(source, options.directUrl?.replaceAll('{name}', subgraph) ?? url);
  return source.initialize();
}

const direct = new WeakMap<DataSource, string>();

/** Where a session with the server that takes writes is had, for LISTEN and locks; holds a password. */
export function directAddress(source: DataSource): string {
  const url = direct.get(source);
  if (url === undefined) throw new Error('this store was not opened here');
  return url;
}

export function setDirectAddress(source: DataSource, url: string): void {
  direct.set(source, url);
}

/**
 * Creates the subgraph's schema and brings it up to date. Safe when several processes start at once:
 * an advisory lock lets one work while the others wait.
 */
export async function migrate(source: DataSource): Promise<void> {
  await exclusively(source, async () => {
    await source.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
    await source.query(`CREATE SCHEMA IF NOT EXISTS "${schemaOf(source)}"`);
    await source.runMigrations({ transaction: 'each' });
  });
}

/** One process at a time per server: migrations and loading. */
export async function exclusively<T>(source: DataSource, work: () => Promise<T>): Promise<T> {
  const session = new Client({ connectionString: directAddress(source), application_name: 'ketnoi lock', keepAlive: true });
  session.on('error', () => undefined);
  await session.connect();
  try {
    await session.query("SELECT pg_advisory_lock(hashtext('ketnoi'))");
    return await work();
  } finally {
    await session.end().catch(() => undefined); // which gives the lock back
  }
}

/** The PostgreSQL schema that `source` works in. */
export function schemaOf(source: DataSource): string {
  return (source.options as { schema: string }).schema;
}

/**
 * Makes the content of `tables` these rows, within the caller's transaction; what stands there already is not touched.
 * Rows are objects whose keys are column names; arrays become PostgreSQL arrays, plain objects jsonb.
 * Answers in which tables anything changed.
 */
export async function replaceRows(
  manager: EntityManager,
  tables: ReadonlyArray<readonly [table: string, rows: readonly object[]]>,
): Promise<string[]> {
  const changed: string[] = [];
  for (const [table, rows] of tables) if (await replaceTable(manager, table, rows)) changed.push(table);
  return changed;
}

async function replaceTable(manager: EntityManager, table: string, rows: readonly object[]): Promise<boolean> {
  const json = JSON.stringify(rows);
  const insert = (given: string) =>
    manager.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [given]);
  const [{ filled }]: [{ filled: boolean }] = await manager.query(`SELECT EXISTS (SELECT FROM ${table}) AS filled`);
  if (!filled) {
    if (rows.length > 0) await insert(json);
    return rows.length > 0;
  }
  // Rows may stand twice in a table without a key: the second one is told from the first by its number.
  const differences: Array<{ gone: string | null; added: number | null }> = await manager.query(
    `SELECT h.place::text AS gone, CAST(g.place AS int) AS added
     FROM (SELECT t.ctid AS place, t AS row, row_number() OVER (PARTITION BY t) AS nth FROM ${table} t) AS h
     FULL JOIN (SELECT place, row, row_number() OVER (PARTITION BY row) AS nth FROM (
       SELECT place, jsonb_populate_record(NULL::${table}, value) AS row FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e(value, place)
     ) AS p) AS g ON g.row = h.row AND g.nth = h.nth
     WHERE h.nth IS NULL OR g.nth IS NULL ORDER BY g.place`,
    [json],
  );
  const gone = differences.flatMap((row) => row.gone ?? []);
  const added = differences.flatMap((row) => (row.added === null ? [] : [rows[row.added - 1]]));
  if (gone.length > 0) await manager.query(`DELETE FROM ${table} WHERE ctid = ANY($1::tid[])`, [gone]);
  if (added.length > 0) await insert(JSON.stringify(added));
  return differences.length > 0;
}

/** SQL condition: the half-open term of the row `alias` covers the day of the parameter `day`. */
export function validOn(alias: string, day = ':on'): string {
  return `(${alias}.valid_from IS NULL OR ${alias}.valid_from <= ${day}) AND (${alias}.valid_until IS NULL OR ${alias}.valid_until > ${day})`;
}
