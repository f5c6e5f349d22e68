import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../../../shared/clock';
import { keptHeads } from '../audit/audit';
import { tables, writeManifest, type Manifest } from './format';

const NEWLINE = 10;

interface BackupOptions {
  readonly clock: Clock;
  /** Told how many rows are written. */
  readonly onProgress: (done: number, of: number) => void;
}

/** Writes everything that cannot be told from the corpus, as it is at one moment, compressed. Others write on meanwhile. */
export function backUp(source: DataSource, into: Writable, { clock, onProgress }: BackupOptions): Promise<Omit<Manifest, 'format'>> {
  return source.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('SET TRANSACTION READ ONLY');
    const manifest = await describe(manager, clock);
    const of = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
    const lines = contents(manager, manifest, (done) => {
      onProgress(done, of);
    });
    await pipeline(Readable.from(lines), createGzip(), into);
    return manifest;
  });
}

async function describe(manager: EntityManager, clock: Clock): Promise<Omit<Manifest, 'format'>> {
  const [newest]: Array<{ name: string }> = await manager.query('SELECT name FROM migration ORDER BY timestamp DESC LIMIT 1');
  const { heads, digest } = await keptHeads(manager);
  const counted: Manifest['tables'] = [];
  for (const { name, columns } of tables) {
    const [found]: Array<{ rows: number }> = await manager.query(`SELECT count(*)::int AS rows FROM ${name}`);
    counted.push({ name, columns, rows: found?.rows ?? 0 });
  }
  return { takenAt: clock.now().toISOString(), migration: newest?.name ?? '', digest, chains: heads.size, tables: counted };
}

async function* contents(
  manager: EntityManager,
  manifest: Omit<Manifest, 'format'>,
  onProgress: (done: number) => void,
): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  const hashed = (chunk: Buffer): Buffer => {
    hash.update(chunk);
    return chunk;
  };
  yield hashed(Buffer.from(`${writeManifest(manifest)}\n`));
  const client = (await manager.queryRunner?.connect()) as PoolClient;
  let done = 0;
  for (const { name, columns, order } of tables) {
    for await (const chunk of client.query(copyTo(`COPY (SELECT ${columns} FROM ${name} ORDER BY ${order}) TO STDOUT`))) {
      done += newlinesIn(chunk as Buffer);
      onProgress(done);
      yield hashed(chunk as Buffer);
    }
  }
  yield Buffer.from(`end ${hash.digest('hex')}\n`);
}

function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
