import { startTestGraph, type TestGraph } from '../support/graph';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph.close());

/** More often than it takes for a query to be compiled. */
const OFTEN = 5;

describe('a query that is asked again and again', () => {
  it.each([
    [
      'of a page with its count',
      '{ obligations(first: 3) { totalCount pageInfo { hasNextPage } nodes { id dueOn leadAgencies { name } } } }',
    ],
    ['of things of many types', '{ search(text: "dan cu", first: 8) { label node { __typename id ... on Database { name } } } }'],
    ['of one thing by its id', '{ node(id: "agency:bo-tu-phap") { __typename id ... on Agency { name aliases } } }'],
    ['of something that there is not', '{ obligation(id: "obligation:none") { title } }'],
  ])('%s is answered each time as the first time', async (_, query) => {
    const first = await graph.ask(query);
    expect(first.errors).toBeUndefined();
    for (let time = 0; time < OFTEN; time += 1) expect(await graph.ask(query)).toEqual(first);
  });

  it('with a page that is too large is refused each time alike, with the code and the path', async () => {
    const query = '{ obligations(first: 1000) { nodes { id } } }';
    const first = await graph.ask(query);
    expect(first.errors).toMatchObject([{ path: ['obligations'], extensions: { code: 'BAD_USER_INPUT' } }]);
    for (let time = 0; time < OFTEN; time += 1) expect(await graph.ask(query)).toEqual(first);
  });

  it('with days that are none is refused each time alike', async () => {
    const query = 'query ($day: Date!) { obligations(asOf: $day, first: 1) { nodes { id } } }';
    expect((await graph.ask(query, { day: '2026-01-01' })).errors).toBeUndefined();
    const first = await graph.ask(query, { day: '2026-02-30' });
    expect(first.errors).toHaveLength(1);
    for (let time = 0; time < OFTEN; time += 1) expect(await graph.ask(query, { day: '2026-02-30' })).toEqual(first);
    expect((await graph.ask(query, { day: '2026-01-01' })).errors).toBeUndefined();
  });
});
