import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirectory, type Occupant } from '../../scripts/DataDirectory';
import { embeddedUrl } from '../../scripts/postgres/embedded';
import { projectRoot } from '../../shared/config';
import { Lease } from './lease';

/** How long the server stays after its last user. */
const LINGER_MS = 15_000;
const START_MS = 60_000;

/** A PostgreSQL in use: it stays until `leave`. */
export interface UsedServer {
  readonly url: string;
  leave(): Promise<void>;
}

/** The embedded server that keeps its data in `folder`; starts it when it does not run. Safe for many at once. */
export async function useEmbedded(folder: string, lingerMs: number = LINGER_MS): Promise<UsedServer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const directory = new DataDirectory(folder);
  const deadline = Date.now() + START_MS;
  let keeper: Keeper | undefined;
  while (Date.now() < deadline) {
    const occupant = directory.occupant();
    const used = occupant === null ? null : await use(directory, occupant);
    if (used !== null) return used;
    if (occupant === null && (keeper === undefined || keeper.hasEnded())) {
      keeper?.complain();
      keeper = startKeeper(folder, lingerMs);
    }
    await sleep(20);
  }
  throw new Error(
    `the embedded PostgreSQL of ${folder} did not start within ${String(START_MS / 1000)} s; see keeper.log and postgres.log there`,
  );
}

/** Null when it does not answer, or is on its way out: nobody may be sure of it who has not connected before it said so. */
async function use(directory: DataDirectory, { databasePort, leaving }: Occupant): Promise<UsedServer | null> {
  if (databasePort === null || leaving) return null;
  const url = embeddedUrl(directory.path, databasePort);
  try {
    const lease = await Lease.on(url);
    if (directory.occupant()?.leaving === false) return { url, leave: () => lease.end() };
    await lease.end();
  } catch {
    // it has just ended
  }
  return null;
}

interface Keeper {
  hasEnded(): boolean;
  /** @throws Error with its own words when it failed */
  complain(): void;
}

function startKeeper(folder: string, lingerMs: number): Keeper {
  const logFile = join(folder, 'keeper.log');
  const log = openSync(logFile, 'w', 0o600);
  const script = join(projectRoot, 'dist', 'testkit', 'store', 'keeper.js');
  const child = spawn(process.execPath, [script, folder, String(lingerMs)], { detached: true, stdio: ['ignore', log, log], cwd: folder });
  closeSync(log);
  child.unref();
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    complain: () => {
      if (child.exitCode === 0) return;
      throw new Error(`the embedded PostgreSQL for tests does not start: ${readFileSync(logFile, 'utf8').trim()}`);
    },
  };
}
