import { startGraph, stopAll, type Graph, type Sources } from './support';

interface Product {
  upc: string;
  name: string;
  weight: number;
  price: number;
}
const products: Product[] = [
  { upc: '1', name: 'Bàn', weight: 10, price: 100 },
  { upc: '2', name: 'Ghế', weight: 4, price: 30 },
];
const byUpc = ({ upc }: { upc: string }): Product | null => products.find((product) => product.upc === upc) ?? null;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let journal: string[] = [];

const shop: Sources = {
  catalogue: {
    sdl: `
      type Product @key(fields: "upc") { upc: ID! name(loud: Boolean = false): String! weight: Int price: Int secret: String @inaccessible maker: Maker }
      type Maker @key(fields: "id") { id: ID! }
      type Query { product(upc: ID!): Product products(filter: Filter): [Product!]! greet(name: String = "bạn"): String! shared: Shared! @shareable }
      type Shared { a: Int @shareable }
      input Filter { upcs: [ID!] least: Int = 0 }
      type Mutation { log(text: String!): [String!]! }
    `,
    resolvers: {
      Query: {
        product: (_: unknown, args: { upc: string }) => byUpc(args),
        products: (_: unknown, { filter }: { filter?: { upcs?: string[]; least: number } }) =>
          products.filter(({ upc, price }) => (filter?.upcs?.includes(upc) ?? true) && price >= (filter?.least ?? 0)),
        greet: (_: unknown, { name }: { name: string }) => `Chào ${name}`,
        shared: () => ({ a: 1 }),
      },
      Product: {
        __resolveReference: byUpc,
        name: ({ name }: Product, { loud }: { loud: boolean }) => (loud ? name.toUpperCase() : name),
        maker: ({ upc }: Product) => ({ id: `m${upc}` }),
      },
      Mutation: {
        log: async (_: unknown, { text }: { text: string }) => {
          await pause(20);
          journal.push(text);
          return [...journal];
        },
      },
    },
  },
  shipping: {
    sdl: `
      type Product @key(fields: "upc") { upc: ID! weight: Int @external price: Int @external tax: Int @external ship: Int @requires(fields: "weight price") total: Int @requires(fields: "price tax") }
      type Query { shared: Shared! @shareable }
      type Shared { a: Int @shareable b: Int }
      type Mutation { note(text: String!): [String!]! }
    `,
    resolvers: {
      Product: {
        ship: ({ weight, price }: Product) => (price > 50 ? 0 : weight * 2),
        total: ({ price, tax }: { price: number; tax: number }) => price + tax,
      },
      Query: { shared: () => ({ a: 1, b: 2 }) },
      Mutation: {
        note: (_: unknown, { text }: { text: string }) => {
          journal.push(text);
          return [...journal];
        },
      },
    },
  },
  people: {
    sdl: `
      type Maker @key(fields: "id") { id: ID! name: String! city: String nick: String @shareable }
      type Product @key(fields: "upc") { upc: ID! ship: Int @external tax: Int @requires(fields: "ship") }
      type Query { makers: [Maker!]! }
    `,
    resolvers: {
      Maker: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `Xưởng ${id}`, city: id === 'm1' ? null : 'Huế', nick: 'people' }),
      },
      Product: { tax: ({ ship }: { ship: number }) => ship + 3 },
      Query: { makers: () => [{ id: 'm9', name: 'Xưởng m9', city: 'Đà Lạt' }] },
    },
  },
  reviews: {
    sdl: `
      type Review @key(fields: "id") { id: ID! product: Product! author: Maker @provides(fields: "nick") }
      type Maker @key(fields: "id") { id: ID! nick: String @external }
      type Product @key(fields: "upc", resolvable: false) { upc: ID! }
      type Query { reviews: [Review!]! }
    `,
    resolvers: { Query: { reviews: () => [{ id: 'r1', product: { upc: '2' }, author: { id: 'm2', nick: 'provided' } }] } },
  },
};

