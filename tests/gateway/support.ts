import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { execute, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { startGateway, type GatewayOptions, type RunningGateway, type SubgraphExecutor } from '../../gateway/gateway';

type Module = Extract<Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>[number], { typeDefs: unknown }>;

export interface SubgraphSource {
  readonly sdl: string;
  readonly resolvers?: NonNullable<Module['resolvers']>;
}
export type Sources = Readonly<Record<string, SubgraphSource>>;

/** An operation as a subgraph received it. */
export interface Received {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>> | IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly text: string;
}

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"])\n';

const undo: (() => Promise<unknown>)[] = [];

/** Stops what a test file started; for `afterAll`. */
export async function stopAll(): Promise<void> {
  for (const each of undo.splice(0).reverse()) await each();
}

/** A supergraph of small subgraphs; `urls` says where each is said to stand. */
export function compose(sources: Sources, urls: Readonly<Record<string, string>> = {}): string {
  const services = Object.entries(sources).map(([name, { sdl }]) => ({
    name,
    typeDefs: parse(FEDERATION + sdl),
    url: urls[name] ?? 'http://localhost:1/',
  }));
  const composed = composeServices(services);
  if (composed.errors !== undefined && composed.errors.length > 0) throw new AggregateError(composed.errors, composed.errors.join('\n'));
  return composed.supergraphSdl ?? '';
}

export function executorOf({ sdl, resolvers }: SubgraphSource): SubgraphExecutor {
  const schema = buildSubgraphSchema([{ typeDefs: parse(FEDERATION + sdl), ...(resolvers === undefined ? {} : { resolvers }) }]);
  return async ({ query, variables, headers }): Promise<ExecutionResult> => {
    const document: DocumentNode = typeof query === 'string' ? parse(query) : query;
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return execute({ schema, document, variableValues: variables, contextValue: { headers } });
  };
}

/** A server of HTTP on a free port. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return closed;
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
}

export async function serveGraphQL(
  executor: SubgraphExecutor,
  received: (one: Omit<Received, 'subgraph'>) => void = () => undefined,
): Promise<string> {
  return serve((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables: Record<string, unknown> };
      received({ query, variables, headers: request.headers });
      const answer = await executor({ query, variables, headers: {} });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    })();
  });
}

export interface Graph {
  readonly gateway: RunningGateway;
  /** What the subgraphs were asked, in order. */
  readonly received: Received[];
  ask(query: string, request?: Ask): Promise<Answer>;
}

interface Ask {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
}

type Settings = Partial<GatewayOptions> & { readonly overHttp?: boolean; readonly edit?: (supergraph: string) => string };

/** A gateway over small subgraphs, in process or each behind its own port. */
export async function startGraph(
  sources: Sources,
  { overHttp = false, edit = (supergraph) => supergraph, ...options }: Settings = {},
): Promise<Graph> {
  const received: Received[] = [];
  const urls: Record<string, string> = {};
  const inProcess: Record<string, SubgraphExecutor> = {};
  for (const [name, source] of Object.entries(sources)) {
    const executor = executorOf(source);
    if (overHttp) urls[name] = await serveGraphQL(executor, (one) => received.push({ subgraph: name, ...one }));
    else
      inProcess[name] = (request) => {
        const query = typeof request.query === 'string' ? request.query : '';
        received.push({ subgraph: name, query, variables: request.variables ?? {}, headers: request.headers });
        return executor(request);
      };
  }
  const gateway = await start({ supergraph: edit(compose(sources, urls)), inProcess, ...options });
  return { gateway, received, ask: (query, request) => ask(gateway.url, query, request) };
}

/** A gateway on a free port, stopped with the test file. */
export async function start(options: Partial<GatewayOptions> & Pick<GatewayOptions, 'supergraph'>): Promise<RunningGateway> {
  const gateway = await startGateway({ host: '127.0.0.1', port: 0, production: false, logger: false, ...options });
  undo.push(() => gateway.stop());
  return gateway;
}

export async function ask(url: string, query: string, { variables, operationName, headers = {} }: Ask = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const text = await response.text();
  const body = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, text, ...body };
}

/** Paths of all nulls in an answer: where it has holes when the subgraphs meant no null. */
export function nullsIn(value: unknown, path: (string | number)[] = []): string[] {
  if (value === null) return [path.join('.')];
  if (Array.isArray(value)) return value.flatMap((item, index) => nullsIn(item, [...path, index]));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => nullsIn(inside, [...path, key]));
}

export function pathsOf({ errors = [] }: Answer): string[] {
  return errors.map(({ path }) => (path ?? []).join('.'));
}

export function codesOf({ errors = [] }: Answer): unknown[] {
  return errors.map(({ extensions }) => extensions?.code);
}
