import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import type { ReadCorpus } from '../ingest/read';
import { formatSubgraphError } from '../shared/errors';
import type { Context } from '../shared/subgraph';
import type { SubgraphName } from './registry';
import { openSubgraph, type OpenOptions } from './runtime';

export interface ServeOptions extends OpenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly corpus: ReadCorpus;
}

/** One subgraph over HTTP at /graphql, with /health/live and /health/ready. Prepares its store first. */
export async function serveSubgraph(name: SubgraphName, options: ServeOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const subgraph = await openSubgraph(name, options);
  try {
    await subgraph.prepare(options.corpus);
    const http = Fastify({ bodyLimit: 4 * 1024 * 1024 });
    const apollo = new ApolloServer<Context>({
      schema: subgraph.schema,
      introspection: true,
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      formatError: (formatted, error) => (error instanceof GraphQLError ? formatSubgraphError(error).toJSON() : formatted),
      plugins: [fastifyApolloDrainPlugin(http), ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
    });
    await apollo.start();
    http.route({
      url: '/graphql',
      method: ['GET', 'POST', 'OPTIONS'],
      handler: fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(subgraph.context(singleValued(request.headers))) }),
    });
    http.get('/health/live', () => ({ status: 'live' }));
    http.get('/health/ready', async (_request, reply) => {
      const ready = await subgraph.source.query('SELECT 1').then(
        () => true,
        () => false,
      );
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'store unreachable' });
    });
    const address = await http.listen({ host: options.host, port: options.port });
    const stop = async () => {
      await apollo.stop();
      await http.close();
      await subgraph.close();
    };
    return { url: `${address}/graphql`, stop };
  } catch (error) {
    await subgraph.close();
    throw error;
  }
}

function singleValued(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
}
