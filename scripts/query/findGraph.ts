import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../shared/config';
import { ask } from '../ask';
import { DataDirectory } from '../DataDirectory';
import type { Lifetime } from '../Lifetime';
import { claimDataDirectory, openStore } from '../store';

const STARTING_MS = 60_000;
const PROBE_MS = 1000;

/** The address of a graph: the one that runs on the data folder, or on the usual port; else of one made for this question. */
export async function findGraph(config: Config, life: Lifetime): Promise<string> {
  const running = await runningOn(new DataDirectory(config.dataDir), life);
  if (running !== null) return running;
  const usual = `http://${config.host}:${String(config.port)}/graphql`;
  if (config.port !== 0 && (await isGraph(usual, config.token))) return usual;

  const directory = await claimDataDirectory(config, life);
  const store = await openStore(config, directory, life);
  const { startInProcess } = await import('../graph.js'); // not needed to ask one that runs
  const { url } = await startInProcess({ ...config, host: '127.0.0.1', port: 0 }, store, life);
  return url;
}

/** Waits for one that is starting. */
async function runningOn(directory: DataDirectory, life: Lifetime): Promise<string | null> {
  const deadline = Date.now() + STARTING_MS;
  for (;;) {
    const occupant = directory.occupant();
    if (occupant === null) return null;
    if (occupant.url !== null) return occupant.url;
    if (Date.now() > deadline) directory.refuseIfOccupied();
    life.signal.throwIfAborted();
    await sleep(100);
  }
}

async function isGraph(url: string, token: string | null): Promise<boolean> {
  try {
    const { data } = await ask(url, { query: '{ __typename }' }, { token, timeoutMs: PROBE_MS });
    return data?.__typename === 'Query';
  } catch {
    return false;
  }
}
