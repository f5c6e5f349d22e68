import { request } from 'undici';
import WebSocket from 'ws';
import { ask, compose, executorOf, start, stopAll } from '../support';

// The built-in fetch says itself how it fetches; undici's request says what it is told, as a browser would.

let written = 0;
const source = {
  sdl: 'type Query { agency(id: ID): String broken: String } type Mutation { write: Int } enum Level { CENTRAL }',
  resolvers: {
    Query: {
      agency: () => 'Bộ Tư pháp',
      broken: () => {
        throw new Error('connect ECONNREFUSED 10.0.0.7:5432, user ketnoi');
      },
    },
    Mutation: {
      write: () => {
        written += 1;
        return written;
      },
    },
  },
};
const sources = { agencies: source };
const ORIGIN = 'https://bang-dieu-khien.example.vn';
const OTHER = 'https://noi-khac.example';
const json = { 'content-type': 'application/json' };
const QUERY = JSON.stringify({ query: '{ agency }' });
const MUTATION = 'mutation { write }';

let url: string;
beforeAll(async () => {
  const inProcess = { agencies: executorOf(source) };
  const safety = { corsOrigins: [ORIGIN] };
  ({ url } = await start({ supergraph: compose(sources), inProcess, production: true, safety }));
});
afterAll(stopAll);

