import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { environmentWith } from '../../shared/config';
import { Failure } from '../failure';
import { accountFor, nameForAccount, type Account } from './account';
import type { Binaries } from './binaries';
import { clusterUser, createCluster } from './cluster';
import { freePorts } from '../ports';
import { startServer, type Server } from './server';

/** What a write waits for: that the replica has applied it, or nothing but the primary's own disk. */
export type Commit = 'remote_apply' | 'local';

export interface PairOptions {
  /** An empty folder of this process alone. */
  readonly folder: string;
  readonly binaries: Binaries;
  /** pg_basebackup, which copies the running primary; null: the copy is made before its first start. */
  readonly baseBackup: string | null;
  readonly commit: Commit;
  readonly signal?: AbortSignal;
}

/** A server of the pair. */
export interface Half extends Server {
  /** Holds the password. */
  readonly url: string;
  /** Ends it as a power cut would: none of its processes does anything more. */
  kill(): Promise<void>;
}

/** A primary and a standby that streams from it. */
export interface Pair {
  readonly primary: Half;
  readonly standby: Half;
  /** The link to the standby stalls: nothing more is sent. */
  stall(): void;
  /** Makes the standby a primary, and returns when it takes writes. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

const STANDBY = 'standby';
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  max_connections: '100',
  timezone: 'UTC',
  wal_keep_size: '256MB',
};

export async function startPair({ folder, binaries, baseBackup, commit, signal }: PairOptions): Promise<Pair> {
  const account = accountFor(folder);
  const password = randomBytes(18).toString('base64url');
  const [primaryFolder, standbyFolder] = [join(folder, 'primary'), join(folder, STANDBY)];
  const url = (port: number): string => `postgresql://${clusterUser}:${password}@127.0.0.1:${String(port)}/postgres`;
  await createCluster({ dataDir: folder, cluster: primaryFolder, binaries, account, password, durable: true, signal });
  const waits = commit === 'local' ? 'local' : 'remote_apply';
  const start = async (cluster: string, port: number, more: Readonly<Record<string, string>>): Promise<Half> => {
    const logFile = `${cluster}.log`;
    const options = { cluster, binaries, account, logFile, settings: { ...settings, ...more }, throwaway: null, urlFor: url, port, signal };
    const server = await startServer(options);
    return { ...server, url: url(server.port), kill: () => killAll(server) };
  };

  if (baseBackup === null) cpSync(primaryFolder, standbyFolder, { recursive: true });
  const primary = await start(primaryFolder, await freePorts(), {
    synchronous_commit: waits,
    ...(commit === 'local' ? {} : { synchronous_standby_names: STANDBY }),
  });
  try {
    if (baseBackup !== null) copyRunning(baseBackup, standbyFolder, primary.port, password, account);
    followPrimary(standbyFolder, primary.port, password, account);
    const standby = await start(standbyFolder, await freePorts(), { synchronous_commit: 'local' });
    return {
      primary,
      standby,
      stall: () => {
        for (const pid of childrenOf(primary.pid, /walsender/)) process.kill(pid, 'SIGSTOP');
      },
      promote: () => promote(standby.url),
      stop: async () => {
        await Promise.all([standby.stop(), primary.stop()]);
      },
    };
  } catch (error) {
    await primary.stop();
    throw error;
  }
}

function copyRunning(baseBackup: string, folder: string, port: number, password: string, account: Account | null): void {
  mkdirSync(folder, { mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const { status, stderr, error } = spawnSync(
    baseBackup,
    ['-h', '127.0.0.1', '-p', String(port), '-U', clusterUser, '-D', nameForAccount(folder, account), '-X', 'stream', '-c', 'fast'],
    { ...account, cwd: folder, env: environmentWith({ PGPASSWORD: password }), encoding: 'utf8' },
  );
  if (status !== 0) throw new Failure(`pg_basebackup could not copy the primary: ${error?.message ?? stderr.trim()}`);
}

function followPrimary(folder: string, port: number, password: string, account: Account | null): void {
  const link = `host=127.0.0.1 port=${String(port)} user=${clusterUser} password=${password} application_name=${STANDBY}`;
  appendFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${link}'\nwal_retrieve_retry_interval = '200ms'\n`);
  writeFileSync(join(folder, 'standby.signal'), '');
  if (account !== null) own(folder, account);
}

function own(folder: string, account: Account): void {
  chownSync(folder, account.uid, account.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) own(path, account);
    else if (entry.isFile()) chownSync(path, account.uid, account.gid);
  }
}

async function killAll({ pid, ended }: Server): Promise<void> {
  const children = childrenOf(pid, /./);
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      continue; // it has ended by itself
    }
  }
  await ended;
}

function childrenOf(parent: number, titled: RegExp): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, ppid, title] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent && titled.test(title ?? '') ? [Number(pid)] : [];
  });
}

async function promote(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_promote(true, 60)');
  } finally {
    await client.end();
  }
}
