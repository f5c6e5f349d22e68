import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';
import { accountFor } from './account';
import { findBinaries } from './binaries';
import { checkCluster, clusterUser, createCluster } from './cluster';
import { endLeftover } from './leftover';
import { startServer } from './server';

/** Names in the data folder. */
export const embeddedFiles = { cluster: 'postgres', password: 'password', log: 'postgres.log' } as const;

export interface EmbeddedPostgres {
  /** Holds the password: not for printing. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when this start made the cluster. */
  readonly created: boolean;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** An existing folder that only this process uses. */
  readonly dataDir: string;
  /** True: the folder is removed if this process is killed, and nothing is flushed to disk. */
  readonly throwaway?: boolean;
  /** True: what was committed last may be lost when the machine stops; nothing else is. */
  readonly relaxed?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  readonly signal?: AbortSignal;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'ketnoi',
  shared_buffers: '64MB',
  max_connections: '300',
  timezone: 'UTC',
  dynamic_shared_memory_type: 'mmap',
};
const relaxedSettings = { synchronous_commit: 'off' };
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts the PostgreSQL that comes with the packages, on a free port of 127.0.0.1; makes its cluster the first time. */
export async function startEmbedded({
  dataDir,
  throwaway = false,
  relaxed = false,
  port,
  signal,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = join(dataDir, embeddedFiles.cluster);
  const account = accountFor(cluster);
  const binaries = findBinaries(account, dataDir);
  const created = !existsSync(cluster);
  const password = created ? newPassword(dataDir) : readPassword(dataDir);
  if (created) await createCluster({ dataDir, cluster, binaries, account, password, durable: !throwaway, signal });
  else checkCluster(cluster);
  await endLeftover(cluster);
  signal?.throwIfAborted();
  const urlFor = (port: number): string => urlWith(password, port);
  const server = await startServer({
    cluster,
    binaries,
    account,
    logFile: join(dataDir, embeddedFiles.log),
    settings: { ...settings, ...(throwaway ? careless : {}), ...(relaxed ? relaxedSettings : {}) },
    throwaway: throwaway ? dataDir : null,
    urlFor,
    port,
    signal,
  });
  return { ...server, url: urlFor(server.port), created };
}

/** The address of a server that runs in `dataDir`; holds the password. */
export function embeddedUrl(dataDir: string, port: number): string {
  return urlWith(readPassword(dataDir), port);
}

function urlWith(password: string, port: number): string {
  return `postgresql://${clusterUser}:${password}@127.0.0.1:${String(port)}/postgres`;
}

function newPassword(dataDir: string): string {
  const password = randomBytes(24).toString('base64url');
  writeFileSync(join(dataDir, embeddedFiles.password), `${password}\n`, { mode: 0o600 });
  return password;
}

function readPassword(dataDir: string): string {
  const file = join(dataDir, embeddedFiles.password);
  if (!existsSync(file))
    throw new Failure(`${file} is missing, so the data beside it cannot be opened; "npm run reset" empties the folder`);
  return readFileSync(file, 'utf8').trim();
}
