import { exportSPKI, UnsecuredJWT } from 'jose';
import { readConfig } from '../../shared/config';
import type { Caller } from '../../shared/identity/caller';
import { identifyByToken } from '../../shared/identity/tokens';
import { inTheFuture } from '../support/clock';
import { AUDIENCE, ISSUER, Issuer, type TokenChange } from '../support/issuer';
import { codesOf, startGraph, stopAll, type Answer, type Graph, type Sources } from './support';

const sources: Sources = {
  greetings: {
    sdl: 'type Query { echo: String } type Mutation { say(what: String!): String }',
    resolvers: {
      Query: { echo: (_: unknown, _args: unknown, { headers }: { headers: Record<string, string> }) => headers.authorization ?? 'nobody' },
      Mutation: { say: (_: unknown, { what }: { what: string }) => what },
    },
  },
};
const seconds = (): number => Math.floor(Date.now() / 1000);

let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.start();
});
afterEach(() => {
  jest.useRealTimers();
  issuer.failure = null;
});
afterAll(async () => {
  await stopAll();
  await issuer.stop();
});

const settings = (more: Record<string, string> = {}) =>
  readConfig({ KETNOI_JWKS_URL: issuer.jwksUrl, KETNOI_JWT_ISSUER: ISSUER, KETNOI_JWT_AUDIENCE: AUDIENCE, ...more }).identity;
const gatewayWith = (more: Record<string, string> = {}): Promise<Graph> =>
  startGraph(sources, { identify: identifyByToken(settings(more), null) });
const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

function expectRefused(answer: Answer, message: string | RegExp): void {
  expect(answer.status).toBe(401);
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(answer.errors?.[0]?.message).toMatch(message);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
  expect(answer.data).toBeUndefined();
}

describe('a gateway that everybody may read', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await gatewayWith();
  });
  beforeEach(() => {
    graph.received.length = 0;
  });

  test('answers without a token', async () => {
    expect((await graph.ask('{ echo }')).data).toEqual({ echo: 'nobody' });
  });

  test('hands a token that holds on to the subgraphs', async () => {
    const token = await issuer.token();
    expect((await graph.ask('{ echo }', bearing(token))).data).toEqual({ echo: `Bearer ${token}` });
  });

  const cases: ReadonlyArray<readonly [string, () => TokenChange | Promise<TokenChange>, string]> = [
    ['of another issuer', () => ({ claims: { iss: 'https://khac.example.vn' } }), 'the token is of an issuer that is not accepted here'],
    ['of no issuer', () => ({ claims: { iss: undefined } }), 'the token is of an issuer that is not accepted here'],
    ['for somebody else', () => ({ claims: { aud: 'cong-khac' } }), 'the token is not valid: its claim aud is not as expected'],
    ['that has expired', () => ({ claims: { exp: seconds() - 31 } }), 'the token has expired'],
    ['that never expires', () => ({ claims: { exp: undefined } }), 'the token is not valid: its claim exp is not as expected'],
    [
      'that holds from tomorrow',
      () => ({ claims: { nbf: seconds() + 86_400 } }),
      'the token is not valid: its claim nbf is not as expected',
    ],
    ['signed with the public key as if it were a secret', publicKeyAsSecret, 'the token is not valid'],
    ['signed by somebody else under the name of the key', async () => ({ key: await strangersKey() }), 'the token is not valid'],
    ['of a key that the issuer does not have', () => ({ header: { kid: 'key-0' } }), 'the token is not valid'],
    ['that names no agency', () => ({ claims: { agency: undefined } }), 'the token names no agency; expected the claim agency'],
    ['that names two agencies', () => ({ claims: { agency: ['bo-tai-chinh', 'bo-cong-an'] } }), 'the token names no agency'],
    ['whose agency is no id', () => ({ claims: { agency: "agency:x' OR 1=1" } }), 'the token names no agency'],
  ];
  test.each(cases)('refuses a token %s, and asks no subgraph', async (_what, change, message) => {
    const token = await issuer.token(await change());
    expectRefused(await graph.ask('{ echo }', bearing(token)), message);
    expectRefused(await graph.ask('mutation { say(what: "a") }', bearing(token)), message);
    expect(graph.received).toEqual([]);
  });

  test('refuses a token without a signature', async () => {
    const unsigned = new UnsecuredJWT({ agency: 'bo-tai-chinh', roles: ['ADMIN'] })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('1h');
    const token = unsigned.encode();
    expectRefused(await graph.ask('{ echo }', bearing(token)), 'holds no token');
    expectRefused(await graph.ask('{ echo }', bearing(`${token}AAAA`)), 'the token is not valid');
  });

  test.each(['Basic Ym86bWF0LWtoYXU=', 'Bearer', 'Bearer abc', 'Bearer a.b.c', 'a.b.c'])('refuses the header %p', async (authorization) => {
    expectRefused(await graph.ask('{ echo }', { headers: { authorization } }), /no token|not valid/);
  });

  test('bears with a clock that is off by no more than was agreed', async () => {
    const late = await issuer.token({ claims: { exp: seconds() - 25 } });
    const early = await issuer.token({ claims: { nbf: seconds() + 25 } });
    expect((await graph.ask('{ echo }', bearing(late))).status).toBe(200);
    expect((await graph.ask('{ echo }', bearing(early))).status).toBe(200);
    const strict = await gatewayWith({ KETNOI_JWT_CLOCK_SKEW_S: '0' });
    expectRefused(await strict.ask('{ echo }', bearing(late)), 'the token has expired');
  });

  test('refuses an algorithm that is not among those agreed', async () => {
    const token = await issuer.token();
    const other = await gatewayWith({ KETNOI_JWT_ALGORITHMS: 'RS256' });
    expectRefused(await other.ask('{ echo }', bearing(token)), 'the token is not valid');
  });

  test('forgets a token the moment it expires', async () => {
    const token = await issuer.token({ claims: { exp: seconds() + 60 } });
    expect((await graph.ask('{ echo }', bearing(token))).status).toBe(200);
    inTheFuture(89_000);
    expect((await graph.ask('{ echo }', bearing(token))).status).toBe(200);
    inTheFuture(2000);
    expectRefused(await graph.ask('{ echo }', bearing(token)), 'the token has expired');
  });
});

