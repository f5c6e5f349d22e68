import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../shared/errors';
import { apolloServer } from './apollo';
import { Executor } from './execution/Executor';
import { layExports } from './exports/routes';
import { countRequests, createFront, ENDPOINT, layRoutes } from './front';
import { Health } from './health';
import type { GatewayOptions, RunningGateway } from './options';
import { openSubgraphs } from './subgraphs/open';
import { Supergraph } from './Supergraph';
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
  const subgraphs = openSubgraphs(supergraph.urls, options, timeoutMs);
  const app = createFront(options.logger);
  const inFlight = countRequests(app);
  const executor = new Executor(supergraph, subgraphs, (failure) => {
    app.log.warn({ code: failure.code }, failure.message);
  });
  const apollo = apolloServer(supergraph, executor, { production: options.production, log: app.log });
  const close = async (): Promise<void> => {
    await apollo.stop();
    await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.close()));
  };
  try {
    await apollo.start();
    layExports(app, supergraph.apiSchema, executor);
    layRoutes(app, apollo, new Health([...subgraphs.values()], timeoutMs), options.production);
    await listen(app, options);
  } catch (error) {
    await app.close();
    await close();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(options.host, (app.server.address() as AddressInfo).port),
    stop: () => (stopped ??= finish(app, inFlight, options.stopWithinMs ?? STOP_WITHIN_MS).finally(close)),
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
async function finish(app: FastifyInstance, inFlight: () => number, withinMs: number): Promise<void> {
  const limit = Date.now() + withinMs;
  const check = setInterval(() => {
    if (inFlight() === 0 || Date.now() >= limit) app.server.closeAllConnections();
  }, FLIGHT_CHECK_MS);
  await app.close();
  clearInterval(check);
}

function urlOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}${ENDPOINT}`;
}
