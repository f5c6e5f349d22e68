import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { ApolloServer } from '@apollo/server';
import Fastify, { LogController, type FastifyError, type FastifyInstance } from 'fastify';
import type { RequestContext } from './apollo';
import { showGraphiQL } from './graphiql';
import type { Health } from './health';
import type { GatewayOptions } from './options';
import { forwardedHeaders, headerComplaint } from './requestHeaders';

export const ENDPOINT = '/graphql';

export function createFront(logger: GatewayOptions['logger']): FastifyInstance {
  const level = typeof logger === 'object' ? logger.level : logger === true ? 'info' : 'warn';
  return Fastify({ logger: logger === false ? false : { level }, logController: new LogController({ disableRequestLogging: true }) });
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

/** Lays the routes: the graph, its health, and GraphiQL outside production. */
export function layRoutes(app: FastifyInstance, apollo: ApolloServer<RequestContext>, health: Health, production: boolean): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'unforeseen error while reading a request');
    const message = status >= 500 ? 'something went wrong' : error.message;
    return reply.code(status).send(complaint(message, status >= 500 ? 'INTERNAL' : 'BAD_REQUEST'));
  });
  if (!production) showGraphiQL(app, ENDPOINT);
  app.route({
    url: ENDPOINT,
    method: ['GET', 'POST'],
    onRequest: async (request, reply) => {
      const wrong = headerComplaint(request.headers);
      if (wrong !== null) await reply.code(400).send(complaint(wrong, 'BAD_USER_INPUT'));
    },
    handler: fastifyApolloHandler(apollo, {
      context: ({ headers }) => Promise.resolve({ headers: forwardedHeaders(headers) }),
    }),
  });
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const readiness = await health.readiness();
    return reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness);
  });
}

function complaint(message: string, code: string): object {
  return { errors: [{ message, extensions: { code } }] };
}
