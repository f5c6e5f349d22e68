import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { projectRoot } from '../../shared/config';
import { Failure, reasonOf } from '../failure';
import { accountFor } from '../postgres/account';
import { freePorts } from '../ports';

const READY_MS = 15_000;
/** Debian keeps it where only root looks. */
const places = ['pgbouncer', '/usr/sbin/pgbouncer', '/usr/local/sbin/pgbouncer', '/opt/homebrew/bin/pgbouncer'];

/** The program and what it says of its version; null: it is not installed. */
export function findPgbouncer(): { readonly program: string; readonly version: string } | null {
  for (const program of places) {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { program, version: stdout.split('\n')[0] ?? '' };
  }
  return null;
}

export interface Pooler {
  /** Holds the password; {name} stands for the subgraph. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs deploy/pgbouncer/pgbouncer.ini as it is, but for the server it stands before and its own port. */
export async function startPgbouncer(program: string, server: URL, folder: string): Promise<Pooler> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const port = await freePorts();
  const settings = readFileSync(join(projectRoot, 'deploy', 'pgbouncer', 'pgbouncer.ini'), 'utf8')
    .replaceAll('host=127.0.0.1 port=5432 dbname=ketnoi', `host=${server.hostname} port=${server.port} dbname=${server.pathname.slice(1)}`)
    .replace(/^listen_port = .*$/m, `listen_port = ${String(port)}`)
    .replace(/^auth_file = .*$/m, `auth_file = ${join(folder, 'userlist.txt')}`);
  writeFileSync(join(folder, 'pgbouncer.ini'), settings);
  writeFileSync(join(folder, 'userlist.txt'), `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  const child = spawn(program, ['-q', join(folder, 'pgbouncer.ini')], {
    ...accountFor('/nowhere'),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const url = `postgresql://${server.username}:${server.password}@127.0.0.1:${String(port)}/ketnoi_{name}`;
  await untilReady(url.replace('{name}', 'obligations'), child, () => said);
  return { url, stop: () => endOf(child) };
}

async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await endOf(child);
        throw new Failure(`pgbouncer does not start: ${reasonOf(error)}\n${said()}`);
      }
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(late);
}