describe('keys of the issuer', () => {
  test('are fetched once for many tokens, and again when a new one appears; those withdrawn count no more', async () => {
    const graph = await gatewayWith();
    const asked = issuer.asked;
    const old = await issuer.token();
    const alsoOld = await issuer.token({ claims: { jti: 'khac' } });
    await Promise.all([old, alsoOld].map((token) => graph.ask('{ echo }', bearing(token))));
    expect(issuer.asked - asked).toBe(1);

    await issuer.rotate();
    inTheFuture(31_000); // asked for at most every 30 s
    expect((await graph.ask('{ echo }', bearing(await issuer.token()))).status).toBe(200);
    expect(issuer.asked - asked).toBe(2);
    inTheFuture(5 * 60_000);
    expectRefused(await graph.ask('{ echo }', bearing(old)), 'the token is not valid');
  });

  test('that cannot be fetched are no fault of the token', async () => {
    const graph = await gatewayWith();
    issuer.failure = 500;
    const token = await issuer.token();
    const answer = await graph.ask('{ echo }', bearing(token));
    expect(answer.status).toBe(503);
    expect(codesOf(answer)).toEqual(['ISSUER_UNREACHABLE']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(answer.text).not.toContain('127.0.0.1');
    expect((await graph.ask('{ echo }')).data).toEqual({ echo: 'nobody' });
    issuer.failure = null;
    expect((await graph.ask('{ echo }', bearing(token))).status).toBe(200);
  });
});

describe('agency and roles are read', () => {
  const cases: ReadonlyArray<readonly [string, Record<string, string>, TokenChange['claims'], string, string[]]> = [
    ['as they are', {}, {}, 'agency:bo-tai-chinh', ['REPORTER']],
    ['without the word agency', {}, { agency: 'bo-cong-an' }, 'agency:bo-cong-an', ['REPORTER']],
    ['in lower case', {}, { roles: ['reporter', 'verifier'] }, 'agency:bo-tai-chinh', ['REPORTER', 'VERIFIER']],
    ['as words with spaces between', {}, { roles: 'openid REPORTER EDITOR' }, 'agency:bo-tai-chinh', ['REPORTER', 'EDITOR']],
    ['without roles', {}, { roles: undefined }, 'agency:bo-tai-chinh', []],
    [
      'from inside of claims',
      { KETNOI_JWT_ROLES_CLAIM: 'realm_access.roles', KETNOI_JWT_AGENCY_CLAIM: 'unit.id' },
      { realm_access: { roles: ['VERIFIER'] }, unit: { id: ['bo-cong-an'] } },
      'agency:bo-cong-an',
      ['VERIFIER'],
    ],
    [
      'from a claim whose name is an address',
      { KETNOI_JWT_AGENCY_CLAIM: 'https://ketnoi.vn/agency' },
      { agency: undefined, 'https://ketnoi.vn/agency': 'bo-y-te' },
      'agency:bo-y-te',
      ['REPORTER'],
    ],
    [
      "by the issuer's own names, which leave no other",
      { KETNOI_JWT_ROLE_NAMES: 'REPORTER=bao-cao,REPORTER=nhap-lieu,VERIFIER=xac-minh' },
      { roles: ['nhap-lieu', 'ADMIN', 'quan-tri'] },
      'agency:bo-tai-chinh',
      ['REPORTER'],
    ],
  ];
  test.each(cases)('%s', async (_how, variables, claims, agencyId, roles) => {
    const identify = identifyByToken(settings(variables), null);
    const authorization = `Bearer ${await issuer.token({ claims })}`;
    expect(await identify(authorization)).toEqual({ agencyId, roles: new Set(roles) });
    expect(identify(authorization)).toMatchObject<Partial<Caller>>({ agencyId }); // at once, the second time
  });
});

describe('a gateway whose reading is closed', () => {
  let graph: Graph;
  const root = (path: string): string => new URL(path, graph.gateway.url).href;
  beforeAll(async () => {
    graph = await gatewayWith({ KETNOI_PUBLIC_READING: 'false' });
  });

  test('answers with a token and not without', async () => {
    expect((await graph.ask('{ echo }', bearing(await issuer.token()))).status).toBe(200);
    const answer = await graph.ask('{ echo }');
    expect(answer.status).toBe(401);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each(['/graphql?query={echo}', '/graphql?query={__schema{queryType{name}}}', '/khong-co', '/export/obligations.csv'])(
    'refuses GET %s',
    async (path) => {
      expect((await fetch(root(path), { headers: { 'apollo-require-preflight': '1' } })).status).toBe(401);
    },
  );

  test('still tells its health, and shows its page to a browser', async () => {
    expect((await fetch(root('/health/live'))).status).toBe(200);
    expect((await fetch(root('/health/ready'))).status).toBe(200);
    expect((await fetch(root('/graphql'), { headers: { accept: 'text/html' } })).status).toBe(200);
  });
});

async function publicKeyAsSecret(): Promise<TokenChange> {
  return { header: { alg: 'HS256' }, key: new TextEncoder().encode(await exportSPKI(issuer.publicKey)) };
}

async function strangersKey() {
  const stranger = await Issuer.start();
  await stranger.stop();
  return stranger.privateKey;
}
