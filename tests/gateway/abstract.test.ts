import { startGraph, stopAll, type Graph, type Sources } from './support';

interface Work {
  id: string;
  title: string;
  kind: 'Book' | 'Film';
}
const works: Work[] = [
  { id: 'b1', title: 'Truyện Kiều', kind: 'Book' },
  { id: 'f1', title: 'Mùi đu đủ xanh', kind: 'Film' },
];
const typeOf = { __resolveType: ({ kind }: Work) => kind };
const workOf = ({ id }: { id: string }): Work | null => works.find((work) => work.id === id) ?? null;

export const library: Sources = {
  works: {
    sdl: `
      interface Work @key(fields: "id") { id: ID! title: String! }
      type Book implements Work @key(fields: "id") { id: ID! title: String! pages: Int }
      type Film implements Work @key(fields: "id") { id: ID! title: String! minutes: Int }
      union Shelf = Book | Film
      type Ghost @inaccessible { id: ID! }
      union Haunted = Book | Ghost
      type Query { works: [Work!]! shelf: [Shelf!]! work(id: ID!): Work haunted: [Haunted] }
    `,
    resolvers: {
      Work: { ...typeOf, __resolveReference: workOf },
      Shelf: typeOf,
      Haunted: typeOf,
      Book: { pages: () => 300, __resolveReference: workOf },
      Film: { minutes: () => 104, __resolveReference: workOf },
      Query: {
        works: () => works,
        shelf: () => works,
        work: (_: unknown, args: { id: string }) => workOf(args),
        haunted: () => [works[0], { id: 'g', kind: 'Ghost' }],
      },
    },
  },
  ratings: {
    sdl: `
      type Work @key(fields: "id") @interfaceObject { id: ID! stars: Int! title: String! @external headline: String! @requires(fields: "title") }
      type Query { best: Work top: [Work!]! }
    `,
    resolvers: {
      Work: { stars: ({ id }: { id: string }) => id.length + 2, headline: ({ title }: { title: string }) => `★ ${title}` },
      Query: { best: () => ({ id: 'f1' }), top: () => [{ id: 'f1' }, { id: 'b1' }] },
    },
  },
  shops: {
    sdl: `
      interface Priced { price: Int }
      type Book implements Priced @key(fields: "id") { id: ID! price: Int state: State cover: Cover! }
      type Film implements Priced @key(fields: "id") { id: ID! price: Int state: State cover: Cover }
      type Cover { color: String }
      enum State { NEW USED LOST @inaccessible }
      type Query { wares: [Priced!]! }
    `,
    resolvers: {
      Priced: { __resolveType: ({ id }: Work) => (id.startsWith('b') ? 'Book' : 'Film') },
      Book: { price: () => 90, state: () => 'USED', cover: () => ({ color: 'đỏ' }) },
      Film: { price: () => 45, state: () => 'LOST', cover: () => null },
      Query: { wares: () => [{ id: 'b1' }, { id: 'f1' }] },
    },
  },
};

