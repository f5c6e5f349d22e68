import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createLocalJWKSet } from 'jose';
import { startGateway } from '../gateway/gateway';
import { settableClock, type Clock } from '../shared/clock';
import { projectRoot } from '../shared/config';
import type { Identify } from '../shared/identity/caller';
import { developmentIssuer } from '../shared/identity/developmentKey';
import { identifyByToken } from '../shared/identity/tokens';
import { openSubgraphs } from '../subgraphs/runtime';
import { readDay, type SharedDay } from './day';
import type { News, Orders } from './orders';
import { takeStore } from './store/database';
import { useEmbedded } from './store/server';

/** Shows the day that the thread of the tests has set. */
function clockOf(shared: SharedDay): Clock {
  const clock = settableClock(readDay(shared));
  const turned = (): Clock => {
    clock.set(readDay(shared));
    return clock;
  };
  return { today: () => turned().today(), now: () => turned().now() };
}

/** Accepts the tokens of this graph, and no others. */
function identifyBy(publicKey: Orders['publicKey']): Identify {
  const settings = { issuer: null, agencyClaim: 'agency', rolesClaim: 'roles', roleNames: null, publicReading: true };
  return identifyByToken(settings, createLocalJWKSet({ keys: [{ ...publicKey, alg: developmentIssuer.algorithm }] }));
}

/** The whole graph in this thread. Answers how to stop it. */
async function start({ config, today, publicKey }: Orders): Promise<{ url: string; stop(): Promise<void> }> {
  const undo: Array<() => Promise<unknown>> = [];
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const server =
      config.serverUrl === null ? await useEmbedded(config.cacheDir) : { url: config.serverUrl, leave: () => Promise.resolve() };
    undo.push(() => server.leave());
    const store = await takeStore(server.url, config.prefix);
    undo.push(() => store.release());
    const { databaseUrl, schemaPrefix } = store;
    const seen = { clock: clockOf(today), identify: identifyBy(publicKey) };
    const subgraphs = await openSubgraphs({ databaseUrl, schemaPrefix, ...seen, poolSize: 2 });
    undo.push(() => Promise.all(subgraphs.map((subgraph) => subgraph.close())));
    const gateway = await startGateway({
      supergraph: readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
      inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
      host: '127.0.0.1',
      port: 0,
      production: false,
      timeoutMs: 60_000,
      stopWithinMs: 1000,
      ...seen,
      clock: clockOf(today),
    });
    undo.push(() => gateway.stop());
    return { url: gateway.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function run(): Promise<void> {
  const tell = (news: News): void => parentPort?.postMessage(news);
  try {
    const graph = await start(workerData as Orders);
    parentPort?.once('message', () => {
      graph.stop().then(
        () => parentPort?.close(),
        (error: unknown) => {
          tell({ failure: String(error) });
          parentPort?.close();
        },
      );
    });
    tell({ url: graph.url, claims: { iss: developmentIssuer.name, aud: developmentIssuer.audience } });
  } catch (error) {
    tell({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

void run();
