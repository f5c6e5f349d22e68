import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { startGateway, type RunningGateway } from '../../gateway/gateway';
import { systemClock } from '../../shared/clock';
import { readConfig } from '../../shared/config';
import { callSigner, SIGNATURE_HEADER, SignatureCheck, signedHeaders, type SignCall } from '../../shared/identity/signature';
import { identifyByToken } from '../../shared/identity/tokens';
import { forwardedHeaders } from '../../gateway/requestHeaders';
import { checkoutOfCode } from '../../subgraphs/checkout';
import { serveSubgraph, type ServeOptions } from '../../subgraphs/server';
import { takeStore, type GraphStore } from '../../testkit/store/database';
import { inTheFuture } from '../support/clock';
import { AUDIENCE, ISSUER, Issuer } from '../support/issuer';
import { testServer } from '../support/store';
import { schemaFile } from '../support/subgraphs';

const SECRET = 'mot-bi-mat-dai-hon-ba-muoi-hai-ky-tu';
const QUERY = '{ agencies(first: 1) { nodes { id } } }';
const BODY = JSON.stringify({ query: QUERY });
const sign = callSigner(SECRET);
const undo: Array<() => unknown> = [];

let store: GraphStore;
let url: string;
beforeAll(async () => {
  const server = testServer();
  store = await takeStore(server.url, server.prefix);
  undo.push(() => store.release());
  url = await serve({ secret: SECRET });
});
afterEach(() => jest.useRealTimers());
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

