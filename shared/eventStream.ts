import type { ServerResponse } from 'node:http';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'graphql';

/**
 * Where a stream of results stands, beside or instead of a result: whoever was cut off goes on from here, without a gap, with this
 * as Last-Event-ID.
 */
export interface StreamPosition {
  readonly resumeAfter?: string;
}

/** A result of a subscription; one without data and errors only tells the position. */
export type StreamedResult = ExecutionResult<Record<string, unknown>, StreamPosition>;

/** Values one after another, until they end or `return` says that no more are wanted, which it may say at any time. */
export interface Stream<Value> {
  next(): Promise<IteratorResult<Value, void>>;
  return(value?: undefined): Promise<IteratorResult<Value, void>>;
  throw(error?: unknown): Promise<IteratorResult<Value, void>>;
  [Symbol.asyncIterator](): Stream<Value>;
}

export interface EventStreamOptions {
  /** How often a silent stream shows that it is alive. */
  readonly heartbeatMs: number;
  /** How long the reader may take to make room for more. */
  readonly slowAfterMs: number;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const;

/**
 * Sends results as Server-Sent Events until they end or the reader is gone or too slow; no more than one waits to be sent.
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export async function sendEventStream(
  response: ServerResponse,
  results: Stream<StreamedResult>,
  { heartbeatMs, slowAfterMs }: EventStreamOptions,
): Promise<void> {
  const stop = (): void => void results.return();
  response.once('close', stop).on('error', stop);
  response.writeHead(200, HEADERS);
  const heart = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatMs);
  response.write(':\n\n');
  try {
    for (;;) {
      const next = await results.next();
      if (response.writableEnded || response.destroyed) return;
      if (next.done === true) break;
      await write(response, messageOf(next.value), slowAfterMs);
    }
    response.end('event: complete\ndata:\n\n');
  } catch (error) {
    if (response.destroyed || response.writableEnded) return;
    const told = error instanceof GraphQLError ? error : new GraphQLError('something went wrong', { extensions: { code: 'INTERNAL' } });
    response.end(`${messageOf({ errors: [told] })}event: complete\ndata:\n\n`);
    if (told !== error) throw error;
  } finally {
    clearInterval(heart);
    stop();
  }
}

/** A stream of one result. */
// eslint-disable-next-line @typescript-eslint/require-await -- it is there already
export async function* streamOf(result: FormattedExecutionResult | ExecutionResult): AsyncGenerator<StreamedResult, void> {
  yield result as StreamedResult;
}

function messageOf({ data, errors, extensions }: StreamedResult): string {
  const id = extensions?.resumeAfter === undefined ? '' : `id: ${extensions.resumeAfter.replace(/[\r\n\0]/g, '')}\n`;
  if (data === undefined && errors === undefined) return `${id}\n`;
  return `${id}event: next\ndata: ${JSON.stringify({ data, errors })}\n\n`;
}

/** Waits until there is room for more. A reader that makes none in time is cut off; it may resume. */
async function write(response: ServerResponse, text: string, slowAfterMs: number): Promise<void> {
  if (response.write(text)) return;
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => response.destroy(), slowAfterMs);
    const go = (): void => {
      clearTimeout(late);
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
    if (response.destroyed) go();
  });
}
