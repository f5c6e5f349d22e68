import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { offsetFile } from './offset';
import type { Scenario } from './Scenario';

const HOUR_MS = 3_600_000;
/** Ahead over midnight, back before where it was, and right again. */
const JUMPS = [30 * HOUR_MS, -2 * HOUR_MS, 0];
const CALM_MS = 3000;
/** Not every process sees the new time in the same moment, and calls under way are signed with the old one. */
const SETTLE_MS = 1000;

function setOffset(folder: string, ms: number): void {
  writeFileSync(`${offsetFile(folder)}.new`, String(ms));
  renameSync(`${offsetFile(folder)}.new`, offsetFile(folder));
}

export const clockJump: Scenario = {
  about: 'the clock of the machine, as every part sees it, goes 30 hours ahead, 32 back, and right again, under load',
  // Calls under way in that moment carry a signature of another time, which a subgraph does not take.
  codes: /^SUBGRAPH_BAD_RESPONSE$/,
  prepare: () => {
    const folder = mkdtempSync(join(tmpdir(), 'ketnoi-simulation-'));
    setOffset(folder, 0);
    const environment = { NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'offset.js'))}`, KETNOI_CLOCK_FOLDER: folder };
    return Promise.resolve({ today: null, folder, environment });
  },
  run: async (trial) => {
    let offset = 0;
    const day = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(Date.now() + Math.min(0, offset));
    const load = trial.load(day);
    await sleep(CALM_MS);
    const violations: string[] = [];
    for (const jump of JUMPS) {
      offset = jump;
      setOffset(trial.graph.folder, jump);
      await sleep(SETTLE_MS);
      const settled = load.books.figures;
      await sleep(CALM_MS);
      const { failures, acknowledged } = load.books.figures;
      if (failures > settled.failures)
        violations.push(`${String(failures - settled.failures)} failures a second after the jump to ${String(jump / HOUR_MS)} h`);
      if (acknowledged === settled.acknowledged) violations.push(`nothing was acknowledged after the jump to ${String(jump / HOUR_MS)} h`);
    }
    await load.stop();
    return { books: load.books, violations };
  },
};
