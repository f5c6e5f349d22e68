import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure';
import { isAlive } from '../processes';

const WAIT_MS = 20_000;

/**
 * Ends a server that an earlier run left on this cluster (its watchdog may be doing so already), by its process id.
 * It is not taken over: the one who left it may still be stopping it. A file that names another process is removed.
 */
export async function endLeftover(cluster: string): Promise<number | null> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pidLine = '', , , portLine = ''] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (!isServer(pid, portLine.trim())) {
    rmSync(file, { force: true });
    return null;
  }
  const start = Date.now();
  let asked: NodeJS.Signals | null = null;
  while (isAlive(pid)) {
    const waited = Date.now() - start;
    const next = waited > WAIT_MS / 2 ? 'SIGQUIT' : waited > 1000 ? 'SIGINT' : null;
    if (next !== asked && next !== null) process.kill(pid, next);
    asked = next;
    if (waited > WAIT_MS)
      throw new Failure(`PostgreSQL (process ${String(pid)}) still runs on ${cluster} and does not stop; end it and start again`);
    await sleep(50);
  }
  return pid;
}

function isServer(pid: number, port: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const words = commandOf(pid);
  return /postgres/.test(words[0] ?? '') && (port === '' || words.includes(port));
}

function commandOf(pid: number): string[] {
  const proc = `/proc/${String(pid)}/cmdline`;
  if (existsSync(proc)) return readFileSync(proc, 'utf8').split('\0');
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(/\s+/);
}
