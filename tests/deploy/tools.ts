import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../shared/config';

const folder = join(projectRoot, 'deploy', 'checks');
const turn = join(folder, '.installing');
const TURN_MS = 240_000;

/** The tools of deploy/checks stand apart from the product's dependencies: they are installed when a check first needs them. */
export async function installTools(): Promise<void> {
  while (!takesTurn()) await sleep(200);
  try {
    installMissing();
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** Of several test files at once one installs. What a killed run has left counts no more after a while. */
function takesTurn(): boolean {
  try {
    mkdirSync(turn);
    return true;
  } catch {
    const made = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - made > TURN_MS) rmSync(turn, { recursive: true, force: true });
    return false;
  }
}

function installMissing(): void {
  const { dependencies } = read(join(folder, 'package.json')) as { dependencies: Record<string, string> };
  const missing = Object.entries(dependencies).filter(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return !existsSync(file) || (read(file) as { version: string }).version !== version;
  });
  if (missing.length === 0) return;
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  const names = missing.map(([name, version]) => `${name}@${version}`).join(', ');
  throw new Error(`deploy/checks cannot be checked without ${names}; "npm ci --prefix deploy/checks" failed:\n${stderr}`);
}

/** What a check of deploy/checks prints. */
export function check(name: string, args: readonly string[] = []): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, `${name}.mjs`), ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`deploy/checks/${name}.mjs failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
