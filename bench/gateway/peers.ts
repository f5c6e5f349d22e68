import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';

/** Where the gateways stand that this one is measured against. */
export const PEERS = join(projectRoot, 'bench', 'peers');

/** As much of the peers as is used here; their own types stay with them. */
interface Apollo {
  ApolloServer: new (options: object) => { start(): Promise<void> };
}
interface Front {
  route(options: object): void;
  listen(options: object): Promise<string>;
}

const peer = (name: string): unknown => createRequire(join(PEERS, 'package.json'))(name);

/** @apollo/gateway behind Apollo Server on Fastify, its cache control off as ours is. */
export async function apolloGateway(supergraphSdl: string): Promise<string> {
  const { ApolloGateway } = peer('@apollo/gateway') as { ApolloGateway: new (options: object) => object };
  const { ApolloServer } = peer('@apollo/server') as Apollo;
  const disabled = peer('@apollo/server/plugin/disabled') as Record<string, () => object>;
  const { fastifyApolloHandler } = peer('@as-integrations/fastify') as { fastifyApolloHandler: (server: unknown) => unknown };
  const { fastify } = peer('fastify') as { fastify: () => Front };
  const plugins = ['CacheControl', 'LandingPage', 'UsageReporting', 'SchemaReporting'].map((name) =>
    disabled[`ApolloServerPlugin${name}Disabled`]?.(),
  );
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }), plugins, introspection: false, csrfPrevention: false });
  await server.start();
  const app = fastify();
  app.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(server) });
  return `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
}

/** Hive Gateway as a library, with its own planner in JavaScript or with that in Rust. */
export async function hiveGateway(supergraph: string, planner: 'js' | 'rust'): Promise<string> {
  const { createGatewayRuntime } = peer('@graphql-hive/gateway-runtime') as { createGatewayRuntime: (options: object) => RequestListener };
  const { unifiedGraphHandler } = planner === 'rust' ? (peer('@graphql-hive/router-runtime') as { unifiedGraphHandler: unknown }) : {};
  const settings = { supergraph, logging: false, landingPage: false, graphiql: false, healthCheckEndpoint: '/health' };
  const runtime = createGatewayRuntime(unifiedGraphHandler === undefined ? settings : { ...settings, unifiedGraphHandler });
  const server = createServer(runtime);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
}
