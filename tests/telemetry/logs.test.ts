import { createLocalJWKSet } from 'jose';
import { day } from '../../domain/calendar';
import { startGateway } from '../../gateway/gateway';
import { fixedClock } from '../../shared/clock';
import { developmentIssuer } from '../../shared/identity/developmentKey';
import { identifyByToken } from '../../shared/identity/tokens';
import { openSubgraphs } from '../../subgraphs/runtime';
import { takeStore } from '../../testkit/store/database';
import { makeTokenPress } from '../../testkit/tokens';
import { testServer } from '../support/store';
import { schemaFile } from '../support/subgraphs';
import { writeText } from '../support/writes';
import { watch, type Watching } from './support';

const AGENCY = 'agency:bo-tu-phap';
const SECRETS = ['một ghi chú kín', 'khóa của lần ghi', 'III.5.b.4'];
const undo: Array<() => Promise<unknown>> = [];

let watching: Watching;
let url: string;
let token: string;
beforeAll(async () => {
  watching = await watch('ketnoi', { KETNOI_LOG: 'info', KETNOI_SLOW_SQL_MS: '0', KETNOI_SLOW_OPERATION_MS: '0' });
  const { observation } = watching;
  const { url: server, prefix } = testServer();
  const store = await takeStore(server, prefix);
  const press = makeTokenPress();
  const settings = { issuer: null, agencyClaim: 'agency', rolesClaim: 'roles', roleNames: null, publicReading: true };
  const { name, audience, algorithm } = developmentIssuer;
  const identify = identifyByToken(settings, createLocalJWKSet({ keys: [{ ...press.publicKey, kty: 'EC', alg: algorithm }] }));
  token = press.tokenFor({ iss: name, aud: audience }, AGENCY, ['REPORTER']);
  const { databaseUrl, schemaPrefix } = store;
  const subgraphs = await openSubgraphs({
    databaseUrl,
    schemaPrefix,
    clock: fixedClock(day('2026-11-20')),
    identify,
    poolSize: 3,
    observation,
  });
  const inProcess = Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute]));
  const supergraph = schemaFile('supergraph.graphql');
  const gateway = await startGateway({ supergraph, inProcess, host: '127.0.0.1', port: 0, production: false, identify, observation });
  url = gateway.url;
  undo.push(
    () => store.release(),
    () => Promise.all(subgraphs.map((subgraph) => subgraph.close())),
    () => gateway.stop(),
  );
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

async function send(body: object, headers: Record<string, string> = {}): Promise<{ response: Response; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  await new Promise((resolve) => setImmediate(resolve));
  return { response, text };
}

function entriesOf(requestId: string | null): ReadonlyArray<Record<string, unknown>> {
  return watching.entries.filter((entry) => entry.requestId === requestId);
}

test('each request leaves an entry: id, operation, caller, cost, status and how long it took', async () => {
  const { response } = await send({ query: 'query Names { agencies(first: 2) { nodes { name } } }' }, { 'x-request-id': 'cua-toi-1' });
  expect(response.headers.get('x-request-id')).toBe('cua-toi-1');
  const [entry] = entriesOf('cua-toi-1').filter(({ route }) => route === '/graphql');
  expect(entry).toMatchObject({ operation: 'Names', type: 'query', status: 200, method: 'POST', caller: 'address:127.0.0.1', errors: [] });
  expect(entry?.cost).toBeGreaterThan(0);
  expect(entry?.durationMs).toBeGreaterThan(0);
});

test('an id that could not stand in a header or a log is replaced', async () => {
  const { response } = await send({ query: '{ __typename }' }, { 'x-request-id': 'a b"c' });
  expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('statements of requests that are answered at the same time are told each under its own request', async () => {
  const query = 'query AtOnce($first: Int!) { agencies(first: $first) { nodes { name successions { effectiveFrom } } } }';
  const statementsOf = async (id: string, first: number): Promise<number> => {
    await send({ query, variables: { first } }, { 'x-request-id': id });
    return entriesOf(id).filter(({ msg }) => msg === 'slow statement').length;
  };
  await statementsOf('lan-dau', 9); // what is only looked up once
  const alone = await statementsOf('mot-minh', 4);
  expect(alone).toBeGreaterThan(1);
  const together = await Promise.all(['cung-luc-1', 'cung-luc-2', 'cung-luc-3'].map((id, index) => statementsOf(id, index + 1)));
  expect(together).toEqual([alone, alone, alone]);
});

test('a write tells who wrote, and neither what nor with which token', async () => {
  const input = {
    idempotencyKey: SECRETS[1],
    agencyId: AGENCY,
    obligationId: 'obligation:qd-06-qd-ttg-2022/III.5.b.4',
    effectiveOn: '2026-11-20',
    status: 'IN_PROGRESS',
    percent: 40,
    note: SECRETS[0],
  };
  const { response, text } = await send({ query: writeText('reportProgress'), variables: { input } }, { authorization: `Bearer ${token}` });
  expect(text).toContain(SECRETS[0]);
  const entries = entriesOf(response.headers.get('x-request-id'));
  expect(entries.find(({ route }) => route === '/graphql')).toMatchObject({
    operation: 'Write',
    type: 'mutation',
    caller: AGENCY,
    status: 200,
  });
  expect(entries.some(({ msg, statement }) => msg === 'slow statement' && String(statement).includes('$1'))).toBe(true);
  for (const secret of [...SECRETS, token, token.slice(-20)]) expect(watching.text()).not.toContain(secret);
});

test('values that are written into the operation itself stay out as well, also where it is refused', async () => {
  const query = `mutation Inline { reportProgress(input: { idempotencyKey: "${String(SECRETS[1])}", agencyId: "${AGENCY}",
    obligationId: "obligation:qd-06-qd-ttg-2022/III.5.b.4", effectiveOn: "2026-11-20", status: COMPLETED, note: "${String(SECRETS[0])}" }) { userErrors { code } } }`;
  const { response } = await send({ query }, { authorization: `Bearer ${token}x` });
  expect(response.status).toBe(401);
  const answered = await send({ query });
  const entry = entriesOf(answered.response.headers.get('x-request-id')).find(({ msg }) => msg === 'slow request');
  expect(entry).toMatchObject({ operation: 'Inline', slow: true });
  expect(entry?.document).toContain('note: _');
  for (const secret of [...SECRETS, token.slice(-20)]) expect(watching.text()).not.toContain(secret);
});

test('an error is told without what it carries along', () => {
  const error = Object.assign(new Error('duplicate key'), { parameters: ['một ghi chú kín'], code: '23505' });
  watching.observation.log.error({ err: error }, 'unforeseen');
  expect(watching.entries.at(-1)).toMatchObject({ level: 'error', err: { message: 'duplicate key', code: '23505' } });
  expect(watching.text()).not.toContain(SECRETS[0]);
});
