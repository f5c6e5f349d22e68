import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { buildSchema, GraphQLError, parse, type ExecutionResult } from 'graphql';
import { handleProtocols, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Stream } from '../../shared/eventStream';
import type { Caller, Identify } from '../../shared/identity/caller';
import { forwardedHeaders, headerComplaint } from '../requestHeaders';
import { addressOf, budgetOf, type TrustProxy } from '../safety/callers';
import { isForeignSocket } from '../safety/origins';
import type { LiveOperations } from './LiveOperations';
import { tooMany, type LiveLimits } from './limits';
import { refusalsOf } from './refusals';

/** Close codes beside those of the protocol. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const BAD_REQUEST = 4400;
const UNAUTHENTICATED = 4401;
const SLOW_CONSUMER = 4429;
const INTERNAL = 4500;
const MAX_MESSAGE_BYTES = 1024 * 1024;
const REASON_LIMIT_BYTES = 123;

/** The library takes operations as they would be executed; ours are started already, and only handed over. */
const HANDED_OVER = { schema: buildSchema('type Query { _: Boolean }'), document: parse('{ __typename }') } as const;

interface Extra {
  readonly upgrade: IncomingHttpHeaders;
  readonly address: string;
  caller: Caller | null;
}
type Connection = Context<Record<string, unknown> | undefined, Extra>;
type Started = Awaited<ReturnType<LiveOperations['start']>>;

interface Parts {
  readonly operations: LiveOperations;
  readonly limits: LiveLimits;
  /** Undefined: anybody may ask. */
  readonly identify: Identify | undefined;
  readonly trust: TrustProxy;
  /** Whose pages may open one, beside those of the gateway itself. */
  readonly origins: readonly string[];
  readonly log: FastifyBaseLogger;
}

/** GraphQL over WebSocket (graphql-transport-ws). */
export class WebSockets {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  private readonly protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    onConnect: async ({ connectionParams, extra }) => {
      const headers = headersOf(extra.upgrade, connectionParams);
      const complaint = headerComplaint(headers);
      if (complaint !== null) throw new Refused(BAD_REQUEST, complaint);
      extra.caller = (await this.parts.identify?.(headers.authorization)) ?? null;
    },
    onSubscribe: async (connection, _id, payload) => {
      try {
        return { ...HANDED_OVER, contextValue: await this.start(connection, payload) };
      } catch (error) {
        return refusalsOf(error, this.parts.log);
      }
    },
    execute: ({ contextValue }) => contextValue as ExecutionResult | Stream<ExecutionResult>,
    // Some results come with their errors formatted, which the library does not know.
    onNext: (_connection, _id, _payload, _args, result) => result,
    onError: (_connection, _id, _payload, errors) =>
      errors.flatMap((error) =>
        typeof error.extensions.code === 'string' ? error : refusalsOf(error.originalError ?? error, this.parts.log),
      ),
  });
  private closing = false;

  constructor(private readonly parts: Parts) {}

  /** Connections that are open. */
  get count(): number {
    return this.sockets.clients.size;
  }

  listen(server: Server, path: string): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      if (request.url?.split('?')[0] !== path) decline(socket, '404 Not Found');
      else if (isForeignSocket(request.headers, this.parts.origins)) decline(socket, '403 Forbidden');
      else if (this.closing || this.count >= this.parts.limits.maxConnections) decline(socket, '503 Service Unavailable');
      else
        this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
          this.serve(webSocket, { upgrade: request.headers, address: addressOf(request, this.parts.trust), caller: null });
        });
    });
  }

  /** Ends all connections; those that do not say goodbye in time are cut. */
  async close(withinMs: number): Promise<void> {
    this.closing = true;
    const open = [...this.sockets.clients];
    const gone = Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (const socket of open) socket.close(GOING_AWAY, 'the server stops');
    const late = setTimeout(() => {
      for (const socket of open) socket.terminate();
    }, withinMs);
    await gone;
    clearTimeout(late);
  }

  private start({ connectionParams, extra, subscriptions }: Connection, payload: SubscribePayload): Promise<Started> {
    const { maxPerConnection } = this.parts.limits;
    if (Object.keys(subscriptions).length > maxPerConnection) throw tooMany(maxPerConnection, 'one connection');
    const headers = forwardedHeaders(headersOf(extra.upgrade, connectionParams));
    return this.parts.operations.start({ ...payload, headers, counts: true, budget: budgetOf(extra.caller, extra.address) }, false);
  }

  private serve(socket: WebSocket, extra: Extra): void {
    const end = once((code: number, reason: string) => {
      clearInterval(heart);
      void closed(code, reason);
    });
    const tooSlow = (): void => {
      if (socket.readyState !== socket.OPEN) return;
      this.parts.log.warn('a WebSocket takes its messages too slowly; it is closed');
      socket.close(SLOW_CONSUMER, 'SLOW_CONSUMER');
      end(SLOW_CONSUMER, 'SLOW_CONSUMER');
    };
    let answered = true;
    const heart = setInterval(() => {
      if (!answered) socket.terminate();
      answered = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, this.parts.limits.keepAliveMs);
    socket.on('pong', () => {
      answered = true;
    });
    socket.on('error', (error) => {
      this.parts.log.debug({ err: error }, 'a WebSocket broke');
    });
    socket.once('close', (code, reason) => {
      end(code, reason.toString());
    });
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => this.send(socket, text, tooSlow),
        close: (code, reason) => {
          socket.close(code, reason);
        },
        onMessage: (take) => {
          socket.on('message', (data: Buffer) => {
            take(data.toString()).catch((error: unknown) => {
              this.fail(socket, error);
            });
          });
        },
      },
      extra,
    );
  }

  /** Done when the message is on its way, so that one at most of each operation waits here. */
  private send(socket: WebSocket, text: string, tooSlow: () => void): Promise<void> {
    if (socket.bufferedAmount > this.parts.limits.maxWaitingBytes) tooSlow();
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(tooSlow, this.parts.limits.slowAfterMs);
      // A socket that breaks closes, which ends its operations.
      socket.send(text, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  private fail(socket: WebSocket, error: unknown): void {
    const { code, message } = refusalOf(error);
    if (code === INTERNAL) this.parts.log.error({ err: error }, 'unforeseen error while handling a message of a WebSocket');
    socket.close(code, Buffer.byteLength(message) <= REASON_LIMIT_BYTES ? message : 'refused');
  }
}

class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** How a connection that cannot be is closed. */
function refusalOf(error: unknown): { readonly code: number; readonly message: string } {
  if (error instanceof Refused) return error;
  if (!(error instanceof GraphQLError)) return { code: INTERNAL, message: 'something went wrong' };
  return { code: error.extensions.code === 'UNAUTHENTICATED' ? UNAUTHENTICATED : TRY_AGAIN_LATER, message: error.message };
}

/** Headers of the upgrade, and over them those that the client gives when it connects: a browser can set no others. */
function headersOf(upgrade: IncomingHttpHeaders, params: Record<string, unknown> | undefined): IncomingHttpHeaders {
  const given = Object.entries(params ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...upgrade, ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])) };
}

function decline(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function once<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    work(...args);
  };
}
