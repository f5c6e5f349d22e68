import { startGateway, type RunningGateway } from '../../../gateway/gateway';
import { compose } from '../support';
import {
  Board,
  eachOf,
  eventually,
  follow,
  followStream,
  liveExecutor,
  rawRequest,
  sourcesOf,
  webSocketClient,
  type Followed,
} from './support';

const board = new Board();
const undo: (() => unknown)[] = [];
let gateway: RunningGateway;

beforeAll(async () => {
  const sources = sourcesOf(board);
  const inProcess = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, liveExecutor(source)]));
  const live = { maxPerConnection: 3, maxSubscriptions: 5, maxConnections: 4, keepAliveMs: 200 };
  gateway = await startGateway({
    supergraph: compose(sources),
    inProcess,
    host: '127.0.0.1',
    port: 0,
    production: false,
    logger: false,
    live,
  });
});
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
  await eventually(() => board.readers === 0 && gateway.load().subscriptions === 0 && gateway.load().webSockets === 0);
});
afterAll(() => gateway.stop());

function overWebSocket(query: string, variables?: Record<string, unknown>, options: Parameters<typeof webSocketClient>[1] = {}): Followed {
  const client = webSocketClient(gateway.url, options);
  undo.push(() => client.dispose());
  return follow(client, query, variables);
}

function overEvents(query: string, path = '', headers: Record<string, string> = {}): Followed {
  const followed = followStream(gateway.url + path, query, headers);
  undo.push(followed.stop);
  return followed;
}

async function begun(count = 1): Promise<void> {
  await eventually(() => board.readers === count);
}

const ITEM = 'pinned { id place { name } }';

describe.each([
  ['WebSocket', overWebSocket],
  ['Server-Sent Events', overEvents],
  ['Server-Sent Events at the path of the protocol', (query: string) => overEvents(query, '/stream')],
] as const)('over %s', (_transport, subscribe) => {
  test('events come as they happen, once and in order, with what other subgraphs know of them', async () => {
    const followed = subscribe(`subscription { ${ITEM} }`);
    await begun();
    const first = board.items.length;
    for (let index = 0; index < 50; index += 1) board.pin();
    await followed.reach(50);
    expect(eachOf(followed, 'pinned')).toEqual(
      board.items.slice(first).map(({ id, place }) => ({ id, place: { name: `Nơi ${place.id}` } })),
    );
    expect(followed.results).toHaveLength(50);
  });

  test('a fault in one event is one hole with one error, and the next event comes all the same', async () => {
    const followed = subscribe('subscription { pinned { text mood } }');
    await begun();
    board.pin(1, 'sad');
    board.pin(1, 'glad');
    await followed.reach(2);
    expect(followed.results).toEqual([
      {
        data: { pinned: { text: 'sad', mood: null } },
        errors: [{ message: 'moods are not told', path: ['pinned', 'mood'], extensions: { code: 'NO_MOOD' } }],
      },
      { data: { pinned: { text: 'glad', mood: 'fine' } } },
    ]);
  });

  test('fragments, aliases and conditions are answered as in queries', async () => {
    const followed = subscribe(
      'subscription { a: pinned { ...I n: id place @skip(if: true) { name } } } fragment I on Item { __typename }',
    );
    await begun();
    board.pin();
    await followed.reach(1);
    expect(JSON.stringify(followed.results[0])).toBe(
      JSON.stringify({ data: { a: { __typename: 'Item', n: String(board.items.length) } } }),
    );
  });

  test('who resumes after an event gets what follows it', async () => {
    board.pin(3);
    const followed = subscribe(`subscription { pinned(after: "${String(board.items.length - 2)}") { id } }`);
    await followed.reach(2);
    expect(eachOf(followed, 'pinned')).toEqual([board.items.length - 1, board.items.length].map((id) => ({ id: String(id) })));
  });

  test('a query is answered once', async () => {
    const followed = subscribe('{ size }');
    expect(await followed.ended()).toBeNull();
    expect(followed.results).toMatchObject([{ data: { size: board.items.length } }]);
  });
});

const refusals: [string, string, string][] = [
  ['a field that there is not', 'subscription { pinned { colour } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['two fields at once', 'subscription { a: pinned { id } b: pinned { id } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
  ['a mutation', 'mutation { clear }', 'BAD_REQUEST'],
  ['what its subgraph refuses', 'subscription { pinned(fail: "at once") { id } }', 'BAD_USER_INPUT'],
];

test.each(refusals)('%s is refused with its error over WebSocket', async (_sentence, query, code) => {
  const followed = overWebSocket(query);
  expect(await followed.ended()).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code }) })]);
  expect(followed.results).toEqual([]);
});

