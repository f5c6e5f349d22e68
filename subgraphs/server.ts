import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { ReadCorpus } from '../ingest/read';
import { formatSubgraphError } from '../shared/errors';
import { SignatureCheck } from '../shared/identity/signature';
import type { Context } from '../shared/context';
import { serverOptions, tellRequestIds, watchRequests } from '../shared/telemetry/requests';
import type { Checkout } from './checkout';
import type { SubgraphName } from './registry';
import { requireSignature } from './requireSignature';
import { openSubgraph, type OpenOptions, type OpenSubgraph } from './runtime';
import { Streams } from './streams';

export interface ServeOptions extends OpenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly corpus: Checkout | ReadCorpus;
  /** Shared with the gateway, which signs its calls with it; nobody else is answered. Default: everybody is. */
  readonly secret?: string | null;
}

/** As long as the gateway takes them. */
const BODY_LIMIT = 12 * 1024 * 1024;
const STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, BAD_USER_INPUT: 400, ISSUER_UNREACHABLE: 503 };

/** One subgraph over HTTP at /graphql, with /health/live and /health/ready. Prepares its store first. */
export async function serveSubgraph(name: SubgraphName, options: ServeOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const subgraph = await openSubgraph(name, options);
  try {
    await subgraph.prepare(options.corpus);
    const http = Fastify({ ...serverOptions, bodyLimit: BODY_LIMIT });
    tellRequestIds(http);
    if (options.observation !== undefined)
      watchRequests(http, options.observation, { begins: false, tell: { attributes: () => ({ 'ketnoi.subgraph': name }) } });
    if (typeof options.secret === 'string') requireSignature(http, new SignatureCheck(options.secret, name), BODY_LIMIT);
    const apollo = new ApolloServer<Context>({
      schema: subgraph.schema,
      introspection: true,
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      formatError: (formatted, error) => (error instanceof GraphQLError ? formatSubgraphError(error).toJSON() : formatted),
      plugins: [
        fastifyApolloDrainPlugin(http),
        readWhatIsWritten,
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginLandingPageDisabled(),
      ],
    });
    await apollo.start();
    const streams = new Streams(subgraph.subscribe);
    streams.lay(http, '/graphql', ({ headers }) => singleValued(headers));
    http.route({
      url: '/graphql',
      method: ['GET', 'POST', 'OPTIONS'],
      handler: fastifyApolloHandler(apollo, { context: ({ headers }) => contextFor(subgraph, headers) }),
    });
    http.get('/health/live', () => ({ status: 'live' }));
    http.get('/health/ready', async (_request, reply) => {
      const ready = await subgraph.answers();
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'store unreachable' });
    });
    const address = await http.listen({ host: options.host, port: options.port });
    const stop = async () => {
      streams.close();
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

const readWhatIsWritten: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, contextValue }) => {
        if (operation?.operation !== OperationTypeNode.QUERY) contextValue.usePrimary();
        return Promise.resolve();
      },
    }),
};

async function contextFor(subgraph: OpenSubgraph, headers: IncomingHttpHeaders): Promise<Context> {
  try {
    return await subgraph.context(singleValued(headers));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { code } = error.extensions;
    const http = { status: typeof code === 'string' ? STATUS[code] : undefined };
    throw new GraphQLError(error.message, { extensions: { ...error.extensions, http } });
  }
}

function singleValued(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
}
