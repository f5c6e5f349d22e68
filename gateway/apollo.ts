import { randomUUID } from 'node:crypto';
import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Executor } from './execution/Executor';
import { UnplannableError } from './errors';
import type { Supergraph } from './Supergraph';

export interface RequestContext extends BaseContext {
  /** Handed on to every subgraph. */
  readonly headers: Readonly<Record<string, string>>;
}

const SUGGESTION = / ?Did you mean .+\?/;

/** The front: reads and checks operations, and has them executed on the supergraph. */
export function apolloServer(
  supergraph: Supergraph,
  executor: Executor,
  { production, log }: { production: boolean; log: FastifyBaseLogger },
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: {
      load: () =>
        Promise.resolve({
          executor: ({ document, operation, request, context }) =>
            executor.execute({
              document,
              // Apollo declares an operation always; there is none when the request names one the document lacks.
              definition: (operation as typeof operation | undefined) ?? null,
              variables: request.variables ?? {},
              headers: (context as RequestContext).headers,
            }),
        }),
      onSchemaLoadOrUpdate: (tell) => {
        tell({ apiSchema: supergraph.apiSchema, coreSupergraphSdl: supergraph.sdl });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    nodeEnv: production ? 'production' : 'development',
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    logger: log,
    formatError: (formatted, error) => {
      const told = mask(formatted, error, log);
      return production ? { ...told, message: told.message.replace(SUGGESTION, '') } : told;
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** What nobody foresaw is told to the log only; the client gets the entry's id. */
function mask(formatted: GraphQLFormattedError, error: unknown, log: FastifyBaseLogger): GraphQLFormattedError {
  if (error instanceof UnplannableError) log.warn({ err: error.originalError }, error.message);
  if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return formatted;
  const logId = randomUUID();
  log.error({ err: error, logId }, 'unforeseen error while answering an operation');
  return { message: `something went wrong; the log has it as ${logId}`, extensions: { code: 'INTERNAL', logId } };
}