async function serve(options: Partial<ServeOptions>): Promise<string> {
  const place = { ...store, clock: systemClock, poolSize: 2, host: '127.0.0.1', port: 0, corpus: checkoutOfCode() };
  const subgraph = await serveSubgraph('agencies', { ...place, ...options });
  undo.push(() => subgraph.stop());
  return subgraph.url;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const call: Call = {
  method: 'POST',
  path: '/graphql',
  headers: { 'content-type': 'application/json', accept: 'application/json', 'accept-language': 'vi' },
  body: BODY,
};

async function signed(one: Call = call, by: SignCall = sign, subgraph = 'agencies'): Promise<Call> {
  return { ...one, headers: { ...one.headers, [SIGNATURE_HEADER]: await by({ ...one, subgraph }) } };
}

async function send({ method, path, headers, body }: Call, to = url): Promise<{ status: number; text: string }> {
  const response = await fetch(new URL(path, to), { method, headers, body: method === 'POST' ? body : undefined });
  return { status: response.status, text: await response.text() };
}

const refusal = (reason: string) => ({
  status: 401,
  text: `only the gateway may ask this subgraph; this call is refused because ${reason}\n`,
});

test('a call that the gateway signed is answered', async () => {
  expect(await send(await signed())).toMatchObject({ status: 200, text: expect.stringMatching(/"id":"agency:/) as string });
  expect(await send(await signed({ ...call, method: 'GET', path: `/graphql?query=${encodeURIComponent(QUERY)}`, body: '' }))).toMatchObject(
    {
      status: 200,
    },
  );
});

describe('a subgraph asked directly answers nothing', () => {
  test.each([QUERY, '{ _service { sdl } }', '{ __schema { queryType { name } } }', '{ __typename }', 'no query at all'])(
    'to %p',
    async (query) => {
      expect(await send({ ...call, body: JSON.stringify({ query }) })).toEqual(refusal('it is not signed'));
      expect(await send({ ...call, method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` })).toEqual(
        refusal('it is not signed'),
      );
    },
  );

  test('to a question for entities', async () => {
    const query = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename } }';
    const body = JSON.stringify({ query, variables: { keys: [{ __typename: 'Agency', id: 'agency:bo-cong-an' }] } });
    expect(await send({ ...call, body })).toEqual(refusal('it is not signed'));
  });

  test('on whatever road', async () => {
    for (const path of ['/graphql/', '/graphql/stream', '/', '/health', '/health/..%2fgraphql'])
      for (const method of ['GET', 'POST', 'OPTIONS', 'PUT', 'DELETE']) expect((await send({ ...call, method, path })).status).toBe(401);
  });

  test('but its health', async () => {
    expect((await fetch(new URL('/health/live', url))).status).toBe(200);
    expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
  });
});

describe('a call is refused', () => {
  const withHeader = (name: string, value: string) => async (): Promise<Call> => {
    const one = await signed();
    return { ...one, headers: { ...one.headers, [name]: value } };
  };
  const cases: ReadonlyArray<readonly [string, () => Promise<Call>, string]> = [
    ['signed with another secret', () => signed(call, callSigner(`${SECRET}?`)), 'its signature is not valid'],
    ['with a signature that is none', withHeader(SIGNATURE_HEADER, 'abc'), 'its signature is not valid'],
    ['with a signature of no algorithm', withoutAlgorithm, 'its signature is not valid'],
    ['signed for another subgraph', () => signed(call, sign, 'databases'), 'its signature is for another subgraph'],
    ['with another body', async () => ({ ...(await signed()), body: BODY.replace('1', '2') }), 'its body is not the signed one'],
    ['without its body', async () => ({ ...(await signed()), body: '' }), 'its body is not the signed one'],
    ['as another kind', async () => ({ ...(await signed()), method: 'GET' }), 'its signature is for another address'],
    [
      'at another address',
      async () => ({ ...(await signed()), path: '/graphql?query={__typename}' }),
      'its signature is for another address',
    ],
    ['with somebody else’s token', withHeader('authorization', 'Bearer a.b.c'), 'its headers are not the signed ones'],
    ['for another day', withHeader('as-of', '2022-01-01'), 'its headers are not the signed ones'],
    ['in another language', withHeader('accept-language', 'en'), 'its headers are not the signed ones'],
    ['as another type', withHeader('content-type', 'text/plain'), 'its headers are not the signed ones'],
    ['going on from elsewhere', withHeader('last-event-id', '1'), 'its headers are not the signed ones'],
  ];
  test.each(cases)('%s', async (_how, change, reason) => {
    expect(await send(await change())).toEqual(refusal(reason));
  });

  test('that was answered before', async () => {
    const one = await signed();
    expect((await send(one)).status).toBe(200);
    expect(await send(one)).toEqual(refusal('it was answered before'));
  });

  test('that was answered before, when both come at once', async () => {
    const one = await signed();
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => send(one)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401, 401, 401]);
  });

  test('that is older than half a minute', async () => {
    inTheFuture(60_000);
    const young = await signed();
    const old = await signed();
    inTheFuture(29_000);
    expect((await send(young)).status).toBe(200);
    inTheFuture(2000);
    expect(await send(old)).toEqual(refusal('its signature is of another time'));
  });

  test('from the future', async () => {
    inTheFuture(6000);
    const ahead = await signed();
    jest.useRealTimers();
    expect(await send(ahead)).toEqual(refusal('its signature is of another time'));
  });

  test('too long to be read', async () => {
    const body = JSON.stringify({ query: `#${'a'.repeat(12 * 1024 * 1024)}` });
    const answer = await send(await signed({ ...call, body })).catch(() => 'cut off'); // while it was still being sent
    expect([refusal('its body is too long'), 'cut off']).toContainEqual(answer);
  });
});

test('what was signed before a subgraph began is not answered: it may have been answered already', async () => {
  const before = await signed();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await new SignatureCheck(SECRET, 'agencies').begin(before)).toBe('its signature is of another time');
});

test('a subgraph remembers a bounded number of calls, each for as long as it could come again', async () => {
  const check = new SignatureCheck(SECRET, 'agencies', 3);
  const answer = async (one: Call): Promise<string | null> => {
    const begun = await check.begin(one);
    return typeof begun === 'string' ? begun : begun.refusalFor(Buffer.from(one.body));
  };
  const calls = await Promise.all([1, 2, 3, 4].map(() => signed()));
  const [first = call] = calls;
  const answers = [];
  for (const one of calls) answers.push(await answer(one));
  expect(answers).toEqual([null, null, null, 'too many calls at once']);
  inTheFuture(29_000);
  expect(await answer(first)).toBe('it was answered before');
  inTheFuture(2000);
  expect(await answer(first)).toBe('its signature is of another time');
  expect(await answer(await signed())).toBeNull();
});

test('every header that the gateway hands on is signed', () => {
  const all = { 'as-of': '2022-01-01', 'accept-language': 'vi', authorization: 'Bearer a.b.c', cookie: 'a=b' };
  for (const name of Object.keys(forwardedHeaders(all))) expect(signedHeaders).toContain(name);
});

describe('a gateway over HTTP', () => {
  test('with the secret is answered, and its probes too', async () => {
    const gateway = await gatewayTo(url, SECRET);
    expect(await ask(gateway)).toMatchObject({ data: { agencies: { nodes: [{}] } } });
    expect((await fetch(new URL('/health/ready', gateway.url))).status).toBe(200);
  });

  test.each([
    ['another secret', `${SECRET}?`],
    ['no secret', null],
  ])('with %s is not, and its client is told no more than that', async (_what, secret) => {
    const gateway = await gatewayTo(url, secret);
    const { data, errors } = await ask(gateway);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_BAD_RESPONSE' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/sign|secret/i);
    expect((await fetch(new URL('/health/ready', gateway.url))).status).toBe(503);
  });

  test('signs a call anew when it has to send it again', async () => {
    const { proxy, cuts } = await cuttingProxy(url);
    const gateway = await gatewayTo(proxy, SECRET);
    await ask(gateway);
    cuts.next = true;
    expect(await ask(gateway)).toMatchObject({ data: { agencies: { nodes: [{}] } } });
    expect(cuts.done).toBe(1);
  });
});

describe('a subgraph verifies tokens by itself', () => {
  let issuer: Issuer;
  let open: string;
  let closed: string;
  beforeAll(async () => {
    issuer = await Issuer.start();
    undo.push(issuer.stop);
    const variables = { KETNOI_JWKS_URL: issuer.jwksUrl, KETNOI_JWT_ISSUER: ISSUER, KETNOI_JWT_AUDIENCE: AUDIENCE };
    open = await serve({ identify: identifyByToken(readConfig(variables).identity, null) });
    closed = await serve({ identify: identifyByToken(readConfig({ ...variables, KETNOI_PUBLIC_READING: 'false' }).identity, null) });
  });
  const bearing = (token: string): Call => ({ ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } });

  test('whoever hands them on', async () => {
    const expired = await issuer.token({ claims: { exp: 1 } });
    for (const to of [open, closed]) {
      expect((await send(bearing(await issuer.token()), to)).status).toBe(200);
      const answer = await send(bearing(expired), to);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  test('and where reading is closed answers nobody without one', async () => {
    expect((await send(call, open)).status).toBe(200);
    for (const query of [QUERY, '{ _service { sdl } }', '{ __typename }']) {
      const answer = await send({ ...call, body: JSON.stringify({ query }) }, closed);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('agency:');
      expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});

async function withoutAlgorithm(): Promise<Call> {
  const one = await signed();
  const [, claims = ''] = (one.headers[SIGNATURE_HEADER] ?? '').split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  return { ...one, headers: { ...one.headers, [SIGNATURE_HEADER]: `${header}.${claims}.` } };
}

/** A gateway whose agencies stand at `agencies`; the others are not asked. */
async function gatewayTo(agencies: string, subgraphSecret: string | null): Promise<RunningGateway> {
  const up = () => Promise.resolve({ data: { __typename: 'Query' } });
  const gateway = await startGateway({
    supergraph: schemaFile('supergraph.graphql'),
    inProcess: { databases: up, documents: up, obligations: up, services: up },
    urls: { agencies },
    host: '127.0.0.1',
    port: 0,
    production: false,
    logger: false,
    subgraphSecret,
  });
  undo.push(() => gateway.stop());
  return gateway;
}

async function ask(gateway: RunningGateway): Promise<{ data: unknown; errors?: unknown }> {
  const response = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY });
  return (await response.json()) as { data: unknown; errors?: unknown };
}

/** Passes bytes on, but cuts the connection instead of passing on an answer when it is told to. */
async function cuttingProxy(to: string): Promise<{ proxy: string; cuts: { next: boolean; done: number } }> {
  const cuts = { next: false, done: 0 };
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const subgraph = connect(Number(new URL(to).port), '127.0.0.1');
    sockets.push(client, subgraph);
    client
      .on('data', (bytes) => subgraph.write(bytes))
      .on('error', () => undefined)
      .on('close', () => subgraph.destroy());
    subgraph.on('error', () => undefined).on('close', () => client.destroy());
    subgraph.on('data', (bytes) => {
      if (!cuts.next) {
        client.write(bytes);
        return;
      }
      cuts.next = false;
      cuts.done += 1;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { proxy: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`, cuts };
}
