import cors from '@fastify/cors';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders, type Server } from 'node:http';
import { Socket } from 'node:net';
import Fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import { serverOptions } from '../../shared/telemetry/requests';
import { Refusal } from '../exports/Refusal';
import { trustOf } from './callers';
import type { SafetyOptions } from './options';
import { isForeignRequest } from './origins';

type ConnectionLimits = Required<Pick<FastifyHttpOptions<Server>, 'trustProxy' | 'requestTimeout' | 'http'>>;

const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const CHECK_EVERY_MS = 1000;
const PREFLIGHT_HOLDS_S = 600;

/** How connections and their requests are bounded. */
export function connectionLimits({ trustedProxies = [], headersWithinMs, requestWithinMs }: SafetyOptions): ConnectionLimits {
  const requestTimeout = requestWithinMs ?? REQUEST_WITHIN_MS;
  const headersTimeout = Math.min(headersWithinMs ?? HEADERS_WITHIN_MS, requestTimeout);
  return {
    trustProxy: trustedProxies.length === 0 ? false : trustOf(trustedProxies),
    requestTimeout,
    http: {
      headersTimeout,
      maxHeaderSize: MAX_HEADER_BYTES,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, headersTimeout),
    },
  };
}

/** What browsers are told on every answer: who may read it, and that nothing is to be run or framed. Pages of other sites are refused. */
export async function tellBrowsers(app: FastifyInstance, { corsOrigins = [] }: SafetyOptions, production: boolean): Promise<void> {
  if (corsOrigins.length > 0)
    await app.register(cors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'authorization', 'as-of', 'accept-language', 'last-event-id', 'x-request-id', 'traceparent'],
      exposedHeaders: ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'content-disposition', 'x-request-id'],
      maxAge: PREFLIGHT_HOLDS_S,
    });
  const told = await headersOf({
    // GraphiQL is a page with its program in it; production shows none.
    contentSecurityPolicy: production ? { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } : false,
    crossOriginResourcePolicy: { policy: corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
    strictTransportSecurity: production,
  });
  app.addHook('onRequest', ({ headers }, reply, done) => {
    reply.headers(told);
    const foreign = isForeignRequest(headers, corsOrigins);
    done(foreign ? new Refusal(403, 'FOREIGN_PAGE', 'pages of other sites may not ask here, unless their origin is listed') : undefined);
  });
}

/** The headers of helmet, which are the same on every answer: worked out once. */
async function headersOf(options: FastifyHelmetOptions): Promise<OutgoingHttpHeaders> {
  const page = Fastify(serverOptions);
  await page.register(helmet, options);
  const told = new Promise<OutgoingHttpHeaders>((resolve) => {
    page.get('/', (_request, reply) => {
      reply.hijack();
      resolve({ ...reply.raw.getHeaders() });
    });
  });
  await page.ready();
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/' });
  page.routing(request, new ServerResponse(request));
  return told.finally(() => page.close());
}

/** Answers what is no request of HTTP that could be read, in the form of all answers. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, code, message] = UNREADABLE[error.code ?? ''] ?? [400, 'Bad Request', 'BAD_REQUEST', 'this is no request of HTTP'];
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = [
    `HTTP/1.1 ${String(status)} ${reason}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${String(Buffer.byteLength(body))}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

type Unreadable = readonly [status: number, reason: string, code: string, message: string];

const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
    `the address and the headers of a request have at most ${String(MAX_HEADER_BYTES)} bytes; send a long operation with POST`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'REQUEST_TIMEOUT', 'the request did not come in time'],
};
