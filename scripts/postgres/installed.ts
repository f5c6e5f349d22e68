import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries';

/** Programs of a PostgreSQL that is installed on this machine. */
export interface InstalledBinaries extends Binaries {
  /** The folder they stand in. */
  readonly folder: string;
  readonly baseBackup: string;
}

const OLDEST = 15;
const debianFolder = '/usr/lib/postgresql';

/** The newest server that can be copied while it runs, in `given` or where systems keep it; null: there is none of version 15 or newer. */
export function findInstalled(given: string | null): InstalledBinaries | null {
  const folders = given === null ? [...debianFolders(), folderOfPgConfig()] : [given];
  for (const folder of folders) {
    if (folder === null) continue;
    const program = (name: string): string => join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    const found = {
      folder,
      initdb: program('initdb'),
      postgres: program('postgres'),
      pgCtl: program('pg_ctl'),
      baseBackup: program('pg_basebackup'),
    };
    const complete = [found.initdb, found.postgres, found.pgCtl, found.baseBackup].every((file) => existsSync(file));
    if (complete && versionOf(found.postgres) >= OLDEST) return found;
  }
  return null;
}

function debianFolders(): string[] {
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).sort((one, other) => Number(other) - Number(one));
  return versions.map((version) => join(debianFolder, version, 'bin'));
}

function folderOfPgConfig(): string | null {
  const { status, stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function versionOf(postgres: string): number {
  const { status, stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(/\d+/.exec(stdout)?.[0] ?? 0) : 0;
}
