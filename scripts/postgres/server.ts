import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { codeOf, Failure, reasonOf } from '../failure';
import { freePorts } from '../ports';
import { nameForAccount, type Account } from './account';
import type { Binaries } from './binaries';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const ATTEMPTS = 3;

/**
 * Runs in the cluster's folder. When this process is gone, however it went, its end of the pipe closes:
 * stops the server ($1), quickly if it will not stop, and then removes the folder $2 if given.
 */
const WATCHDOG = `while read -r _; do :; done
if kill -INT "$1"; then
  i=0; while [ -e postmaster.pid ] && [ $i -lt 150 ]; do sleep 0.1; i=$((i+1)); done
  [ ! -e postmaster.pid ] || kill -QUIT "$1"
fi
[ -z "$2" ] || { cd / && rm -rf "$2"; }`;

export interface ServerOptions {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly logFile: string;
  /** Settings of postgresql.conf, given on the command line. */
  readonly settings: Readonly<Record<string, string>>;
  /** Removed by the watchdog if this process is killed. */
  readonly throwaway: string | null;
  readonly urlFor: (port: number) => string;
  /** Undefined: a free one. */
  readonly port: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Server {
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended, asked or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server and waits until it answers. Takes another port if the one it chose was just taken. */
export async function startServer(options: ServerOptions): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const server = await launch(options, options.port ?? (await freePorts()));
    const trouble = await untilReady(server, options);
    if (trouble === null) return server;
    await server.stop();
    options.signal?.throwIfAborted();
    const passing = /Address already in use|could not bind|pre-existing shared memory/.test(trouble);
    if (!passing || attempt === ATTEMPTS) throw new Failure(`the embedded PostgreSQL does not start: ${trouble} (log: ${options.logFile})`);
    await sleep(500);
  }
}

async function launch({ cluster, binaries, account, logFile, settings, throwaway }: ServerOptions, port: number): Promise<Server> {
  const log = openSync(logFile, 'w', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', nameForAccount(cluster, account), '-p', String(port), ...flags], {
    ...account,
    cwd: cluster,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid ?? 0;
  const watchdog = process.platform === 'win32' ? null : watch(pid, cluster, throwaway);
  const stop = async (): Promise<void> => {
    await stopServer(child, binaries, cluster, ended);
    watchdog?.kill('SIGKILL');
  };
  return { port, pid, ended, stop };
}

function watch(pid: number, cluster: string, throwaway: string | null): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'ketnoi-watchdog', String(pid), throwaway ?? ''], {
    cwd: cluster,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return child;
}

/** Fast shutdown: clients are cut off, the data is checkpointed; after a while, an immediate one. */
async function stopServer(child: ChildProcess, binaries: Binaries, cluster: string, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') spawn(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast'], { stdio: 'ignore' });
  else child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}

/** Null when the server answers; otherwise why it does not. */
async function untilReady(server: Server, { urlFor, logFile, signal }: ServerOptions): Promise<string | null> {
  const gone = new AbortController();
  void server.ended.then(() => {
    gone.abort();
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const refusal = await tryConnect(urlFor(server.port));
    if (refusal === null) return null;
    if (gone.signal.aborted) return lastWords(logFile);
    if (refusal.code !== 'ECONNREFUSED' && refusal.code !== '57P03') return refusal.reason;
    if (Date.now() > deadline) return `no answer in ${String(READY_TIMEOUT_MS / 1000)} s`;
    if (signal?.aborted === true) return 'interrupted';
    await sleep(20);
  }
}

async function tryConnect(url: string): Promise<{ code: string | null; reason: string } | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return { code: codeOf(error), reason: reasonOf(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server's own last complaint. */
function lastWords(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n') : [];
  const complaint = lines.filter((line) => /FATAL|PANIC|ERROR|HINT/.test(line));
  return (complaint.length > 0 ? complaint : lines).slice(-3).join(' | ');
}
