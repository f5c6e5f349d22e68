import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { sendEventStream, streamOf, type Stream, type StreamedResult } from '../shared/eventStream';
import type { Subscriber } from './subscribing';

const LIMITS = { heartbeatMs: 12_000, slowAfterMs: 30_000 };

interface Body {
  readonly query?: unknown;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** Answers subscriptions at `path` as Server-Sent Events, to whoever takes nothing but a stream. */
export class Streams {
  private readonly open = new Set<ServerResponse>();

  constructor(private readonly subscribe: Subscriber) {}

  lay(app: FastifyInstance, path: string, headersOf: (request: FastifyRequest) => Record<string, string | undefined>): void {
    app.addHook('preHandler', async (request, reply) => {
      if (request.routeOptions.url === path && request.headers.accept === 'text/event-stream')
        await this.answer(request.body as Body | undefined, headersOf(request), reply);
    });
  }

  /** Breaks all streams off; their readers resume where they stand. */
  close(): void {
    for (const response of this.open) response.end();
  }

  private async answer(body: Body | undefined, headers: Record<string, string | undefined>, reply: FastifyReply): Promise<void> {
    reply.hijack();
    const response = reply.raw;
    this.open.add(response);
    response.once('close', () => this.open.delete(response));
    try {
      await sendEventStream(response, await this.results(body, headers), LIMITS);
    } catch (error) {
      process.stderr.write(`a stream broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    }
  }

  private async results(body: Body | undefined, headers: Record<string, string | undefined>): Promise<Stream<StreamedResult>> {
    const { query, variables, operationName } = body ?? {};
    if (typeof query !== 'string') return streamOf({ errors: [new GraphQLError('no query', { extensions: { code: 'BAD_REQUEST' } })] });
    try {
      const started = await this.subscribe({ query, variables, operationName, headers });
      return 'next' in started ? started : streamOf(started);
    } catch (error) {
      if (error instanceof GraphQLError) return streamOf({ errors: [error] });
      throw error;
    }
  }
}
