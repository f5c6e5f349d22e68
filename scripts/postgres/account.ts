import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { Failure } from '../failure';

/** The account PostgreSQL runs under when we are root: it refuses to run as root itself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Null: we are not root, PostgreSQL runs as ourselves. An existing cluster stays with its owner. */
export function accountFor(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid };
  }
  throw new Failure(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it under; start as an ordinary user',
  );
}

function idOf(option: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

/**
 * How the folder we start the server in (`cwd`) is called by the server.
 * The account may not be able to walk there (a checkout below /root); Linux lets it stay where it was put.
 */
export function nameForAccount(folder: string, account: Account | null): string {
  return account !== null && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}