test.each(refusals)('%s is refused with its error over Server-Sent Events', async (_sentence, query, code) => {
  const followed = overEvents(query);
  expect(await followed.ended()).toBeNull();
  expect(followed.results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code))).toEqual([code]);
  expect(followed.results[0]?.data).toBeUndefined();
});

test('over HTTP as one answer a subscription is refused, with the ways that there are', async () => {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'subscription { pinned { id } }' }),
  });
  const { errors } = (await response.json()) as { errors: [{ message: string; extensions: { code: string } }] };
  expect(errors[0].extensions.code).toBe('BAD_REQUEST');
  expect(errors[0].message).toMatch(/WebSocket.*event-stream/);
});

test('a variable of the wrong type is refused', async () => {
  const followed = overWebSocket('subscription ($after: ID) { pinned(after: $after) { id } }', { after: {} });
  expect(await followed.ended()).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })]);
});

test('a bad As-Of closes the connection with what would be right', async () => {
  const closed = overWebSocket('{ size }', {}, { connectionParams: { 'As-Of': 'yesterday' } });
  expect(await closed.ended()).toMatchObject({ code: 4400, reason: expect.stringContaining('YYYY-MM-DD') });
});

test('a subscription above the most of a connection is refused, and the others go on', async () => {
  const client = webSocketClient(gateway.url);
  undo.push(() => client.dispose());
  const followed = [1, 2, 3].map(() => follow(client, 'subscription { pinned { id } }'));
  await begun(3);
  const fourth = follow(client, 'subscription { pinned { id } }');
  expect(await fourth.ended()).toEqual([
    expect.objectContaining({ message: expect.stringContaining('one connection'), extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }),
  ]);
  board.pin();
  for (const each of followed) await each.reach(1);
});

test('a subscription above the most of the process is refused until another ends', async () => {
  const followed = [1, 2, 3, 4, 5].map(() => overEvents('subscription { pinned { id } }'));
  await begun(5);
  const sixth = overEvents('subscription { pinned { id } }');
  await sixth.ended();
  expect(sixth.results[0]?.errors?.[0]).toMatchObject({ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } });
  followed[0]?.stop();
  await begun(4);
  overEvents('subscription { pinned { id } }');
  await begun(5);
});

test('a WebSocket above the most of the process is refused', async () => {
  const clients = [1, 2, 3, 4].map(() => overWebSocket('subscription { pinned { id } }'));
  await begun(4);
  expect(await overWebSocket('{ size }').ended()).toMatchObject({ message: expect.stringContaining('503') });
  clients[0]?.stop();
});

test('who stops one subscription of several keeps the others', async () => {
  const client = webSocketClient(gateway.url);
  undo.push(() => client.dispose());
  const [one, other] = [follow(client, 'subscription { pinned { id } }'), follow(client, 'subscription { pinned { id } }')];
  await begun(2);
  one.stop();
  await begun(1);
  board.pin();
  await other.reach(1);
  expect(one.results).toEqual([]);
});

test('a client of HTTP/1 that offers HTTP/2 gets its answer', async () => {
  const body = JSON.stringify({ query: '{ size }' });
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n`;
  expect(await rawRequest(gateway.url, head + body)).toMatch(/^HTTP\/1.1 200 OK[^]*"size":/);
});

test('a WebSocket is served at the graph only', async () => {
  const head = 'GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
  expect(await rawRequest(gateway.url, head)).toMatch(/^HTTP\/1.1 404 /);
});

test('each message of a stream has the id after which a reader resumes, and a silent stream shows that it is alive', async () => {
  const aborting = new AbortController();
  undo.push(() => {
    aborting.abort();
  });
  board.pin();
  const address = `${gateway.url}?query=${encodeURIComponent('subscription { pinned { id } }')}`;
  const response = await fetch(address, {
    headers: { accept: 'text/event-stream', 'last-event-id': String(board.items.length - 1) },
    signal: aborting.signal,
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let seen = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    seen += Buffer.from(chunk).toString();
    if (seen.split('\n:\n').length > 3) break;
  }
  const id = String(board.items.length);
  expect(seen).toContain(`id: ${String(board.items.length - 1)}\n\n`);
  expect(seen).toContain(`id: ${id}\nevent: next\ndata: {"data":{"pinned":{"id":"${id}"}}}\n\n`);
});
