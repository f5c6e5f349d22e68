import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../shared/errors';
import { apolloServer } from './apollo';
import { Draining } from './draining';
import type { SubgraphFailure } from './errors';
import { Executor } from './execution/Executor';
import { layExports } from './exports/routes';
import { countRequests, createFront, ENDPOINT, layRoutes } from './front';
import { Health } from './health';
import { requireKnownCaller } from './identity';
import { layLive, type Live } from './live/live';
import type { GatewayOptions, RunningGateway } from './options';
import { Admission } from './safety/Admission';
import { Rates, UNLIMITED } from './safety/rates';
import { limitRefusedTokens, limitRequests } from './safety/requests';
import { openSubgraphs } from './subgraphs/open';
import { Supergraph } from './Supergraph';
import { measureLoad } from './telemetry/measureLoad';
import { watchOperations } from './telemetry/operations';
import { watchSubgraphs } from './telemetry/WatchedSubgraph';
import { codeOf, reasonOf } from './thrown';

export type { GatewayOptions, RunningGateway } from './options';
export type { SubgraphExecutor } from './subgraphs/Subgraph';

const TIMEOUT_MS = 10_000;
const STOP_WITHIN_MS = 10_000;
const FLIGHT_CHECK_MS = 20;

/** Serves a supergraph. @throws DomainError BAD_SUPERGRAPH, SUBGRAPH_URL_MISSING, PORT_TAKEN, ADDRESS_UNUSABLE */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const supergraph = new Supergraph(options.supergraph);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const telemetry = options.observation?.telemetry;
  const subgraphs = watchSubgraphs(await openSubgraphs(supergraph.urls, options, timeoutMs), telemetry);
  const app = await createFront(options);
  const inFlight = countRequests(app);
  const draining = new Draining(app);
  const warn = (failure: SubgraphFailure): void => {
    app.log.warn({ code: failure.code }, failure.message);
  };
  const executor = new Executor(supergraph, subgraphs, warn, timeoutMs, telemetry);
  const { production, identify, safety = {} } = options;
  const rates = await Rates.of(safety.rates ?? UNLIMITED, app.log);
  const admission = new Admission({ supergraph, limits: safety.limits ?? {}, trusted: safety.trusted, production, rates });
  const apollo = apolloServer(supergraph, executor, { production, log: app.log, admission, watch: watchOperations(options.observation) });
  const close = async (): Promise<void> => {
    await apollo.stop();
    await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.close()));
    rates.close();
  };
  let live: Live;
  try {
    await Promise.all([apollo.start(), rates.open()]);
    layExports(app, supergraph.apiSchema, executor, options.clock);
    layRoutes(app, apollo, new Health([...subgraphs.values()], timeoutMs), options.production);
    live = layLive(app, ENDPOINT, {
      executor,
      apollo,
      admission,
      limits: options.live ?? {},
      identify,
      safety,
    });
    measureLoad(telemetry, live.load);
    limitRefusedTokens(app, rates);
    if (identify !== undefined) requireKnownCaller(app, identify);
    limitRequests(app, rates, ENDPOINT);
    await listen(app, options);
  } catch (error) {
    await app.close();
    await close();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(options.host, (app.server.address() as AddressInfo).port),
    load: live.load,
    stop: ({ atOnce = false } = {}) =>
      (stopped ??= draining
        .run(atOnce ? 0 : (options.drainMs ?? 0))
        .then(() => finish(app, live, inFlight, options.stopWithinMs ?? STOP_WITHIN_MS))
        .finally(close)),
  };
}

async function listen(app: FastifyInstance, { host, port }: GatewayOptions): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const at = `port ${String(port)} on ${host}`;
    if (codeOf(error) === 'EADDRINUSE')
      throw new DomainError('PORT_TAKEN', `${at} is taken; choose another with --port, or --port 0 for any free one`);
    throw new DomainError('ADDRESS_UNUSABLE', `${at} cannot be listened on (${reasonOf(error)}); choose another with --host and --port`);
  }
}

/** Takes no new requests and waits for those in flight, so long; then cuts all connections, also those that say nothing. */
async function finish(app: FastifyInstance, live: Live, inFlight: () => number, withinMs: number): Promise<void> {
  const limit = Date.now() + withinMs;
  const check = setInterval(() => {
    if (inFlight() === 0 || Date.now() >= limit) app.server.closeAllConnections();
  }, FLIGHT_CHECK_MS);
  await Promise.all([live.close(withinMs), app.close()]);
  clearInterval(check);
}

function urlOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}${ENDPOINT}`;
}
