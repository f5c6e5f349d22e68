import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { accountFor } from '../../scripts/postgres/account';
import { findBinaries } from '../../scripts/postgres/binaries';
import { startPair, type Commit, type Pair } from '../../scripts/postgres/pair';

/** A primary and its standby of the PostgreSQL of the packages, which is copied before its first start. */
export async function startTestPair(commit: Commit): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-pair-'));
  chmodSync(folder, 0o711);
  const pair = await startPair({ folder, binaries: findBinaries(accountFor(folder), folder), baseBackup: null, commit });
  return {
    ...pair,
    stop: async () => {
      await pair.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One statement at one of the servers. */
export async function sql<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
