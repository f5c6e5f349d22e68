import { parse, print, type ObjectTypeDefinitionNode } from 'graphql';
import { withoutReentries, withReentries, type Reentries } from '../../scripts/schema/reentry';
import { ask, codesOf, compose, executorOf, pathsOf, start, stopAll, type Sources } from './support';

const payload = (query: string) => `type Payload { done: Int!${query} }`;
const sdl = (query: string) => `type Query { written: Int! } type Mutation { write: Payload! } ${payload(query)}`;

let written = 0;
let failing = false;
const sources = {
  log: {
    sdl: sdl(' query: Query'),
    resolvers: {
      Query: { written: () => written },
      Mutation: {
        write: () => {
          written += 1;
          return { done: written, query: {} };
        },
      },
    },
  },
  names: {
    sdl: 'type Query { name(id: ID!): Named, must: String! } type Named @key(fields: "id") { id: ID! text: String }',
    resolvers: {
      Query: {
        name: (_: unknown, { id }: { id: string }) => ({ id, text: `${id} after ${String(written)}` }),
        must: (): string => {
          if (failing) throw new Error('secret');
          return 'there';
        },
      },
    },
  },
};

let url: string;
beforeAll(async () => {
  const reentries: Reentries = new Map();
  withoutReentries(parse(sources.log.sdl), reentries);
  const supergraph = withReentries(parse(compose({ ...sources, log: { sdl: sdl('') } })), reentries);
  const inProcess = Object.fromEntries(Object.entries<Sources[string]>(sources).map(([name, source]) => [name, executorOf(source)]));
  url = (await start({ supergraph: print(supergraph), inProcess })).url;
});
afterAll(stopAll);
beforeEach(() => {
  written = 0;
  failing = false;
});

describe('a mutation whose answer leads back to Query', () => {
  it('lets every subgraph be asked, as it is after the write', async () => {
    const { data, errors } = await ask(url, 'mutation ($id: ID!) { write { done query { written name(id: $id) { id text } } } }', {
      variables: { id: 'a' },
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ write: { done: 1, query: { written: 1, name: { id: 'a', text: 'a after 1' } } } });
  });

  it('keeps several writes of one request apart', async () => {
    const { data } = await ask(
      url,
      'mutation { a: write { done query { x: name(id: "a") { text } } } b: write { query { name(id: "b") { text } } } }',
    );
    expect(data).toEqual({ a: { done: 1, query: { x: { text: 'a after 2' } } }, b: { query: { name: { text: 'b after 2' } } } });
  });

  it('loses nothing of the write when what is asked after it fails', async () => {
    failing = true;
    const answer = await ask(url, 'mutation { write { done query { must } } }');
    expect(answer.data).toEqual({ write: { done: 1, query: null } });
    expect([pathsOf(answer), codesOf(answer)]).toEqual([['write.query.must'], ['SUBGRAPH_ERROR']]);
  });
});

describe('composing', () => {
  it('refuses a way back to Query in a type of several subgraphs', () => {
    const [field] = (parse('type P { query: Query }').definitions[0] as ObjectTypeDefinitionNode).fields ?? [];
    const shared = parse('type P @join__type(graph: A) @join__type(graph: B) { id: ID }');
    expect(() => withReentries(shared, new Map([['P', field === undefined ? [] : [field]]]))).toThrow('of several subgraphs');
  });
});
