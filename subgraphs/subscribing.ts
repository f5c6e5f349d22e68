import {
  createSourceEventStream,
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { formatSubgraphError } from '../shared/errors';
import type { Stream, StreamedResult } from '../shared/eventStream';
import { type Context } from '../shared/context';
import { StreamMark, type SubscriptionRoot } from '../shared/subgraph';

interface Request {
  readonly query: string | DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Subscriber = (request: Request) => Promise<ExecutionResult | Stream<StreamedResult>>;

/**
 * Takes subscriptions. What a subscription's iterable gives is the root of one result each, in a context of its own,
 * and its id is where a reader resumes; a StreamMark is a position without a result.
 */
export function subscriber(schema: GraphQLSchema, open: (headers: Request['headers']) => Context | Promise<Context>): Subscriber {
  // A replica may not have yet what is told.
  const contextOf = async (headers: Request['headers']): Promise<Context> => (await open(headers)).usePrimary();
  return async ({ query, variables: variableValues, operationName, headers }) => {
    const document = typeof query === 'string' ? parse(query) : query;
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    const asked = { schema, document, variableValues, operationName };
    const root: SubscriptionRoot = { lastEventId: headers['last-event-id'] ?? null, context: () => contextOf(headers) };
    const source = await refusing(async () =>
      createSourceEventStream({ ...asked, rootValue: root, contextValue: await contextOf(headers) }),
    );
    if (!(Symbol.asyncIterator in source)) return formatted(source);
    return results(source[Symbol.asyncIterator](), async (event) => {
      if (event instanceof StreamMark) return { extensions: { resumeAfter: event.id } };
      const result = await execute({ ...asked, rootValue: event, contextValue: await contextOf(headers) });
      return { ...formatted(result), extensions: { resumeAfter: (event as { id: string }).id } };
    });
  };
}

/** One result for each event; an error of the events ends them, told as the last result. */
function results(events: AsyncIterator<unknown>, resultOf: (event: unknown) => Promise<StreamedResult>): Stream<StreamedResult> {
  let over = false;
  const done = { done: true, value: undefined } as const;
  const stop = async (): Promise<typeof done> => {
    over = true;
    await events.return?.();
    return done;
  };
  return {
    next: async () => {
      if (over) return done;
      try {
        const next = await events.next();
        return next.done === true ? done : { done: false, value: await resultOf(next.value) };
      } catch (error) {
        await stop();
        return { done: false, value: formatted({ errors: [error instanceof GraphQLError ? error : unforeseen(error)] }) };
      }
    },
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function refusing<T>(work: () => Promise<T>): Promise<T | ExecutionResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

function formatted<Result extends ExecutionResult>(result: Result): Result {
  return result.errors === undefined ? result : { ...result, errors: result.errors.map((error) => formatSubgraphError(error)) };
}

function unforeseen(error: unknown): GraphQLError {
  return new GraphQLError('unforeseen', { originalError: error instanceof Error ? error : new Error(String(error)) });
}
