import { HeaderMap, type ApolloServer, type GraphQLRequest, type HTTPGraphQLRequest } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from './apollo';
import { isRecord } from './json';
import { forwardedHeaders } from './requestHeaders';
import { budgetFor } from './safety/requests';

/** What the pipeline of Apollo Server still asks of HTTP once a request was read here: no GET, and nothing of incremental delivery. */
const POSTED: HTTPGraphQLRequest = { method: 'POST', headers: new HeaderMap([['accept', '']]), search: '', body: undefined };
const MOST_ACCEPTS = 100;

/**
 * Answers operations through Apollo Server. One that is posted as the specification has it is handed to its pipeline at once; all other
 * requests go through its own handling of HTTP, which also decides which media type is the answer to which Accept.
 */
export function graphHandler(apollo: ApolloServer<RequestContext>): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const types = new LRUCache<string, string>({ max: MOST_ACCEPTS });
  const otherwise = fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) });

  return async (request, reply) => {
    const { accept = '' } = request.headers;
    const type = types.get(accept);
    const operation = type === undefined ? null : postedOperation(request);
    if (operation === null || type === undefined) {
      const body: unknown = await otherwise.call(request.server, request, reply);
      const chosen = reply.getHeader('content-type');
      if (reply.statusCode === 200 && typeof chosen === 'string' && typeof body === 'string') types.set(accept, chosen);
      return body;
    }
    const { http, body } = await apollo.executeOperation(operation, { contextValue: contextOf(request) });
    if (body.kind !== 'single') throw new Error('an answer in parts is none of this gateway');
    for (const [name, value] of http.headers) reply.header(name, value);
    reply.code(http.status ?? 200).header('content-type', type);
    const { errors, data, extensions } = body.singleResult;
    return `${JSON.stringify({ errors, data, extensions })}\n`;
  };
}

function contextOf(request: FastifyRequest): RequestContext {
  const { headers, seen } = request;
  return { headers: forwardedHeaders(headers), budget: budgetFor(request), accept: headers.accept, seen };
}

/** Null for what GraphQL over HTTP does not foresee, and for operations that are not sent in full. */
function postedOperation({ method, body }: FastifyRequest): GraphQLRequest | null {
  if (method !== 'POST' || !isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '' || !isAbsentOr(isRecord, variables) || !isAbsentOr(isRecord, extensions)) return null;
  if (!isAbsentOr((name) => typeof name === 'string', operationName)) return null;
  return {
    query,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
    http: POSTED,
  } as GraphQLRequest;
}

function isAbsentOr(fits: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || value === null || fits(value);
}
