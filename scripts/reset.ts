import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configFrom, runCommand } from './command';
import { DataDirectory } from './DataDirectory';
import type { Lifetime } from './Lifetime';
import { embeddedFiles } from './postgres/embedded';
import { endLeftover } from './postgres/leftover';

/** What this project writes in a data folder; anything else there is not ours to remove. */
const ours = /^(postgres|postgres\.log|postgres\.new-\d+|postgresql-[\w.-]+|password|development-key\.json(\.\d+)?|running\.json(\..+)?)$/;

async function reset(life: Lifetime): Promise<void> {
  const directory = new DataDirectory(configFrom().dataDir);
  if (!existsSync(directory.path)) {
    console.log(`Nothing to remove: ${directory.path} does not exist.`);
    return life.end(0);
  }
  await directory.claim();
  const left = await endLeftover(join(directory.path, embeddedFiles.cluster));
  if (left !== null) console.log(`Stopped the PostgreSQL that an earlier run left (process ${String(left)}).`);
  const names = readdirSync(directory.path).sort();
  const removed = names.filter((name) => ours.test(name) && name !== 'running.json').map((name) => remove(join(directory.path, name)));
  directory.release();
  console.log(removed.length === 0 ? `Nothing to remove in ${directory.path}.` : ['Removed:', ...removed].join('\n'));
  const kept = names.filter((name) => !ours.test(name));
  if (kept.length > 0) console.log(`Kept, because this project did not write it: ${kept.join(', ')}`);
  return life.end(0);
}

function remove(path: string): string {
  const bytes = sizeOf(path);
  rmSync(path, { recursive: true, force: true });
  return `  ${path} (${bytes < 1e6 ? `${String(bytes)} bytes` : `${(bytes / 1e6).toFixed(1)} MB`})`;
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

runCommand('npm run reset --', (program, life) => {
  program
    .description('Empties the data folder (KETNOI_DATA, by default .ketnoi). Refuses while something runs on it.')
    .action(() => reset(life));
});
