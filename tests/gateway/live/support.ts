import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient, type Client, type ClientOptions, type ExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import type { SubgraphExecutor } from '../../../gateway/gateway';
import { sendEventStream, streamOf } from '../../../shared/eventStream';
import { type Context } from '../../../shared/context';
import { StreamMark, type SubscriptionRoot } from '../../../shared/subgraph';
import { subscriber } from '../../../subgraphs/subscribing';
import { executorOf, type Sources } from '../support';

/** An item as the small subgraph of these tests tells it. */
export interface Item {
  readonly id: string;
  readonly place: { readonly id: string };
  readonly text: string;
}

/** Items in the order in which they were pinned; readers follow from where they left off. */
export class Board {
  readonly items: Item[] = [];
  readers = 0;
  private waiting: (() => void)[] = [];

  pin(count = 1, text = ''): void {
    for (let index = 0; index < count; index += 1) {
      const id = String(this.items.length + 1);
      this.items.push({ id, place: { id: Number(id) % 2 === 0 ? 'even' : 'odd' }, text });
    }
    for (const wake of this.waiting.splice(0)) wake();
  }

  follow(after: number): AsyncIterator<Item | StreamMark> {
    let at = after;
    let marked = false;
    let over = false;
    this.readers += 1;
    const done = { done: true, value: undefined } as const;
    return {
      next: async () => {
        for (;;) {
          if (over) return done;
          if (!marked) {
            marked = true;
            return { done: false, value: new StreamMark(String(after)) };
          }
          const item = this.items[at];
          if (item !== undefined) {
            at += 1;
            return { done: false, value: item };
          }
          await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
      },
      return: () => {
        if (!over) this.readers -= 1;
        over = true;
        for (const wake of this.waiting.splice(0)) wake();
        return Promise.resolve(done);
      },
    };
  }
}

const board = `
  type Query { size: Int! }
  type Mutation { clear: Boolean }
  type Subscription { pinned(after: ID, fail: String): Item! }
  type Item @key(fields: "id") { id: ID! place: Place! text: String! mood: String }
  type Place @key(fields: "id", resolvable: false) { id: ID! }`;
const places = 'type Query { place(id: ID!): Place } type Place @key(fields: "id") { id: ID! name: String! size: Int! }';

/** A subgraph that tells of items, and one that knows their places. */
export function sourcesOf(items: Board): Sources {
  return {
    board: {
      sdl: board,
      resolvers: {
        Query: { size: () => items.items.length },
        Subscription: {
          pinned: {
            subscribe: (root: SubscriptionRoot, { after, fail }: { after?: string; fail?: string }) => {
              if (fail === 'at once') throw Object.assign(new Error('no board is called so'), { extensions: { code: 'BAD_USER_INPUT' } });
              const from = root.lastEventId ?? after;
              const reader = items.follow(from === undefined ? items.items.length : Number(from));
              return { [Symbol.asyncIterator]: () => reader };
            },
            resolve: (item: Item) => item,
          },
        },
        Item: {
          mood: ({ text }: Item) => {
            if (text === 'sad') throw Object.assign(new Error('moods are not told'), { extensions: { code: 'NO_MOOD' } });
            return 'fine';
          },
        },
      },
    },
    places: {
      sdl: places,
      resolvers: {
        Place: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: `Nơi ${id}`, size: 3 }),
        },
      },
    },
  };
}

const FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])\n';

/** An executor that takes subscriptions, too. */
export function liveExecutor(source: Sources[string]): SubgraphExecutor & { subscribe: NonNullable<SubgraphExecutor['subscribe']> } {
  const modules = [
    { typeDefs: parse(FEDERATION + source.sdl), ...(source.resolvers === undefined ? {} : { resolvers: source.resolvers }) },
  ];
  const subscribe = subscriber(buildSubgraphSchema(modules), () => ({ usePrimary: () => undefined }) as unknown as Context);
  return Object.assign(executorOf(source), { subscribe });
}

export interface LiveServer {
  readonly url: string;
  /** Breaks off what is open, and refuses connections from now on. */
  vanish(): Promise<void>;
  /** Listens again where it did. */
  comeBack(): Promise<void>;
}

