import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { sendEventStream, streamOf, type Stream, type StreamedResult } from '../../shared/eventStream';
import { isRecord } from '../json';
import { forwardedHeaders, headerComplaint } from '../requestHeaders';
import { LimitError } from '../safety/refusals';
import { budgetFor } from '../safety/requests';
import type { LiveOperations, LiveRequest } from './LiveOperations';
import type { LiveLimits } from './limits';
import { refusalsOf } from './refusals';

/** GraphQL over Server-Sent Events, each operation on a connection of its own. */
export class EventStreams {
  private readonly open = new Set<ServerResponse>();

  constructor(
    private readonly operations: LiveOperations,
    private readonly limits: LiveLimits,
  ) {}

  /** At `path` for all requests, and at the graph's endpoint for those that take nothing but a stream. */
  lay(app: FastifyInstance, path: string, endpoint: string): void {
    app.addHook('preHandler', (request, reply, done) => {
      const { accept } = request.headers;
      if (request.routeOptions.url === endpoint && accept?.includes('text/event-stream') === true && !/json|\*\/\*/.test(accept))
        this.answer(request, reply).catch(done);
      else done();
    });
    app.route({ url: path, method: ['GET', 'POST'], handler: (request, reply) => this.answer(request, reply) });
    app.route({
      url: path,
      method: ['PUT', 'DELETE'],
      handler: (_request, reply) =>
        reply
          .code(405)
          .header('allow', 'GET, POST')
          .send(complaint('one stream for several operations is not kept here; open a stream for each (distinct connections mode)')),
    });
  }

  /** Breaks all streams off, so that their readers open them again, elsewhere. */
  close(): void {
    for (const response of this.open) response.end();
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const operation = operationOf(request);
    const wrong = headerComplaint(request.headers) ?? (typeof operation === 'string' ? operation : null);
    if (wrong !== null || typeof operation === 'string') {
      await reply.code(400).send(complaint(wrong ?? ''));
      return;
    }
    const results = await this.results(operation, request);
    if (results instanceof LimitError) {
      await reply
        .code(results.status)
        .headers(results.headers)
        .send({ errors: [results] });
      return;
    }
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) response.setHeader(name, value ?? '');
    this.open.add(response);
    response.once('close', () => this.open.delete(response));
    request.raw.socket.setKeepAlive(true, this.limits.keepAliveMs);
    try {
      const { keepAliveMs: heartbeatMs, slowAfterMs } = this.limits;
      await sendEventStream(response, results, { heartbeatMs, slowAfterMs });
    } catch (error) {
      request.log.error({ err: error }, 'unforeseen error while sending a stream');
      response.destroy();
    }
  }

  /** What is wrong with the operation is told in the stream, too, as the protocol has it; what is refused whatever it asks is no stream. */
  private async results(operation: LiveRequest, { log }: FastifyRequest): Promise<Stream<StreamedResult> | LimitError> {
    try {
      const started = await this.operations.start(operation, true);
      return 'next' in started ? started : streamOf(started);
    } catch (error) {
      const refusals = refusalsOf(error, log);
      return refusals[0] instanceof LimitError ? refusals[0] : streamOf({ errors: refusals });
    }
  }
}

const NO_QUERY = 'the request has no query; send { "query": "…" }';

/** The operation of a request, in its body or its address; or what is wrong with it. */
function operationOf(request: FastifyRequest): LiveRequest | string {
  const { method, body, query: inAddress, headers } = request;
  const given = method === 'GET' ? inAddress : body;
  if (!isRecord(given)) return NO_QUERY;
  const { query, operationName, documentId, extensions } = given;
  if ((typeof query !== 'string' || query === '') && documentId === undefined && extensions === undefined) return NO_QUERY;
  let { variables } = given;
  if (typeof variables === 'string' && variables !== '') {
    try {
      variables = JSON.parse(variables);
    } catch {
      return 'its variables are no JSON';
    }
  }
  const lastEventId = headers['last-event-id'];
  const resume: Record<string, string> = typeof lastEventId === 'string' && lastEventId !== '' ? { 'last-event-id': lastEventId } : {};
  return {
    query: typeof query === 'string' ? query : null,
    documentId,
    extensions,
    counts: false,
    budget: budgetFor(request),
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
    headers: { ...forwardedHeaders(headers), ...resume },
  };
}

function complaint(message: string): object {
  return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] };
}
