import { formatProblem } from '../ingest/corpus';
import type { Config } from '../shared/config';
import { DomainError } from '../shared/errors';
import type { Observation } from '../shared/telemetry/Observation';
import { checkoutOfCode, type Checkout } from '../subgraphs/checkout';
import { openSubgraphs, type OpenOptions, type OpenSubgraph } from '../subgraphs/runtime';
import { clockOf } from './clock';
import { Failure } from './failure';
import { identifyFor } from './identity';
import type { Lifetime } from './Lifetime';
import type { Store } from './store';

/** The corpus of this checkout. Reading it fails listing everything that is wrong with it. */
export function checkedCorpus(): Checkout {
  return checkoutOfCode(({ problems }) => {
    if (problems.length === 0) return;
    throw new Failure(`the corpus has ${String(problems.length)} problems:\n${problems.map(formatProblem).join('\n')}`);
  });
}

/** @param observation how the process is watched; default: not at all */
export function openOptions(config: Config, store: Store, observation?: Observation): OpenOptions {
  const { replicaUrls, directUrl, schemaPrefix, generated } = config;
  const stores = { databaseUrl: store.url, replicaUrls, directUrl, schemaPrefix, generated };
  return { ...stores, observation, clock: clockOf(config), identify: identifyFor(config) };
}

function refused(error: unknown): never {
  throw error instanceof DomainError ? new Failure(error.message) : error;
}

/** Five subgraphs in this process, migrated and loaded. Answers too whether this start loaded the corpus. */
export async function openPrepared(options: OpenOptions, life: Lifetime): Promise<{ subgraphs: OpenSubgraph[]; loaded: boolean }> {
  const corpus = checkedCorpus();
  const subgraphs = await openSubgraphs(options);
  await life.onEnd(() => Promise.all(subgraphs.map((subgraph) => subgraph.close())));
  let loaded = false;
  for (const subgraph of subgraphs) {
    life.signal.throwIfAborted();
    loaded = (await subgraph.prepare(corpus).catch(refused)) || loaded;
  }
  life.signal.throwIfAborted();
  return { subgraphs, loaded };
}