/** The board behind a port of its own. */
export async function serveLive(source: Sources[string]): Promise<LiveServer> {
  const executor = liveExecutor(source);
  const open = new Set<ServerResponse>();
  const make = () =>
    createServer((request, response) => {
      open.add(response);
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables?: Record<string, unknown> };
        if (request.headers.accept !== 'text/event-stream') {
          response.setHeader('content-type', 'application/json').end(JSON.stringify(await executor({ ...body, headers: {} })));
          return;
        }
        const results = await executor.subscribe({ ...body, headers: request.headers as Record<string, string> });
        await sendEventStream(response, 'next' in results ? results : streamOf(results), { heartbeatMs: 1000, slowAfterMs: 1000 });
      })();
    });
  let server = make();
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/graphql`,
    vanish: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
    comeBack: () => {
      server = make();
      return listen(port);
    },
  };
}

/** What a subscription brings, as it comes. */
export interface Followed {
  readonly results: ExecutionResult<Record<string, any>>[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are as free as GraphQL
  /** The error or close with which it ended; null when it was completed; undefined while it goes on. */
  readonly end: () => unknown;
  /** Waits until so many results have come. */
  reach(count: number, withinMs?: number): Promise<void>;
  ended(): Promise<unknown>;
  readonly stop: () => void;
}

function following(begin: (sink: { next(value: never): void; error(error: unknown): void; complete(): void }) => () => void): Followed {
  const results: Followed['results'] = [];
  let end: unknown;
  let tell: () => void = () => undefined;
  const stop = begin({
    next: (value) => {
      results.push(value);
      tell();
    },
    error: (error) => {
      end ??= error;
      tell();
    },
    complete: () => {
      if (end === undefined) end = null;
      tell();
    },
  });
  const until = async (met: () => boolean, what: string, withinMs: number): Promise<void> => {
    const limit = Date.now() + withinMs;
    while (!met()) {
      const left = limit - Date.now();
      if (left <= 0) throw new Error(`${what}; there were ${String(results.length)} results, end: ${JSON.stringify(end)}`);
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, left);
        tell = () => {
          clearTimeout(late);
          resolve();
        };
      });
    }
  };
  return {
    results,
    end: () => end,
    reach: (count, withinMs = 60_000) => until(() => results.length >= count, `${String(count)} results did not come`, withinMs),
    ended: async () => {
      await until(() => end !== undefined, 'it did not end', 60_000);
      return end;
    },
    stop,
  };
}

/** What a field was in each result. */
export function eachOf({ results }: Followed, field: string): unknown[] {
  return results.map(({ data }) => (data as Record<string, unknown>)[field]);
}

export function webSocketClient(url: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, lazy: true, retryAttempts: 0, ...options });
}

export function follow(client: Client, query: string, variables?: Record<string, unknown>): Followed {
  return following((sink) => client.subscribe({ query, variables }, sink));
}

/** Over Server-Sent Events. */
export function followStream(url: string, query: string, headers: Record<string, string> = {}): Followed {
  const client = createEventClient({ url, headers, retryAttempts: 0 });
  return following((sink) => client.subscribe({ query }, sink));
}

/** A client that subscribes and may then be made deaf: `client.pause()`. */
export async function bareWebSocket(url: string, query: string): Promise<WebSocket> {
  const client = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const say = (message: object): void => {
    client.send(JSON.stringify(message));
  };
  await once(client, 'open');
  say({ type: 'connection_init' });
  await once(client, 'message');
  say({ id: '1', type: 'subscribe', payload: { query } });
  return client;
}

/** Sends bytes over a bare connection and gives back what comes first. */
export async function rawRequest(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  const answer = await new Promise<string>((resolve) =>
    socket.once('data', (data) => {
      resolve(data.toString());
    }),
  );
  socket.destroy();
  return answer;
}

export async function eventually(met: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const limit = Date.now() + withinMs;
  while (!(await met())) {
    if (Date.now() > limit) throw new Error(`not within ${String(withinMs)} ms: ${met.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
