import { types } from 'pg';
import { DataSource, type EntityManager, type MixedList } from 'typeorm';

/** PostgreSQL hands over a `date` as text, never as a local midnight. */
types.setTypeParser(types.builtins.DATE, (text) => text);

/** PostgreSQL schemas of the subgraphs, by name; another subgraph's `pub_` views are read through them. */
export interface Schemas {
  readonly own: string;
  of(subgraph: string): string;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly schemaPrefix: string;
  readonly subgraph: string;
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<Function>;
  readonly poolSize?: number;
}

export function schemasFor(prefix: string, subgraph: string): Schemas {
  return { own: prefix + subgraph, of: (other) => prefix + other };
}

/** Opens the store of one subgraph: its own schema first on the search path. Does not migrate. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const schema = options.schemaPrefix + options.subgraph;
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    schema,
    entities: options.entities,
    migrations: options.migrations,
    migrationsTableName: 'migration',
    installExtensions: false,
    applicationName: `ketnoi ${options.subgraph}`,
    extra: { max: options.poolSize ?? 5, options: `-c search_path=${schema},public` },
  });
  return source.initialize();
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
  const runner = source.createQueryRunner();
  try {
    await runner.query("SELECT pg_advisory_lock(hashtext('ketnoi'))");
    return await work();
  } finally {
    await runner.query("SELECT pg_advisory_unlock(hashtext('ketnoi'))").catch(() => undefined);
    await runner.release();
  }
}

/** The PostgreSQL schema that `source` works in. */
export function schemaOf(source: DataSource): string {
  return (source.options as { schema: string }).schema;
}

/**
 * Replaces the content of `tables`, given in the order of loading, within the caller's transaction.
 * Rows are objects whose keys are column names; arrays become PostgreSQL arrays, plain objects jsonb.
 */
export async function replaceRows(
  manager: EntityManager,
  tables: ReadonlyArray<readonly [table: string, rows: readonly object[]]>,
): Promise<void> {
  for (const [table] of [...tables].reverse()) await manager.query(`DELETE FROM ${table}`);
  for (const [table, rows] of tables) {
    if (rows.length > 0)
      await manager.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
  }
}

/** SQL condition: the half-open term of the row `alias` covers the day of the parameter `:on`. */
export function validOn(alias: string): string {
  return `(${alias}.valid_from IS NULL OR ${alias}.valid_from <= :on) AND (${alias}.valid_until IS NULL OR ${alias}.valid_until > :on)`;
}
