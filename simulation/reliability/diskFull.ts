import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeSync, openSync, closeSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './Scenario';

const SIZE_MB = 400;
const CALM_MS = 3000;
const FULL_MS = 8000;
const RECOVERY_MS = 8000;

/** Takes what is left of the file system the folder stands on. */
function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(1024 * 1024);
  try {
    for (;;) writeSync(handle, block);
  } catch {
    // nothing is left
  }
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeSync(handle, block, 0, size);
    } catch {
      // nothing of that size either
    }
  }
  closeSync(handle);
  return () => {
    truncateSync(file);
    unlinkSync(file);
  };
}

export const diskFull: Scenario = {
  about: 'the file system of PostgreSQL runs full under load, and has room again',
  codes: /^(STORE_(UNAVAILABLE|FULL|BUSY)|BUSY|SUBGRAPH_(UNREACHABLE|TIMEOUT))$/,
  hindrance: () => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return 'it mounts a small file system, for which it has to be root on Linux';
    return null;
  },
  prepare: () => {
    const disk = mkdtempSync(join(tmpdir(), 'ketnoi-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(SIZE_MB)}m,mode=0755`, 'ketnoi-disk-full', disk]);
    const folder = join(disk, 'data');
    mkdirSync(folder, { mode: 0o755 });
    const undo = (): void => {
      execFileSync('umount', ['--lazy', disk]);
      rmSync(disk, { recursive: true, force: true });
    };
    return Promise.resolve({ today: null, folder, undo });
  },
  run: async (trial) => {
    const load = trial.load();
    await sleep(CALM_MS);
    const empty = fill(trial.graph.folder);
    const full = load.books.figures;
    const { bavail } = statfsSync(trial.graph.folder);
    await sleep(FULL_MS);
    const during = load.books.figures;
    empty();
    await sleep(RECOVERY_MS);
    const recovered = load.books.figures;
    await sleep(CALM_MS);
    const after = load.books.figures;
    await load.stop();
    const reads = during.reads - full.reads;
    const violations = [
      ...(full.failures > 0 ? [`${String(full.failures)} failures before it was full`] : []),
      ...(bavail > 0 ? ['it was not full'] : []),
      ...(reads === 0 ? ['nothing was read while it was full'] : []),
      ...(after.failures > recovered.failures ? [`${String(after.failures - recovered.failures)} failures after it had room again`] : []),
      ...(after.acknowledged === recovered.acknowledged ? ['nothing was acknowledged after it had room again'] : []),
    ];
    return { books: load.books, violations };
  },
};
