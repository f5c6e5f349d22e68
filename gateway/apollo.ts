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
import type { Admission } from './safety/Admission';
import { shortened } from './safety/limits';
import { persistedQueryCodes } from './safety/PersistedQueries';
import { admissionPlugin, documentStore } from './safety/plugin';
import type { Supergraph } from './Supergraph';
import type { OperationWatch, Seen } from './telemetry/operations';

export interface RequestContext extends BaseContext {
  /** Handed on to every subgraph. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whose budget the operation uses. */
  readonly budget: string;
  /** The media types the client takes. */
  readonly accept?: string;
  /** Where to note what becomes of it. */
  readonly seen?: Seen | null;
}

const SUGGESTION = / ?Did you mean .+\?/;

interface ApolloParts {
  readonly production: boolean;
  readonly log: FastifyBaseLogger;
  readonly admission: Admission;
  readonly watch: OperationWatch | null;
}

/** The front: reads and checks operations, and has them executed on the supergraph. */
export function apolloServer(
  supergraph: Supergraph,
  executor: Executor,
  { production, log, admission, watch }: ApolloParts,
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
    // Its extra header would break GraphQL over HTTP for GET; instead pages of other sites are refused (safety/origins.ts), and mutations need POST with JSON.
    csrfPrevention: false,
    persistedQueries: { cache: admission.persisted },
    documentStore: documentStore(admission.documents),
    logger: log,
    formatError: (formatted, error) => {
      const told = mask(formatted, error, log);
      return { ...told, message: shortened(production ? told.message.replace(SUGGESTION, '') : told.message) };
    },
    plugins: [
      admissionPlugin(admission, watch),
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
  const [code, message] = persistedQueryCodes.get(formatted.message) ?? [];
  if (code !== undefined && message !== undefined) return { message, extensions: { code } };
  const logId = randomUUID();
  log.error({ err: error, logId }, 'unforeseen error while answering an operation');
  return { message: `something went wrong; the log has it as ${logId}`, extensions: { code: 'INTERNAL', logId } };
}