describe.each([
  ['subgraphs in process', false],
  ['subgraphs over HTTP', true],
])('a query over several subgraphs, %s', (_, overHttp) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(shop, { overHttp });
  });
  afterAll(stopAll);
  beforeEach(() => {
    journal = [];
    graph.received.length = 0;
  });

  test.each<[string, string, unknown]>([
    ['an entity is put together from its subgraphs', '{ product(upc: "2") { name ship } }', { product: { name: 'Ghế', ship: 8 } }],
    ['a required field may itself require another', '{ product(upc: "2") { total } }', { product: { total: 41 } }],
    ['an unknown entity is null', '{ product(upc: "9") { name ship maker { name } } }', { product: null }],
    [
      'an entity within an entity is found',
      '{ products { maker { name city } } }',
      { products: [{ maker: { name: 'Xưởng m1', city: null } }, { maker: { name: 'Xưởng m2', city: 'Huế' } }] },
    ],
    [
      'what a subgraph provides is taken from it',
      '{ reviews { author { nick } product { name } } }',
      { reviews: [{ author: { nick: 'provided' }, product: { name: 'Ghế' } }] },
    ],
    ['a root field that two subgraphs share is put together', '{ shared { b a } }', { shared: { b: 2, a: 1 } }],
    [
      'one field may be asked for twice under two names',
      '{ a: product(upc: "1") { n: name m: name(loud: true) ship } b: product(upc: "2") { ship } }',
      { a: { n: 'Bàn', m: 'BÀN', ship: 0 }, b: { ship: 8 } },
    ],
    [
      'the same key in several places is merged',
      '{ product(upc: "1") { name maker { id } ... on Product { maker { name } ...F } } } fragment F on Product { maker { city } ship }',
      { product: { name: 'Bàn', maker: { id: 'm1', name: 'Xưởng m1', city: null }, ship: 0 } },
    ],
    ['input objects take their defaults', '{ products(filter: { upcs: ["1", "2"], least: 50 }) { upc } }', { products: [{ upc: '1' }] }],
    ['arguments take their defaults', '{ greet }', { greet: 'Chào bạn' }],
    ['the type name of the root is known without asking anyone', '{ __typename t: __typename }', { __typename: 'Query', t: 'Query' }],
    [
      'type names stand beside data',
      '{ __typename product(upc: "1") { type: __typename ship } }',
      { __typename: 'Query', product: { type: 'Product', ship: 0 } },
    ],
  ])('%s', async (_sentence, query, data) => {
    const answer = await graph.ask(query);
    expect(answer).toMatchObject({ status: 200, data });
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
  });

  test.each<[string, string, Record<string, unknown>, unknown]>([
    [
      'variables take their defaults',
      'query ($upc: ID! = "2", $least: Int = 20) { product(upc: $upc) { upc } products(filter: { least: $least }) { upc } }',
      {},
      { product: { upc: '2' }, products: [{ upc: '1' }, { upc: '2' }] },
    ],
    [
      'variables reach only the subgraph that needs them',
      'query ($upc: ID!, $loud: Boolean) { product(upc: $upc) { name(loud: $loud) ship } }',
      { upc: '2', loud: true },
      { product: { name: 'GHẾ', ship: 8 } },
    ],
    ['a null variable is a null argument', 'query ($name: String) { greet(name: $name) }', { name: null }, { greet: 'Chào null' }],
    [
      'an input object may be a variable',
      'query ($filter: Filter) { products(filter: $filter) { upc } }',
      { filter: { least: 50 } },
      { products: [{ upc: '1' }] },
    ],
    [
      'what is skipped is not in the answer',
      'query ($no: Boolean!) { product(upc: "1") { upc ship @skip(if: $no) maker @include(if: $no) { id } } }',
      { no: true },
      { product: { upc: '1', maker: { id: 'm1' } } },
    ],
    [
      'what is not skipped is in the answer',
      'query ($no: Boolean!) { product(upc: "1") { upc ship @skip(if: $no) maker @include(if: $no) { id } } }',
      { no: false },
      { product: { upc: '1', ship: 0 } },
    ],
  ])('%s', async (_sentence, query, variables, data) => {
    const answer = await graph.ask(query, { variables });
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
  });

  test('skipped fields cost no call', async () => {
    await graph.ask('query ($no: Boolean!) { product(upc: "1") { upc ship @skip(if: $no) } }', { variables: { no: true } });
    expect(graph.received.map(({ subgraph }) => subgraph)).toEqual(['catalogue']);
  });

  test('mutations run one after another, across subgraphs', async () => {
    const { data } = await graph.ask('mutation { one: log(text: "a") two: note(text: "b") three: log(text: "c") }');
    expect(data).toEqual({ one: ['a'], two: ['a', 'b'], three: ['a', 'b', 'c'] });
  });

  test('introspection and data may be asked for in one operation', async () => {
    const { data, errors } = await graph.ask(
      'query ($t: String!) { __type(name: $t) { name fields { name } } product(upc: "1") { ship } ...S } fragment S on Query { __schema { queryType { name } } }',
      { variables: { t: 'Maker' } },
    );
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe(
      '{"__type":{"name":"Maker","fields":[{"name":"id"},{"name":"name"},{"name":"city"},{"name":"nick"}]},"product":{"ship":0},"__schema":{"queryType":{"name":"Query"}}}',
    );
  });

  test('the public schema has nothing of federation and nothing inaccessible', async () => {
    const { data } = await graph.ask('{ __schema { types { name } directives { name } } __type(name: "Product") { fields { name } } }');
    const text = JSON.stringify(data);
    expect(text).not.toMatch(/join__|link__|_Entity|_Any|_Service|secret|inaccessible/);
    expect((await graph.ask('{ products { secret } }')).status).toBe(400);
  });

  test('of several operations the one named is run', async () => {
    const query = 'query A { greet(name: "A") } query B { greet(name: "B") }';
    expect((await graph.ask(query, { operationName: 'B' })).data).toEqual({ greet: 'Chào B' });
    expect((await graph.ask(query, { operationName: 'A' })).data).toEqual({ greet: 'Chào A' });
    expect(await graph.ask(query, { operationName: 'C' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
  });

  test.each([
    ['a missing variable', 'query ($upc: ID!) { product(upc: $upc) { upc } }', {}],
    ['a variable of the wrong type', 'query ($upc: ID!) { product(upc: $upc) { upc } }', { upc: { a: 1 } }],
    ['an unknown field of an input object', 'query ($f: Filter) { products(filter: $f) { upc } }', { f: { most: 1 } }],
  ])('%s is the client’s error', async (_sentence, query, variables) => {
    const answer = await graph.ask(query, { variables });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(graph.received).toEqual([]);
  });
});
