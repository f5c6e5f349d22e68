import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionResult } from 'graphql';
import type { SubgraphErrorCode } from '../../gateway/errors';
import type { SubgraphExecutor } from '../../subgraphs/runtime';

/** What no client may ever see. */
const SECRET = 'postgres://admin:hunter2@10.0.0.7/db';

type Data = Record<string, unknown>;

export interface FaultMode {
  readonly name: string;
  /** What a client is told of it. */
  readonly code: SubgraphErrorCode;
  /** Only what was asked of it about objects that others found is missing. */
  readonly entitiesOnly?: true;
  /** Nothing listens. */
  readonly refuses?: true;
  /** Answers in place of the part, whose own answer it may ask for. */
  readonly play: (response: ServerResponse, own: () => Promise<ExecutionResult>) => unknown;
}

function send(status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}): FaultMode['play'] {
  return (response) => response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

function sendJson(body: unknown, status = 200): FaultMode['play'] {
  return send(status, 'application/json', typeof body === 'string' ? body : JSON.stringify(body));
}

function late(ms: number): FaultMode['play'] {
  return (response, own) => {
    const timer = setTimeout(() => void own().then((answer) => sendJson(answer)(response, own)), ms);
    response.once('close', () => {
      clearTimeout(timer);
    });
  };
}

/** The part's own answer, with its data changed. */
function altered(change: (data: Data) => unknown): FaultMode['play'] {
  return async (response, own) => {
    const answer = JSON.parse(JSON.stringify(await own())) as { data?: Data };
    sendJson({ ...answer, data: answer.data === undefined ? null : change(answer.data) })(response, own);
  };
}

function entities(change: (list: readonly unknown[]) => unknown): (data: Data) => Data {
  return (data) =>
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, key.startsWith('_e') ? change(value as unknown[]) : value]));
}

const away = 'SUBGRAPH_UNREACHABLE';
const bad = 'SUBGRAPH_BAD_RESPONSE';

export const faultModes: readonly FaultMode[] = [
  { name: 'reset', code: away, play: (response) => response.socket?.resetAndDestroy() },
  { name: 'hang', code: 'SUBGRAPH_TIMEOUT', play: () => undefined },
  { name: 'slow 2 s', code: 'SUBGRAPH_TIMEOUT', play: late(2000) },
  { name: 'slow 8 s', code: 'SUBGRAPH_TIMEOUT', play: late(8000) },
  { name: 'refused', code: away, refuses: true, play: () => undefined },
  { name: '500 text', code: bad, play: send(500, 'text/plain', SECRET) },
  { name: '500 HTML', code: bad, play: send(500, 'text/html', `<h1>${SECRET}</h1>`) },
  {
    name: '500 GraphQL with a secret',
    code: 'SUBGRAPH_ERROR',
    play: sendJson({ errors: [{ message: SECRET, extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [SECRET] } }] }, 500),
  },
  { name: '503', code: away, play: send(503, 'text/plain', SECRET, { 'retry-after': '120' }) },
  { name: '429', code: away, play: send(429, 'text/plain', SECRET, { 'retry-after': '120' }) },
  { name: '401', code: bad, play: send(401, 'text/plain', SECRET, { 'www-authenticate': `Basic realm="${SECRET}"` }) },
  { name: '200 HTML', code: bad, play: send(200, 'text/html', `<h1>${SECRET}</h1>`) },
  { name: 'broken JSON', code: bad, play: sendJson(`{"data":{"${SECRET}`) },
  {
    name: 'truncated',
    code: away,
    play: (response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 }).write(`{"data":{"${SECRET}`, () => {
        response.destroy();
      }),
  },
  { name: 'wrong shape', code: bad, play: altered((data) => Object.fromEntries(Object.keys(data).map((key) => [key, 42]))) },
  { name: 'data null', code: bad, play: altered(() => null) },
  { name: 'too few entities', code: bad, entitiesOnly: true, play: altered(entities((list) => list.slice(1))) },
  { name: 'null entity', code: bad, entitiesOnly: true, play: altered(entities((list) => list.map(() => null))) },
  { name: 'redirect', code: bad, play: send(302, 'text/plain', SECRET, { location: 'http://evil.example/' }) },
  {
    name: '20 MB',
    code: bad,
    play: send(200, 'application/json', Buffer.from(JSON.stringify({ data: { evil: 'x'.repeat(20_000_000) } }))),
  },
];

/** Stands over HTTP where a part of the graph does, answers as that part, and fails as it is told to. */
export class FaultySubgraph {
  readonly url: string;
  private mode: FaultMode | null = null;
  /** How often it was called. */
  calls = 0;

  private constructor(
    private server: Server,
    private readonly port: number,
    private readonly listener: RequestListener,
  ) {
    this.url = `http://127.0.0.1:${String(port)}/graphql`;
  }

  static async before(execute: SubgraphExecutor): Promise<FaultySubgraph> {
    const server = createServer((request, response) => void subgraph.answer(execute, request, response));
    await listen(server, 0);
    const { port } = server.address() as AddressInfo;
    const subgraph: FaultySubgraph = new FaultySubgraph(server, port, server.listeners('request')[0] as RequestListener);
    return subgraph;
  }

  /** From the next call on; null: it is well again. */
  async fail(mode: FaultMode | null): Promise<void> {
    const refused = this.mode?.refuses === true;
    this.mode = mode;
    if (mode?.refuses === true) await this.close();
    else if (refused) {
      this.server = createServer(this.listener);
      await listen(this.server, this.port);
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(execute: SubgraphExecutor, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calls += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables: Data };
    const own = (): Promise<ExecutionResult> => execute({ query, variables, headers: {} });
    const play = this.mode?.play ?? (async () => sendJson(await own())(response, own));
    response.on('error', () => undefined);
    await play(response, own);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
}
