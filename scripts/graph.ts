import { join } from 'node:path';
import { readCorpus, type ReadCorpus } from '../ingest/read';
import { formatProblem } from '../ingest/corpus';
import { fixedClock, systemClock, type Clock } from '../shared/clock';
import { projectRoot, type Config } from '../shared/config';
import { openSubgraphs, type OpenOptions, type OpenSubgraph } from '../subgraphs/runtime';
import { Failure } from './failure';
import { serveGateway, supergraph } from './supergraph';
import type { Lifetime } from './Lifetime';
import type { Store } from './store';

/** The corpus of this checkout. @throws Failure listing everything that is wrong with it. */
export function checkedCorpus(): ReadCorpus {
  const read = readCorpus(join(projectRoot, 'corpus'));
  if (read.problems.length === 0) return read;
  throw new Failure(`the corpus has ${String(read.problems.length)} problems:\n${read.problems.map(formatProblem).join('\n')}`);
}

export function clockOf(config: Config): Clock {
  return config.today === null ? systemClock : fixedClock(config.today);
}

export function openOptions(config: Config, store: Store): OpenOptions {
  return { databaseUrl: store.url, schemaPrefix: config.schemaPrefix, clock: clockOf(config) };
}

export interface StartedGraph {
  readonly url: string;
  /** Whether this start loaded the corpus; null: not known here. */
  readonly loaded: boolean | null;
}

/** Five subgraphs in this process, migrated and loaded. Answers too whether this start loaded the corpus. */
export async function openPrepared(config: Config, store: Store, life: Lifetime): Promise<{ subgraphs: OpenSubgraph[]; loaded: boolean }> {
  const corpus = checkedCorpus();
  const subgraphs = await openSubgraphs(openOptions(config, store));
  await life.onEnd(() => Promise.all(subgraphs.map((subgraph) => subgraph.close())));
  let loaded = false;
  for (const subgraph of subgraphs) {
    life.signal.throwIfAborted();
    loaded = (await subgraph.prepare(corpus)) || loaded;
  }
  life.signal.throwIfAborted();
  return { subgraphs, loaded };
}

/** Five subgraphs and the gateway in this process. */
export async function startInProcess(config: Config, store: Store, life: Lifetime): Promise<StartedGraph> {
  const schema = supergraph();
  const { subgraphs, loaded } = await openPrepared(config, store, life);
  const gateway = await serveGateway({
    supergraph: schema,
    inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
    host: config.host,
    port: config.port,
    production: config.production,
    timeoutMs: config.subgraphTimeoutMs,
  });
  await life.onEnd(() => gateway.stop());
  return { url: gateway.url, loaded };
}