/** As Apollo composes it: this composition forgets that a field of an interface object is external. */
const withExternal = (supergraph: string): string =>
  supergraph.replace(
    /(interface Work[^{]*\{[^}]*title: String!)/,
    '$1 @join__field(graph: WORKS) @join__field(graph: RATINGS, external: true)',
  );

describe('interfaces, unions and enums', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(library, { overHttp: true, edit: withExternal });
  });
  afterAll(stopAll);

  test.each<[string, string, unknown]>([
    [
      'an interface is answered with the type of each object',
      '{ works { __typename title } }',
      {
        works: [
          { __typename: 'Book', title: 'Truyện Kiều' },
          { __typename: 'Film', title: 'Mùi đu đủ xanh' },
        ],
      },
    ],
    [
      'fragments choose among the members of a union',
      '{ shelf { ... on Book { pages price } ...F } } fragment F on Film { minutes }',
      { shelf: [{ pages: 300, price: 90 }, { minutes: 104 }] },
    ],
    [
      'a fragment on an interface applies to the members of a union',
      '{ shelf { ... on Work { title } ... on Priced { price } } }',
      {
        shelf: [
          { title: 'Truyện Kiều', price: 90 },
          { title: 'Mùi đu đủ xanh', price: 45 },
        ],
      },
    ],
    [
      'fields of other subgraphs are found through an interface',
      '{ works { title ... on Book { price } } }',
      { works: [{ title: 'Truyện Kiều', price: 90 }, { title: 'Mùi đu đủ xanh' }] },
    ],
    ['an object that matches no fragment is empty', '{ shelf { ... on Film { minutes } } }', { shelf: [{}, { minutes: 104 }] }],
    [
      'a subgraph adds a field to every type of an interface',
      '{ works { id stars } }',
      {
        works: [
          { id: 'b1', stars: 4 },
          { id: 'f1', stars: 4 },
        ],
      },
    ],
    [
      'such a field may require one of the interface',
      '{ works { headline } }',
      { works: [{ headline: '★ Truyện Kiều' }, { headline: '★ Mùi đu đủ xanh' }] },
    ],
    [
      'an object known only by its interface answers the fields of the interface',
      '{ best { id stars } }',
      { best: { id: 'f1', stars: 4 } },
    ],
    [
      'its own type is asked for where it is needed',
      '{ top { __typename stars ... on Book { title } ... on Film { id } } }',
      {
        top: [
          { __typename: 'Film', stars: 4, id: 'f1' },
          { __typename: 'Book', stars: 4, title: 'Truyện Kiều' },
        ],
      },
    ],
    [
      'an interface object gets its other fields',
      '{ best { title headline } }',
      { best: { title: 'Mùi đu đủ xanh', headline: '★ Mùi đu đủ xanh' } },
    ],
    [
      'members of one union may allow null where others do not',
      '{ shelf { ... on Book { cover { color } } ... on Film { own: cover { color } } } }',
      { shelf: [{ cover: { color: 'đỏ' } }, { own: null }] },
    ],
    [
      'type names may go by other names',
      '{ works { kind: __typename id } }',
      {
        works: [
          { kind: 'Book', id: 'b1' },
          { kind: 'Film', id: 'f1' },
        ],
      },
    ],
  ])('%s', async (_sentence, query, data) => {
    const answer = await graph.ask(query);
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
  });

  test('an operation that cannot be planned is refused with a code', async () => {
    const answer = await graph.ask('{ top { ... on Book { pages } } }');
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'OPERATION_NOT_PLANNABLE' } }] });
    expect(answer.text).not.toContain('walker');
  });

  test('an operation that is not planned in time is refused with a code, and is answered when there is time', async () => {
    const fields = Array.from(
      { length: 60 },
      (_, index) => `w${String(index)}: works { title stars headline ... on Book { pages price } }`,
    );
    const query = `{ ${fields.join(' ')} }`;
    const time = jest.spyOn(AbortSignal, 'timeout').mockImplementationOnce(() => {
      const limit = new AbortController();
      queueMicrotask(() => {
        limit.abort();
      });
      return limit.signal;
    });
    const answer = await graph.ask(query);
    time.mockRestore();
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }] });
    expect(Object.keys((await graph.ask(query)).data as object)).toHaveLength(60);
  });

  test('a value of an enum that the public schema lacks is an error at its place, and not shown', async () => {
    const answer = await graph.ask('{ wares { ... on Book { state } ... on Film { state } } }');
    expect(answer.data).toEqual({ wares: [{ state: 'USED' }, { state: null }] });
    expect(answer.errors).toEqual([
      { message: expect.any(String), path: ['wares', 1, 'state'], extensions: { code: 'SUBGRAPH_BAD_RESPONSE' } },
    ]);
    expect(answer.text).not.toContain('LOST');
  });

  test('an object of a type that the public schema lacks is an error at its place, and not shown', async () => {
    const answer = await graph.ask('{ haunted { __typename ... on Book { title } } }');
    expect(answer.data).toEqual({ haunted: [{ __typename: 'Book', title: 'Truyện Kiều' }, null] });
    expect(answer.errors).toEqual([{ message: expect.any(String), path: ['haunted', 1], extensions: { code: 'SUBGRAPH_BAD_RESPONSE' } }]);
    expect(answer.text).not.toContain('Ghost');
  });
});
