import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller, Identify } from '../shared/identity/caller';
import { Refusal } from './exports/Refusal';

declare module 'fastify' {
  interface FastifyRequest {
    /** By a token that was verified; null: anybody. */
    caller: Caller | null;
  }
}

/**
 * Refuses whoever may not ask, on every route but those of health: with a token that does not hold, and without one where reading is
 * closed. The subgraphs look at the token again.
 */
export function requireKnownCaller(app: FastifyInstance, identify: Identify): void {
  app.addHook('onRequest', async (request, reply) => {
    const { routeOptions, log } = request;
    const { authorization } = request.headers;
    if (routeOptions.url?.startsWith('/health/') === true) return;
    try {
      const caller = identify(authorization);
      request.caller = caller instanceof Promise ? await caller : caller;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { code } = error.extensions;
      if (code !== 'UNAUTHENTICATED') {
        log.warn({ err: error.originalError }, error.message);
        throw new Refusal(503, String(code), error.message);
      }
      // RFC 6750, 3.1: no error code for a request that shows no token at all
      const reason = error.message.replace(/[^ -~]|["\\]/g, '');
      reply.header(
        'www-authenticate',
        authorization === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${reason}"`,
      );
      throw new Refusal(401, code, error.message);
    }
  });
}
