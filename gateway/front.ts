import type { ApolloServer } from '@apollo/server';
import Fastify, { LogController, type FastifyError, type FastifyInstance, type RequestPayload } from 'fastify';
import { serverOptions, tellRequestIds } from '../shared/telemetry/requests';
import type { RequestContext } from './apollo';
import { Refusal } from './exports/Refusal';
import { graphHandler } from './graphHandler';
import { showGraphiQL } from './graphiql';
import type { Health } from './health';
import { UpgradableMessage } from './live/UpgradableMessage';
import type { GatewayOptions } from './options';
import { headerComplaint } from './requestHeaders';
import { connectionLimits, refuseUnreadable, tellBrowsers } from './safety/http';
import { extensionFor } from './safety/PersistedQueries';
import { loggingOf, observeFront } from './telemetry/front';

export const ENDPOINT = '/graphql';

/** An operation; and the body of a request that brings nothing but one. */
const MOST_BYTES = 1024 * 1024;
/** A plan to import, as JSON writes it. */
const MOST_BYTES_WITH_TOKEN = 12 * 1024 * 1024;

export async function createFront({ logger, observation, safety = {}, production }: GatewayOptions): Promise<FastifyInstance> {
  const { http, ...limits } = connectionLimits(safety);
  const app: FastifyInstance = Fastify({
    ...serverOptions,
    ...limits,
    clientErrorHandler: refuseUnreadable,
    rewriteUrl: ({ url = '' }) => withPersistedQuery(url),
    ...loggingOf(logger, observation),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    http: { ...http, IncomingMessage: UpgradableMessage },
  });
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller', null);
  app.addHook('preHandler', ({ body }, _reply, done) => {
    done(Array.isArray(body) ? new Refusal(400, 'BATCHING_DISABLED', 'a request holds one operation, not a list of them') : undefined);
  });
  tellRequestIds(app);
  observeFront(app, observation);
  await tellBrowsers(app, safety, production);
  return app;
}

/** How many requests are being answered. */
export function countRequests(app: FastifyInstance): () => number {
  let count = 0;
  app.addHook('onRequest', (_request, reply, done) => {
    count += 1;
    reply.raw.once('close', () => {
      count -= 1;
    });
    done();
  });
  return () => count;
}

const CODES: ReadonlyMap<number, string> = new Map([
  [413, 'BODY_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

/** Lays the routes: the graph, its health, and GraphiQL outside production. */
export function layRoutes(app: FastifyInstance, apollo: ApolloServer<RequestContext>, health: Health, production: boolean): void {
  app.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    if (error instanceof Refusal) return reply.code(error.status).send(complaint(error.message, error.code));
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'unforeseen error while reading a request');
    const message = status >= 500 ? 'something went wrong' : error.message;
    return reply.code(status).send(complaint(message, status >= 500 ? 'INTERNAL' : (CODES.get(status) ?? 'BAD_REQUEST')));
  });
  if (!production) showGraphiQL(app, ENDPOINT);
  app.route({
    url: ENDPOINT,
    method: ['GET', 'POST'],
    bodyLimit: MOST_BYTES_WITH_TOKEN,
    onRequest: (request, _reply, done) => {
      const wrong = headerComplaint(request.headers);
      const { authorization, 'content-length': length } = request.headers;
      if (wrong !== null) done(new Refusal(400, 'BAD_USER_INPUT', wrong));
      else if (authorization === undefined && Number(length) > MOST_BYTES)
        done(new Refusal(413, 'BODY_TOO_LARGE', `a body of more than ${String(MOST_BYTES)} bytes needs a token`));
      else done();
    },
    preParsing: ({ headers: { authorization, 'content-length': length } }, _reply, body, done) => {
      if (authorization === undefined && length === undefined) limitBytes(body);
      done(null, body);
    },
    preHandler: (request, _reply, done) => {
      const { query, documentId } = (request.body ?? {}) as { query?: unknown; documentId?: unknown };
      if (query === undefined && typeof documentId === 'string')
        Object.assign(request.body as object, { extensions: extensionFor(documentId) });
      const tooLarge = typeof query === 'string' && query.length > MOST_BYTES;
      done(tooLarge ? new Refusal(413, 'OPERATION_TOO_LARGE', `an operation has at most ${String(MOST_BYTES)} characters`) : undefined);
    },
    handler: graphHandler(apollo),
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(complaint('there is nothing at this address', 'NOT_FOUND')));
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const readiness = await health.readiness();
    return reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness);
  });
}

/** A GET that names its document says so in the way that Apollo Server knows. */
function withPersistedQuery(url: string): string {
  if (!url.startsWith(`${ENDPOINT}?`) || !url.includes('documentId=')) return url;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const documentId = searchParams.get('documentId');
  if (documentId === null || searchParams.has('query') || searchParams.has('extensions')) return url;
  searchParams.set('extensions', JSON.stringify(extensionFor(documentId)));
  return `${pathname}?${searchParams.toString()}`;
}

/** For bodies that do not say their length. */
function limitBytes(body: RequestPayload): void {
  let bytes = 0;
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) body.emit('error', Object.assign(new Error('the body is too large'), { statusCode: 413 }));
  });
}

function complaint(message: string, code: string): object {
  return { errors: [{ message, extensions: { code } }] };
}
