import type { RequestListener, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { ask, codesOf, compose, executorOf, nullsIn, pathsOf, serve, start, stopAll, type Answer, type Sources } from '../support';

const sources: Sources = {
  core: {
    sdl: `
      type Product @key(fields: "upc") { upc: ID! name: String! }
      type Basket { first: Product again: Product }
      type Query { products: [Product!]! product(upc: ID!): Product basket: Basket }
    `,
    resolvers: {
      Query: {
        products: () => [
          { upc: '1', name: 'Bàn' },
          { upc: '2', name: 'Ghế' },
        ],
        product: (_: unknown, { upc }: { upc: string }) => ({ upc, name: 'Bàn' }),
        basket: () => ({ first: { upc: '1', name: 'Bàn' }, again: { upc: '1', name: 'Bàn' } }),
      },
    },
  },
  extra: {
    sdl: `
      type Product @key(fields: "upc") { upc: ID! price: Int weight: Float cover: Cover state: State tags: [String!] seller: Seller! bestSeller: Seller }
      type Cover { color: String size: Int! }
      enum State { NEW USED }
      interface Seller { name: String! }
      type Person implements Seller { name: String! }
      type Firm implements Seller { name: String! }
      type Query { headline: String lucky: Int! secrets(day: String): [String!] }
      type Mutation { shout(text: String!): String }
    `,
  },
  duties: {
    sdl: 'type Product @key(fields: "upc") { upc: ID! price: Int @external duty: Int @requires(fields: "price") }',
    resolvers: { Product: { duty: ({ price }: { price?: number }) => (price ?? 1000) / 10 } },
  },
};

const inProcess = { core: executorOf(sources.core as Sources[string]), duties: executorOf(sources.duties as Sources[string]) };
const SECRET = 'postgres://admin:hunter2@10.0.0.7/db';
const json = (response: ServerResponse, body: unknown, status = 200): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

let listener: RequestListener;
let graphUrl: string;
let extraUrl: string;
let calls = 0;
const sockets: ServerResponse[] = [];

beforeAll(async () => {
  extraUrl = await serve((request, response) => {
    calls += 1;
    listener(request, response);
  });
  const supergraph = compose(sources, { extra: extraUrl });
  graphUrl = (await start({ supergraph, inProcess, timeoutMs: 400, maxAnswerBytes: 100_000 })).url;
});
afterEach(() => {
  calls = 0;
  for (const response of sockets.splice(0)) response.destroy();
});
afterAll(stopAll);

function expectNothingLeaked({ text }: Answer): void {
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|hunter2|stack|undici|node_modules|_entities|representations|evil/);
}

/** Each hole has its error, and each error its hole. */
function expectOneErrorPerHole(answer: Answer): void {
  expect(pathsOf(answer).sort()).toEqual(nullsIn(answer.data).sort());
}

