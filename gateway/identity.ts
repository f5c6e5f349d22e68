import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url?.startsWith('/health/') === true) {
      done();
      return;
    }
    const known = (caller: Caller | null): void => {
      request.caller = caller;
      done();
    };
    const unknown = (error: unknown): void => {
      done(refusalOf(error, request, reply));
    };
    let caller: ReturnType<Identify>;
    try {
      caller = identify(request.headers.authorization);
    } catch (error) {
      unknown(error);
      return;
    }
    if (caller instanceof Promise) caller.then(known, unknown);
    else known(caller);
  });
}

function refusalOf(error: unknown, { headers: { authorization }, log }: FastifyRequest, reply: FastifyReply): Error {
  if (!(error instanceof GraphQLError)) return error instanceof Error ? error : new Error(String(error));
  const { code } = error.extensions;
  if (code !== 'UNAUTHENTICATED') {
    log.warn({ err: error.originalError }, error.message);
    return new Refusal(503, String(code), error.message);
  }
  // RFC 6750, 3.1: no error code for a request that shows no token at all
  const reason = error.message.replace(/[^ -~]|["\\]/g, '');
  reply.header('www-authenticate', authorization === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${reason}"`);
  return new Refusal(401, code, error.message);
}