describe('production tells nothing of itself:', () => {
  test.each([
    ['an answer', '{ agency }'],
    ['an operation that breaks the grammar', '{ agency'],
    ['an operation that breaks the schema', '{ agenc agency(idd: 1) }'],
    ['a value of the wrong kind', '{ agency(id: {}) }'],
    ['introspection', '{ __schema { types { name } } }'],
    ['introspection in a fragment', '{ ...A } fragment A on Query { __type(name: "Level") { name } }'],
    ['a fault of a subgraph', '{ broken }'],
  ])('%s', async (_name, query) => {
    const { headers, text } = await ask(url, query);
    expect(text).not.toMatch(/Did you mean|stacktrace|node_modules|ECONNREFUSED|"(queryPlan|trace|tracing|types)"/i);
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name)).toBeNull();
  });

  test.each([
    'apollo-federation-include-trace: ftv1',
    'apollo-query-plan-experimental: 1',
    'hive-expose-query-plan: true',
    'x-apollo-tracing: 1',
  ])('neither plan nor trace for %s', async (header) => {
    const [name = '', value = ''] = header.split(': ');
    const { text } = await ask(url, '{ agency }', { headers: { [name]: value } });
    expect(JSON.parse(text)).toEqual({
      data: { agency: 'Bộ Tư pháp' },
      extensions: { cost: { requested: 0, limit: expect.any(Number) } },
    });
  });

  test('introspection is refused whatever answer is wanted', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*'])
      expect(await ask(url, '{ __schema { queryType { name } } }', { headers: { accept } })).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'INTROSPECTION_DISABLED' } }],
      });
  });

  test('__typename may be asked for, as every client does', async () => {
    expect((await ask(url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('a mutation is taken with POST as JSON, and not', () => {
  beforeEach(() => {
    written = 0;
  });
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: MUTATION }));
  form.set('map', '{}');
  const body = JSON.stringify({ query: MUTATION });
  const escaped = encodeURIComponent(MUTATION);

  test.each<[string, string, RequestInit]>([
    ['by GET', `?query=${escaped}`, {}],
    ['by GET that says it is JSON', `?query=${escaped}`, { headers: json }],
    [
      'by GET with another operation beside it',
      `?query=${encodeURIComponent(`query A { agency } ${MUTATION.replace('{', 'B {')}`)}&operationName=B`,
      {},
    ],
    ['by HEAD', `?query=${escaped}`, { method: 'HEAD' }],
    ['by PUT', '', { method: 'PUT', headers: json, body }],
    ['by DELETE', '', { method: 'DELETE', headers: json, body }],
    ['as a form', '', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${escaped}` }],
    ['as text', '', { method: 'POST', headers: { 'content-type': 'text/plain' }, body }],
    ['as text that resembles JSON', '', { method: 'POST', headers: { 'content-type': 'text/plain;application/json' }, body }],
    ['as multipart', '', { method: 'POST', body: form }],
    ['as GraphQL', '', { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: MUTATION }],
    ['with no type', '', { method: 'POST', body: new TextEncoder().encode(body) }],
    ['in the address of a POST', `?query=${escaped}`, { method: 'POST', headers: json, body: '{}' }],
    ['as a stream of events', '/stream', { method: 'POST', headers: { ...json, accept: 'text/event-stream' }, body }],
    ['as a stream of events by GET', `/stream?query=${escaped}`, { headers: { accept: 'text/event-stream' } }],
    ['as a stream of events at the endpoint', '', { method: 'POST', headers: { ...json, accept: 'text/event-stream' }, body }],
  ])('%s', async (_name, address, init) => {
    const response = await fetch(url + address, init);
    const text = await response.text();
    if (response.headers.get('content-type')?.includes('text/event-stream') === true) expect(text).toContain('"code":"BAD_REQUEST"');
    else {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      if (init.method === 'POST' && init.headers !== json) expect(text).toContain('"code":"UNSUPPORTED_MEDIA_TYPE"');
    }
    expect(written).toBe(0);
  });

  test('otherwise', async () => {
    expect((await ask(url, MUTATION)).data).toEqual({ write: 1 });
  });
});

describe('browsers', () => {
  const from = (origin: string, site = 'cross-site', more = {}): Record<string, string> => ({
    ...json,
    origin,
    'sec-fetch-site': site,
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
    ...more,
  });

  test('let a page of a listed origin read answers', async () => {
    const response = await fetch(url, { method: 'POST', headers: from(ORIGIN), body: QUERY });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each([OTHER, 'null', `${ORIGIN}.example`, ORIGIN.replace('https', 'http'), `${ORIGIN}:8443`])(
    'do not let a page of %s read answers',
    async (origin) => {
      for (const method of ['POST', 'OPTIONS'])
        expect(
          (
            await fetch(url, {
              method,
              headers: { ...json, origin, 'access-control-request-method': 'POST' },
              ...(method === 'POST' ? { body: QUERY } : {}),
            })
          ).headers.get('access-control-allow-origin'),
        ).not.toBe(origin);
    },
  );

  test.each(['cross-site', 'same-site'])('get no answer for a page of another origin that asks %s', async (site) => {
    const address = `${url}?query=${encodeURIComponent('{ agency }')}`;
    const asked = await request(address, { headers: from(OTHER, site) });
    expect(asked.statusCode).toBe(403);
    expect(await asked.body.json()).toMatchObject({ errors: [{ extensions: { code: 'FOREIGN_PAGE' } }] });
    const image = await request(address, { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } });
    expect(image.statusCode).toBe(403);
  });

  test('follow links from anywhere, and ask from pages of the same origin', async () => {
    const address = `${url}?query=${encodeURIComponent('{ agency }')}`;
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await request(address, { headers: link })).statusCode).toBe(200);
    expect((await request(address, { headers: from(new URL(url).origin, 'same-origin') })).statusCode).toBe(200);
  });

  test('are told to run, frame, guess and hand on nothing', async () => {
    const { headers } = await ask(url, '{ agency }');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
  });

  test('are told the same with a stream of events, and who may read it', async () => {
    const headers = { ...json, accept: 'text/event-stream', ...from(ORIGIN, 'cross-site') };
    const stream = await request(`${url}/stream`, { method: 'POST', headers, body: QUERY });
    await stream.body.dump();
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': ORIGIN,
    });
  });

  function opened(origin?: string): Promise<number> {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', origin === undefined ? {} : { origin });
    return new Promise((resolve) => {
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', () => undefined);
    });
  }

  test('open WebSockets from listed origins and that of the graph; programs without one', async () => {
    expect(await Promise.all([opened(ORIGIN), opened(new URL(url).origin), opened()])).toEqual([101, 101, 101]);
    expect(await Promise.all([opened(OTHER), opened('null'), opened(`${ORIGIN}.example`)])).toEqual([403, 403, 403]);
  });
});
