import { connect, createServer, type AddressInfo } from 'node:net';
import type { ExecutionResult } from 'graphql';
import { startGateway } from '../../gateway/gateway';
import { ask, compose, executorOf, serveGraphQL, start, startGraph, stopAll, type Graph, type Sources } from './support';

const sources: Sources = {
  agencies: {
    sdl: 'type Agency @key(fields: "id") { id: ID! name: String! } type Query { agency: Agency echo: String slow: String }',
    resolvers: {
      Query: {
        agency: () => ({ id: 'bo-tu-phap', name: 'Bộ Tư pháp' }),
        echo: (_: unknown, _args: unknown, { headers }: { headers: Record<string, string> }) => JSON.stringify(headers),
        slow: () => new Promise((resolve) => setTimeout(resolve, 300, 'chậm')),
      },
    },
  },
  obligations: { sdl: 'type Agency @key(fields: "id") { id: ID! owes: Int! }', resolvers: { Agency: { owes: () => 3 } } },
};
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const root = (url: string): string => new URL('/', url).href;

afterAll(stopAll);

describe.each([
  ['in process', false],
  ['over HTTP', true],
])('the day and the language of a request, subgraphs %s', (_where, overHttp) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(sources, { overHttp });
  });
  beforeEach(() => {
    graph.received.length = 0;
  });

  test('reach every subgraph', async () => {
    await graph.ask('{ agency { name owes } }', { headers: { 'As-Of': '2022-06-30', 'Accept-Language': 'vi', 'X-Other': 'stays' } });
    expect(graph.received.map(({ subgraph }) => subgraph)).toEqual(['agencies', 'obligations']);
    for (const { headers } of graph.received) {
      expect(headers).toMatchObject({ 'as-of': '2022-06-30', 'accept-language': 'vi' });
      expect(headers).not.toHaveProperty('x-other');
    }
  });

  test('are not made up', async () => {
    await graph.ask('{ agency { name } }');
    expect(graph.received[0]?.headers).not.toHaveProperty('as-of');
  });

  test.each(['2022-02-30', '2022-6-3', '30/06/2022', 'today', '2022-06-30T00:00:00Z', '', '2022-06-30, 2022-07-01'])(
    'a day written %p is refused before any subgraph is asked',
    async (day) => {
      const answer = await graph.ask('{ agency { name } }', { headers: { 'As-Of': day } });
      expect(answer.status).toBe(400);
      expect(answer.data).toBeUndefined();
      expect(answer.errors).toEqual([
        {
          message: `header As-Of: ${JSON.stringify(day)} is no calendar day; send one day as YYYY-MM-DD, for example 2022-06-30`,
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
      expect(graph.received).toEqual([]);
    },
  );
});

describe('outside production', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = (await startGraph(sources)).gateway);
  });

  test('a browser gets GraphiQL, which loads nothing from elsewhere', async () => {
    const response = await fetch(url, { headers: browser });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const page = await response.text();
    expect(page).toContain('YogaGraphiQL.renderYogaGraphiQL');
    expect(page).toContain('"endpoint":"/graphql"');
    expect(page).not.toMatch(/<(script|link|img|iframe)[^>]*(src|href)="https?:/);
  });

  test('a reader that cannot unzip gets GraphiQL as plain text', async () => {
    const response = await fetch(url, { headers: { ...browser, 'accept-encoding': 'identity' } });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toContain('YogaGraphiQL.renderYogaGraphiQL');
  });

  test('a misspelt field gets a suggestion', async () => {
    expect((await ask(url, '{ agencie { name } }')).text).toContain('Did you mean');
  });

  test('the schema may be asked for', async () => {
    expect((await ask(url, '{ __schema { queryType { name } } }')).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});

describe('in production', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = (await startGraph(sources, { production: true })).gateway);
  });

  test('a browser gets no GraphiQL', async () => {
    const response = await fetch(url, { headers: browser });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('GraphiQL');
  });

  test.each(['{ __schema { queryType { name } } }', '{ __type(name: "Agency") { name } }'])('the schema is not told: %s', async (query) => {
    const { status, errors = [] } = await ask(url, query);
    expect([status, ...new Set(errors.map(({ extensions }) => extensions?.code))]).toEqual([400, 'INTROSPECTION_DISABLED']);
  });

  test.each(['{ agencie { name } }', '{ agency { nam } }', 'query ($a: Strin) { echo }'])('nothing is suggested: %s', async (query) => {
    const { status, text } = await ask(url, query);
    expect(status).toBe(400);
    expect(text).not.toMatch(/Did you mean|stacktrace/);
  });

  test('data are answered', async () => {
    expect((await ask(url, '{ __typename agency { owes } }')).data).toEqual({ __typename: 'Query', agency: { owes: 3 } });
  });
});

