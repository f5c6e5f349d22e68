import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import { DomainError } from '../../../shared/errors';
import { auditEntries, type Audit } from '../audit/audit';
import { badBackup, readManifest, tables, type Manifest } from './format';
import { Lines } from './Lines';

interface RestoreOptions {
  /** Whether what the store holds may go. */
  readonly replace: boolean;
  /** Told how many rows are read. */
  readonly onProgress: (done: number, of: number) => void;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly entries: Pick<Audit, 'events' | 'plans' | 'heads' | 'digest'>;
}

const logs = ['event', 'imported_plan'] as const;

/**
 * Takes in a backup, all of it or nothing: before anything is kept, every entry has to give its hash and the chains have to end as they
 * did. Where the duties stand is told when the corpus is prepared next.
 * @throws DomainError BAD_BACKUP, STORE_NOT_EMPTY, STORE_TOO_OLD
 */
export function restore(source: DataSource, file: Readable, { replace, onProgress }: RestoreOptions): Promise<Restored> {
  return source.transaction(async (manager) => {
    const lines = new Lines(file);
    const manifest = readManifest((await lines.next()).toString());
    await requireMigration(manager, manifest);
    await manager.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')}, duty_state IN ACCESS EXCLUSIVE MODE`);
    await makeRoom(manager, replace);
    await copyIn(manager, lines, manifest, onProgress);
    await lines.end();
    await manager.query("SELECT setval(pg_get_serial_sequence('event', 'position'), greatest(max(position), 1)) FROM event");
    const entries = await auditEntries(manager);
    const [first] = entries.breaks;
    if (first !== undefined) throw badBackup(`its log is broken: ${first.chain} ${String(first.number ?? '')} ${first.what}`);
    if (entries.digest !== manifest.digest)
      throw badBackup(`its chains give ${entries.digest}, not ${manifest.digest} as when it was taken`);
    // So that the next preparation tells again where the duties stand, also when this process ends before it.
    await manager.query('DELETE FROM duty_state');
    await manager.query('DELETE FROM corpus_load');
    return { manifest, entries };
  });
}

async function requireMigration(manager: EntityManager, { migration }: Manifest): Promise<void> {
  const known: unknown[] = await manager.query('SELECT FROM migration WHERE name = $1', [migration]);
  if (known.length === 0)
    throw new DomainError('STORE_TOO_OLD', `the backup is of a store with ${migration}, which this program does not know; update it first`);
}

async function makeRoom(manager: EntityManager, replace: boolean): Promise<void> {
  const [held]: Array<{ events: number; plans: number }> = await manager.query(
    'SELECT (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM imported_plan) AS plans',
  );
  const { events = 0, plans = 0 } = held ?? {};
  if (events + plans === 0) return;
  if (!replace)
    throw new DomainError(
      'STORE_NOT_EMPTY',
      `the store holds ${String(events)} events and ${String(plans)} imported plans; with --replace they are removed, for good`,
    );
  for (const log of logs) await manager.query(`ALTER TABLE ${log} DISABLE TRIGGER ${log}_append_only`);
  for (const { name } of tables) await manager.query(`DELETE FROM ${name}`);
  for (const log of logs) await manager.query(`ALTER TABLE ${log} ENABLE ALWAYS TRIGGER ${log}_append_only`);
}

async function copyIn(manager: EntityManager, lines: Lines, manifest: Manifest, onProgress: RestoreOptions['onProgress']): Promise<void> {
  const client = (await manager.queryRunner?.connect()) as PoolClient;
  const of = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  async function* next(rows: number): AsyncGenerator<Buffer, void> {
    for (let row = 0; row < rows; row += 1) {
      yield await lines.next();
      done += 1;
      onProgress(done, of);
    }
  }
  for (const { name, columns, rows } of manifest.tables) {
    try {
      await pipeline(Readable.from(next(rows)), client.query(copyFrom(`COPY ${name} (${columns}) FROM STDIN`)));
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw badBackup(`its rows of ${name} cannot be taken in (${(error as Error).message})`);
    }
  }
}
