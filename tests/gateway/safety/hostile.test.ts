import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { attacks, type Attack } from '../../../bench/hostile/attacks';
import { startTestGraph, type TestGraph } from '../../support/graph';

const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.4';
const MOST_BYTES = 50_000;
const MOST_OF_AN_ADDRESS = 12_000;

interface Refused {
  readonly status: number;
  readonly text: string;
}

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph.close());

async function post(path: string, { request, body = JSON.stringify(request) }: Attack, headers = {}): Promise<Refused> {
  const response = await fetch(graph.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}

function addressOf({ request }: Attack): string {
  const parameters = new URLSearchParams({ query: request?.query ?? '' });
  if (request?.variables !== undefined) parameters.set('variables', JSON.stringify(request.variables));
  return `?${parameters.toString()}`;
}

async function get(path: string, attack: Attack, headers = {}): Promise<Refused> {
  const response = await fetch(graph.url + path + addressOf(attack), { headers });
  return { status: response.status, text: await response.text() };
}

/** While an attack is answered, somebody else asks what anybody may ask. */
async function withAnotherClient<T>(attack: Promise<T>): Promise<T> {
  const { status, data } = await graph.ask(`{ obligation(id: "${DUTY}") { id } }`);
  expect([status, data]).toEqual([200, { obligation: { id: DUTY } }]);
  return attack;
}

function codesIn(text: string): string[] {
  const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
  return errors.map(({ extensions }) => extensions.code);
}

function expectRefused({ status, text }: Refused, codes: readonly string[]): void {
  expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
  expect(codesIn(text)).not.toEqual([]);
  expect(codes).toEqual(expect.arrayContaining(codesIn(text)));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
}

const cases = attacks.map((attack) => [attack.name, attack] as const);
const ofRequests = cases.filter(([, { request }]) => request !== null);
/** An address has room for few characters, and none for half of a surrogate pair. */
const ofAddresses = ofRequests.filter(
  ([, attack]) => addressOf(attack).length < MOST_OF_AN_ADDRESS && !/\\ud[89a-f]/.test(JSON.stringify(attack.request)),
);

describe('with POST is refused, while others are served:', () => {
  test.each(cases)('%s', async (_name, attack) => {
    expectRefused(await withAnotherClient(post('', attack)), attack.codes);
  });
});

describe('with GET is refused, while others are served:', () => {
  test.each(ofAddresses)('%s', async (_name, attack) => {
    expectRefused(await withAnotherClient(get('', attack)), attack.codes);
  });

  test('an address that is too long', async () => {
    const response = await fetch(`${graph.url}?query=${'a'.repeat(100_000)}`);
    expectRefused({ status: response.status, text: await response.text() }, ['HEADERS_TOO_LARGE']);
  });
});

/** What is wrong with an operation is told in the stream; then the status is that of a stream. */
function withoutStream({ status, text }: Refused): Refused {
  const [, told] = /^data: (.+)$/m.exec(text) ?? [];
  return told === undefined ? { status, text } : { status: 400, text: told };
}

describe('as a stream of events is refused, while others are served:', () => {
  const stream = { accept: 'text/event-stream' };
  test.each(cases)('%s', async (_name, attack) => {
    expectRefused(withoutStream(await withAnotherClient(post('/stream', attack, stream))), attack.codes);
  });

  test.each(ofAddresses)('%s, with GET', async (_name, attack) => {
    expectRefused(withoutStream(await withAnotherClient(get('/stream', attack, stream))), attack.codes);
  });
});

describe('over WebSocket is refused, while others are served:', () => {
  test.each(ofRequests)('%s', async (_name, { codes, request }) => {
    const client = createClient({ url: graph.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const ended = new Promise<unknown>((resolve) => {
      const end = () => {
        resolve(null);
      };
      client.subscribe(request as { query: string }, { next: resolve, error: resolve, complete: end });
    });
    const end = await withAnotherClient(ended);
    await client.dispose();
    // A message that is too large ends the connection.
    if (codes.includes('BODY_TOO_LARGE')) expect(end).toMatchObject({ code: 1009 });
    else {
      const errors = Array.isArray(end) ? end : (end as { errors: unknown }).errors;
      expectRefused({ status: 400, text: JSON.stringify({ errors }) }, codes);
    }
  });
});

test('nothing is polluted by what is called __proto__', () => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('names of properties that every object has are names like others', async () => {
  const query = `query toString($constructor: ID!) { constructor: obligation(id: $constructor) { toString: id hasOwnProperty: id ...valueOf } } fragment valueOf on Obligation { prototype: id }`;
  const { data } = await graph.ask(query, { constructor: DUTY });
  expect(data).toEqual({ constructor: { toString: DUTY, hasOwnProperty: DUTY, prototype: DUTY } });
});
