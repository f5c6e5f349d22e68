import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { startGateway, type GatewayOptions, type SubgraphExecutor } from '../../gateway/gateway';
import { supergraph } from '../../scripts/supergraph';
import { tellParent, tellUsage } from './messages';
import { apolloGateway, hiveGateway } from './peers';
import { openFake, SUBGRAPHS, wholeSchema } from './subgraphs';

/** The real supergraph, with the subgraphs of this bench at their addresses. */
function supergraphAt(urls: Readonly<Record<string, string>>): string {
  return supergraph().replace(/(@join__graph\(name: "(\w+)", url: )"[^"]*"/g, (whole, start: string, name: string) =>
    urls[name] === undefined ? whole : `${start}"${urls[name]}"`,
  );
}

async function ours(sdl: string, inProcess: GatewayOptions['inProcess']): Promise<string> {
  const gateway = await startGateway({ supergraph: sdl, inProcess, host: '127.0.0.1', port: 0, production: true, logger: false });
  return gateway.url;
}

async function unfederated(): Promise<string> {
  const server = new ApolloServer({
    schema: wholeSchema(),
    introspection: false,
    csrfPrevention: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  await server.start();
  const app = Fastify();
  app.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(server) });
  return `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
}

function start(kind: string, sdl: string): Promise<string> {
  switch (kind) {
    case 'ours-http':
      return ours(sdl, {});
    case 'ours-in-process':
      return ours(sdl, Object.fromEntries(SUBGRAPHS.map((name): [string, SubgraphExecutor] => [name, openFake(name)])));
    case 'apollo-gateway':
      return apolloGateway(sdl);
    case 'hive-js':
      return hiveGateway(sdl, 'js');
    case 'hive-rust':
      return hiveGateway(sdl, 'rust');
    case 'unfederated':
      return unfederated();
    default:
      throw new Error(`there is no ${kind} to be measured`);
  }
}

async function main(): Promise<void> {
  const [kind = '', urls = '{}'] = process.argv.slice(2);
  const url = await start(kind, supergraphAt(JSON.parse(urls) as Record<string, string>));
  tellUsage();
  tellParent({ kind: 'ready', url });
}

void main();