describe('a request', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = (await startGraph(sources)).gateway);
  });

  test('of GET is answered as any other', async () => {
    const response = await fetch(`${url}?query=${encodeURIComponent('{ agency { name } }')}`);
    expect(await response.json()).toMatchObject({ data: { agency: { name: 'Bộ Tư pháp' } } });
  });

  test('holds one operation, not a list of them', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ echo }' }]),
    });
    expect(response.status).toBe(400);
  });

  test('that is no JSON is refused in the form of an answer', async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }] });
  });

  test('that breaks the grammar or the schema is refused', async () => {
    expect(await ask(url, '{ agency {')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
    expect(await ask(url, '{ agency }')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });
});

describe('health', () => {
  test('is live, and ready when every subgraph answers', async () => {
    const { gateway } = await startGraph(sources, { overHttp: true });
    const live = await fetch(new URL('/health/live', gateway.url));
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
    const ready = await fetch(new URL('/health/ready', gateway.url));
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', subgraphs: { agencies: { state: 'up' }, obligations: { state: 'up' } } },
    ]);
  });

  test('is live, but not ready when a subgraph does not answer', async () => {
    const agencies = await serveGraphQL(executorOf(sources.agencies as Sources[string]));
    const { url } = await start({ supergraph: compose(sources, { agencies, obligations: 'http://127.0.0.1:9/' }) });
    expect((await fetch(new URL('/health/live', url))).status).toBe(200);
    const ready = await fetch(new URL('/health/ready', url));
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', subgraphs: { agencies: { state: 'up' }, obligations: { state: 'down', code: 'SUBGRAPH_UNREACHABLE' } } },
    ]);
  });

  test('tells a subgraph that hangs from one that is gone', async () => {
    const inProcess = {
      agencies: () => new Promise<ExecutionResult>(() => undefined),
      obligations: () => Promise.resolve({ data: { other: 1 } }),
    };
    const { url } = await start({ supergraph: compose(sources), inProcess, timeoutMs: 30 });
    expect(await (await fetch(new URL('/health/ready', url))).json()).toMatchObject({
      subgraphs: { agencies: { state: 'down', code: 'SUBGRAPH_TIMEOUT' }, obligations: { state: 'down', code: 'SUBGRAPH_BAD_RESPONSE' } },
    });
  });
});

describe('a gateway that is to stop', () => {
  test('finishes what is in flight and takes nothing new', async () => {
    const { gateway } = await startGraph(sources);
    const inFlight = ask(gateway.url, '{ slow }');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = gateway.stop();
    await expect(ask(gateway.url, '{ agency { name } }').then(({ status }) => status)).rejects.toThrow();
    expect((await inFlight).data).toEqual({ slow: 'chậm' });
    await stopped;
    await expect(fetch(root(gateway.url))).rejects.toThrow();
  });

  test('does not wait for connections that say nothing', async () => {
    const { gateway } = await startGraph(sources);
    await ask(gateway.url, '{ agency { name } }');
    const { port } = new URL(gateway.url);
    const silent = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const since = Date.now();
    await gateway.stop();
    expect(Date.now() - since).toBeLessThan(2000);
    silent.destroy();
  });

  test('waits no longer than its limit', async () => {
    const { gateway } = await startGraph(sources, { stopWithinMs: 50 });
    const cut = ask(gateway.url, '{ slow }').catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const since = Date.now();
    await Promise.all([gateway.stop(), gateway.stop()]);
    expect(Date.now() - since).toBeLessThan(250);
    expect(await cut).toBe('cut');
  });
});

describe('a gateway that cannot start says why', () => {
  const options = { host: '127.0.0.1', port: 0, production: false, logger: false };

  test('on a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startGateway({ ...options, port, supergraph: compose(sources) })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `port ${String(port)} on 127.0.0.1 is taken; choose another with --port, or --port 0 for any free one`,
    });
    server.close();
  });

  test.each(['', 'type Query { a: Int }', 'not a schema', '{}'])('on a supergraph that is none: %p', async (supergraph) => {
    await expect(startGateway({ ...options, supergraph })).rejects.toMatchObject({ code: 'BAD_SUPERGRAPH' });
  });

  test('on subgraphs there is no way to', async () => {
    const supergraph = compose(sources).replaceAll('http://localhost:1/', '');
    await expect(startGateway({ ...options, supergraph })).rejects.toMatchObject({
      code: 'SUBGRAPH_URL_MISSING',
      message: 'no way to reach these subgraphs: agencies (no URL), obligations (no URL); expected an http(s) URL for each',
    });
  });
});

test('addresses given replace those in the supergraph', async () => {
  const urls = { agencies: await serveGraphQL(executorOf(sources.agencies as Sources[string])) };
  const { url } = await start({ supergraph: compose(sources), urls });
  expect((await ask(url, '{ agency { name } }')).data).toEqual({ agency: { name: 'Bộ Tư pháp' } });
});
