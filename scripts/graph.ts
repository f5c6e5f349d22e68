import type { Config } from '../shared/config';
import type { Observation } from '../shared/telemetry/Observation';
import type { Lifetime } from './Lifetime';
import { openOptions, openPrepared } from './prepared';
import { safetyFor } from './safety';
import type { Store } from './store';
import { serveGateway, supergraph } from './supergraph';

export interface StartedGraph {
  readonly url: string;
  /** Whether this start loaded the corpus; null: not known here. */
  readonly loaded: boolean | null;
}

/** Five subgraphs and the gateway in this process. */
export async function startInProcess(config: Config, store: Store, life: Lifetime, observation?: Observation): Promise<StartedGraph> {
  const schema = supergraph();
  const safety = safetyFor(config);
  const options = openOptions(config, store, observation);
  const { subgraphs, loaded } = await openPrepared(options, life);
  const gateway = await serveGateway({
    supergraph: schema,
    inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
    host: config.host,
    port: config.port,
    production: config.production,
    timeoutMs: config.subgraphTimeoutMs,
    clock: options.clock,
    identify: options.identify,
    safety,
    observation,
  });
  await life.onEnd(() => gateway.stop({ atOnce: life.byHand }));
  return { url: gateway.url, loaded };
}
