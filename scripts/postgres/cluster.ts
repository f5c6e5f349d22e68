import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';
import { nameForAccount, type Account } from './account';
import type { Binaries } from './binaries';

const MAJOR_VERSION = '18';
const FRESH = 'postgres.new-';

export const clusterUser = 'ketnoi';

export interface NewCluster {
  /** Folder that will hold the cluster. */
  readonly dataDir: string;
  /** Its final place in `dataDir`. */
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly password: string;
  /** False skips flushing to disk; for clusters that are thrown away. */
  readonly durable: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Makes the cluster beside its place and moves it there in one step: a half-made one is never found later. */
export async function createCluster(options: NewCluster): Promise<void> {
  removeUnfinishedClusters(options.dataDir);
  const folder = join(options.dataDir, FRESH + String(process.pid));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  mkdirSync(data, { mode: 0o700, recursive: true });
  try {
    writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (options.account !== null) {
      for (const path of [folder, data, passwordFile]) chownSync(path, options.account.uid, options.account.gid);
    }
    await initdb(data, options);
    renameSync(data, options.cluster);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an interrupted first start has left. */
function removeUnfinishedClusters(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(FRESH)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** @throws Failure when `cluster` was made by another major version or is no cluster at all. */
export function checkCluster(cluster: string): void {
  const file = join(cluster, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (version === MAJOR_VERSION) return;
  const seen = version === null ? 'holds no PostgreSQL data' : `was made by PostgreSQL ${version}, this is ${MAJOR_VERSION}`;
  throw new Failure(`${cluster} ${seen}; "npm run reset" empties it and the next start makes it anew`);
}

/** The password stands in a file beside `data`. */
async function initdb(data: string, { binaries, account, durable, signal }: NewCluster): Promise<void> {
  const options = [
    `--pgdata=${nameForAccount(data, account)}`,
    `--username=${clusterUser}`,
    '--pwfile=../password',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=vi-VN',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = spawn(binaries.initdb, options, { ...account, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] });
  const interrupt = (): void => {
    child.kill('SIGTERM');
  };
  signal?.addEventListener('abort', interrupt);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  signal?.removeEventListener('abort', interrupt);
  signal?.throwIfAborted();
  if (code !== 0) throw new Failure(`PostgreSQL could not make its data folder in ${data}: ${complaint.trim()}`);
}