describe('a subgraph that gives no usable answer', () => {
  const bad = 'SUBGRAPH_BAD_RESPONSE';
  test.each<[string, string, RequestListener]>([
    ['cuts the connection', 'SUBGRAPH_UNREACHABLE', (request) => request.socket.destroy()],
    [
      'cuts the connection within its answer',
      'SUBGRAPH_UNREACHABLE',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 }).write('{"da', () => response.destroy()),
    ],
    ['never answers', 'SUBGRAPH_TIMEOUT', (_, response) => void sockets.push(response)],
    [
      'never ends its answer',
      'SUBGRAPH_TIMEOUT',
      (_, response) => sockets.push(response.writeHead(200, { 'content-type': 'application/json' })) > 0 && response.write('{'),
    ],
    ['redirects', bad, (_, response) => response.writeHead(302, { location: 'http://evil.example/' }).end()],
    [
      'redirects with a body',
      bad,
      (_, response) =>
        response
          .writeHead(307, { location: 'http://evil.example/', 'content-type': 'application/json' })
          .end('{"data":{"headline":"evil"}}'),
    ],
    ['answers with a page', bad, (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>${SECRET}</h1>`)],
    ['answers with an error page', bad, (_, response) => response.writeHead(500, { 'content-type': 'text/html' }).end(SECRET)],
    ['answers with an error in JSON', bad, (_, response) => json(response, { error: SECRET }, 500)],
    ['answers with broken JSON', bad, (_, response) => json(response, '{"data":{')],
    ['answers with nothing', bad, (_, response) => json(response, '')],
    ['answers with too much', bad, (_, response) => json(response, { data: { headline: 'x'.repeat(200_000) } })],
    ['answers null', bad, (_, response) => json(response, 'null')],
    ['answers with a list', bad, (_, response) => json(response, [])],
    ['answers with neither data nor errors', bad, (_, response) => json(response, {})],
    ['answers null data without errors', bad, (_, response) => json(response, { data: null })],
    ['answers null data and no errors in a list', bad, (_, response) => json(response, { data: null, errors: [] })],
    ['answers with data that are no object', bad, (_, response) => json(response, { data: 'x' })],
    ['answers with data of other fields', bad, (_, response) => json(response, { data: { other: 1 } })],
    [
      'reports an unforeseen error',
      'SUBGRAPH_ERROR',
      (_, response) =>
        json(response, { data: null, errors: [{ message: SECRET, extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [SECRET] } }] }),
    ],
    ['reports an error without a code', 'SUBGRAPH_ERROR', (_, response) => json(response, { errors: [{ message: SECRET }] }, 500)],
    ['reports errors that are none', 'SUBGRAPH_ERROR', (_, response) => json(response, { data: null, errors: [SECRET] })],
  ])('that %s leaves holes with the code %s', async (_sentence, code, fault) => {
    listener = fault;
    const answer = await ask(graphUrl, '{ products { name price state } headline }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      products: [
        { name: 'Bàn', price: null, state: null },
        { name: 'Ghế', price: null, state: null },
      ],
      headline: null,
    });
    expectOneErrorPerHole(answer);
    expect(new Set(codesOf(answer))).toEqual(new Set([code]));
    expectNothingLeaked(answer);
    listener = (_, response) => json(response, { data: { headline: 'Tin' } });
    expect((await ask(graphUrl, '{ headline }')).data).toEqual({ headline: 'Tin' });
  });

  test('that refuses connections leaves holes with the code SUBGRAPH_UNREACHABLE', async () => {
    const { url } = await start({ supergraph: compose(sources, { extra: 'http://127.0.0.1:9/graphql' }), inProcess });
    const answer = await ask(url, '{ products { name price } }');
    expect(answer.data).toEqual({
      products: [
        { name: 'Bàn', price: null },
        { name: 'Ghế', price: null },
      ],
    });
    expectOneErrorPerHole(answer);
    expect(answer.errors?.[0]).toEqual({
      message: 'the subgraph "extra" cannot be reached; try again later',
      path: ['products', 0, 'price'],
      extensions: { code: 'SUBGRAPH_UNREACHABLE', subgraph: 'extra' },
    });
    expectNothingLeaked(answer);
  });

  test('in this process, too, is bounded in time and keeps its words to itself', async () => {
    const unwell = {
      ...inProcess,
      duties: () => new Promise<ExecutionResult>(() => undefined),
      extra: () => Promise.reject(new Error(SECRET)),
    };
    const { url } = await start({ supergraph: compose(sources), inProcess: unwell, timeoutMs: 50 });
    const answer = await ask(url, '{ product(upc: "1") { name price } headline }');
    expect(codesOf(answer)).toEqual(['SUBGRAPH_ERROR', 'SUBGRAPH_ERROR']);
    expectOneErrorPerHole(answer);
    expectNothingLeaked(answer);
  });

  test('does not hold later calls for the same', async () => {
    listener = (_, response) => (calls === 1 ? void sockets.push(response) : json(response, { data: { headline: 'Tin' } }));
    const [first, ...later] = await Promise.all([
      ask(graphUrl, '{ headline }'),
      ...[1, 2, 3].map(async (each) => {
        await new Promise((resolve) => setTimeout(resolve, 10 * each));
        const since = Date.now();
        const { data } = await ask(graphUrl, '{ headline }');
        return { data, quick: Date.now() - since < 250 };
      }),
    ]);
    expect(codesOf(first)).toEqual(['SUBGRAPH_TIMEOUT']);
    expect(later).toEqual(Array(3).fill({ data: { headline: 'Tin' }, quick: true }));
  });

  test('is not sent a mutation twice', async () => {
    listener = (request) => request.socket.destroy();
    expect(codesOf(await ask(graphUrl, 'mutation { shout(text: "a") }'))).toEqual(['SUBGRAPH_UNREACHABLE']);
    expect(calls).toBe(1);
  });

  test('leaves a hole, not a wrong value, where another subgraph needs what it failed to give', async () => {
    listener = (request) => request.socket.destroy();
    const answer = await ask(graphUrl, '{ product(upc: "1") { name duty } }');
    expect(answer.data).toEqual({ product: { name: 'Bàn', duty: null } });
    expect(pathsOf(answer)).toEqual(['product.duty']);
    expect(codesOf(answer)).toEqual(['SUBGRAPH_UNREACHABLE']);
  });

  test('takes away what cannot be without it, with one error', async () => {
    listener = (request) => request.socket.destroy();
    const { data, errors } = await ask(graphUrl, '{ product(upc: "1") { name price seller { name } } }');
    expect(data).toEqual({ product: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.path).toEqual(['product', 'seller']);
    expect(await ask(graphUrl, '{ lucky product(upc: "1") { name } }')).toMatchObject({ data: null, errors: [{ path: ['lucky'] }] });
  });
});

describe('an answer of the wrong shape', () => {
  const product = (fields: object): object => ({ _entities: [fields] });
  test.each<[string, string, object, string, unknown]>([
    [
      'a list for an object',
      '{ product(upc: "1") { name cover { color } } }',
      product({ cover: [] }),
      'product.cover',
      { name: 'Bàn', cover: null },
    ],
    ['an object for a list', '{ product(upc: "1") { tags } }', product({ tags: {} }), 'product.tags', { tags: null }],
    ['a text for an object', '{ product(upc: "1") { cover { color } } }', product({ cover: 'x' }), 'product.cover', { cover: null }],
    ['a text for a number', '{ product(upc: "1") { price } }', product({ price: '12' }), 'product.price', { price: null }],
    ['a fraction for a whole number', '{ product(upc: "1") { price } }', product({ price: 1.5 }), 'product.price', { price: null }],
    [
      'a number in a list of texts',
      '{ product(upc: "1") { name tags } }',
      product({ tags: ['a', 1] }),
      'product.tags.1',
      { name: 'Bàn', tags: null },
    ],
    ['null in a list that has none', '{ product(upc: "1") { tags } }', product({ tags: ['a', null] }), 'product.tags.1', { tags: null }],
    ['an unknown value of an enum', '{ product(upc: "1") { state } }', product({ state: 'evil' }), 'product.state', { state: null }],
    [
      'null where there may be none',
      '{ product(upc: "1") { cover { color size } } }',
      product({ cover: { color: 'đỏ', size: null } }),
      'product.cover.size',
      { cover: null },
    ],
    [
      'a missing field',
      '{ product(upc: "1") { cover { color size } } }',
      product({ cover: { size: 1 } }),
      'product.cover.color',
      { cover: { color: null, size: 1 } },
    ],
    [
      'an unknown type',
      '{ product(upc: "1") { bestSeller { name } } }',
      product({ bestSeller: { __typename: 'evil', name: 'x' } }),
      'product.bestSeller',
      { bestSeller: null },
    ],
    [
      'a type that cannot stand there',
      '{ product(upc: "1") { bestSeller { __typename } } }',
      product({ bestSeller: { __typename: 'Cover', name: 'x' } }),
      'product.bestSeller',
      { bestSeller: null },
    ],
    [
      'no type',
      '{ product(upc: "1") { bestSeller { __typename name } } }',
      product({ bestSeller: { name: 'x' } }),
      'product.bestSeller',
      { bestSeller: null },
    ],
    ['too few entities', '{ product(upc: "1") { price } }', { _entities: [] }, 'product.price', { price: null }],
    ['too many entities', '{ product(upc: "1") { price } }', { _entities: [{ price: 1 }, { price: 2 }] }, 'product.price', { price: null }],
    ['no list of entities', '{ product(upc: "1") { price } }', { _entities: { price: 1 } }, 'product.price', { price: null }],
    ['an entity that is none', '{ product(upc: "1") { price } }', { _entities: ['evil'] }, 'product.price', { price: null }],
    [
      'an entity of an unknown type',
      '{ product(upc: "1") { price } }',
      product({ __typename: 'evil', price: 1 }),
      'product.price',
      { price: null },
    ],
    [
      'a key of all objects',
      '{ product(upc: "1") { cover { color } } }',
      JSON.parse(
        '{"_entities":[{"cover":{"__proto__":{"evil":1},"constructor":{"prototype":{"evil":1}}},"__proto__":{"cover":{"evil":1}}}]}',
      ) as object,
      'product.cover.color',
      { cover: { color: null } },
    ],
  ])('%s is an error at its place', async (_sentence, query, data, path, expected) => {
    listener = (_, response) => json(response, { data });
    const answer = await ask(graphUrl, query);
    expect(answer.data).toEqual({ product: expected });
    expect(pathsOf(answer)).toEqual([path]);
    expect(codesOf(answer)).toEqual(['SUBGRAPH_BAD_RESPONSE']);
    expectNothingLeaked(answer);
    expect(({} as Record<string, unknown>).evil).toBeUndefined();
  });

  test('an entity that a subgraph does not know is null, and no error', async () => {
    listener = (_, response) => json(response, { data: { _entities: [{ price: 1, tags: null }, null] } });
    const answer = await ask(graphUrl, '{ products { price tags } }');
    expect(answer).toMatchObject({
      data: {
        products: [
          { price: 1, tags: null },
          { price: null, tags: null },
        ],
      },
    });
    expect(answer.errors).toBeUndefined();
  });
});

describe('an error a subgraph reports', () => {
  const report = (data: unknown, ...errors: object[]): void => {
    listener = (_, response) => json(response, { data, errors });
  };

  test('for the client keeps its words, its code and the argument it is about', async () => {
    const argumentPath = ['input', 'effectiveOn'];
    report(
      { headline: null },
      {
        message: 'day: got 30/2; send YYYY-MM-DD',
        path: ['headline'],
        extensions: { code: 'BAD_USER_INPUT', argumentPath, trace: SECRET, stacktrace: [SECRET] },
      },
    );
    const answer = await ask(graphUrl, '{ headline }');
    expect(answer.errors).toEqual([
      { message: 'day: got 30/2; send YYYY-MM-DD', path: ['headline'], extensions: { code: 'BAD_USER_INPUT', argumentPath } },
    ]);
  });

  test('of the domain keeps its words and its code', async () => {
    report(null, { message: 'obligation o1: COMPLETED cannot become NOT_STARTED', extensions: { code: 'ILLEGAL_TRANSITION' } });
    expect((await ask(graphUrl, '{ headline }')).errors).toEqual([
      { message: 'obligation o1: COMPLETED cannot become NOT_STARTED', path: ['headline'], extensions: { code: 'ILLEGAL_TRANSITION' } },
    ]);
  });

  test('about one entity of several stands at that entity', async () => {
    report(
      {
        _entities: [
          { price: 5, cover: { color: 'đỏ' } },
          { price: null, cover: { color: null } },
        ],
      },
      { message: 'no', path: ['_entities', 1, 'price'], extensions: { code: 'FORBIDDEN' } },
      { message: SECRET, path: ['_entities', 1, 'cover', 'color'] },
    );
    const answer = await ask(graphUrl, '{ products { price cover { color } } }');
    expect(answer.data).toEqual({
      products: [
        { price: 5, cover: { color: 'đỏ' } },
        { price: null, cover: { color: null } },
      ],
    });
    expect(pathsOf(answer)).toEqual(['products.1.price', 'products.1.cover.color']);
    expect(codesOf(answer)).toEqual(['FORBIDDEN', 'SUBGRAPH_ERROR']);
    expectNothingLeaked(answer);
  });

  test('about an entity that stands in two places stands in both', async () => {
    report(
      { _entities: [{ price: null }], _e0: [{ price: null }] },
      { message: 'no', path: ['_entities', 0, 'price'], extensions: { code: 'FORBIDDEN' } },
      { message: 'no', path: ['_e0', 0, 'price'], extensions: { code: 'FORBIDDEN' } },
    );
    const answer = await ask(graphUrl, '{ basket { first { name price } again { price } } }');
    expect(pathsOf(answer).sort()).toEqual(['basket.again.price', 'basket.first.price']);
  });

  test('about a value that is there all the same is told once', async () => {
    report({ headline: 'Tin' }, { message: 'stale', extensions: { code: 'STALE' } });
    expect(await ask(graphUrl, '{ headline }')).toMatchObject({
      data: { headline: 'Tin' },
      errors: [{ message: 'stale', extensions: { code: 'STALE' } }],
    });
  });

  test('twice for one hole is told once', async () => {
    report(
      { headline: null },
      { message: 'a', path: ['headline'], extensions: { code: 'A_CODE' } },
      { message: 'b', path: ['headline'], extensions: { code: 'B_CODE' } },
    );
    expect(codesOf(await ask(graphUrl, '{ headline }'))).toEqual(['A_CODE']);
  });

  test('about a field that is only needed by another subgraph stands where it is missed', async () => {
    report({ _entities: [{ price: null }] }, { message: 'no', path: ['_entities', 0, 'price'], extensions: { code: 'FORBIDDEN' } });
    const answer = await ask(graphUrl, '{ product(upc: "1") { duty } }');
    expect(answer).toMatchObject({
      data: { product: { duty: null } },
      errors: [{ path: ['product', 'duty'], extensions: { code: 'FORBIDDEN' } }],
    });
    expect(answer.errors).toHaveLength(1);
  });
});
