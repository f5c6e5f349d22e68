import { startTestGraph, type TestGraph } from '../support/graph';

const query = `query ($first: Int!) {
  obligations(first: $first) {
    nodes {
      id
      leadAgencies { name }
      coordinatingAgencies { name }
      connections { id ends { name owner { name } } }
    }
  }
}`;

describe('SQL statements of a request', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function statementsFor(text: string, variables: Record<string, unknown>): Promise<number> {
    graph.log.reset();
    const { errors, data } = await graph.ask(text, variables);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(100);
    return graph.log.statements.length;
  }

  it('a hundred duties with leads, coordination and connections with both ends and their owners take at most twelve', async () => {
    const hundred = await statementsFor(query, { first: 100 });
    expect(hundred).toBeGreaterThan(3);
    expect(hundred).toBeLessThanOrEqual(12);
  });

  it('do not grow with the page', async () => {
    const few = await statementsFor(query, { first: 40 });
    const many = await statementsFor(query, { first: 100 });
    expect(many).toBe(few);
  });

  it('count a list of which nothing else is asked for, and do not read its page', async () => {
    graph.log.reset();
    const { data } = await graph.ask('{ few: obligations(first: 1) { totalCount } obligations(first: 2) { totalCount nodes { id } } }');
    expect(data.few.totalCount).toBe(data.obligations.totalCount);
    expect(graph.log.statements.filter((text) => text.includes('count(*)'))).toHaveLength(2);
    expect(graph.log.statements).toHaveLength(3);
  });

  it('read the pages of many lists with one', async () => {
    graph.log.reset();
    await graph.ask('{ obligations(first: 20) { nodes { children(first: 2) { edges { cursor } nodes { id } } } } }');
    expect(graph.log.statements).toHaveLength(2);
  });

  const nested: Array<[what: string, text: string]> = [
    [
      'statements, parents and children',
      '{ obligations(first: 100) { nodes { statements { path citation { label } } parents { id dueOn } children(first: 3) { totalCount nodes { id } } } } }',
    ],
    [
      'agencies with parents, children, codes and counterparts',
      '{ agencies(first: 100) { nodes { parent { name } children(first: 2) { totalCount nodes { name } } codes { value } counterpart(level: CENTRAL) { name } } } }',
    ],
    [
      'documents with force, relations and citations',
      '{ documents(first: 100) { nodes { force basedOn { number } implements { number } implementedBy { number } citations { asWritten } statements(first: 2) { totalCount } issuer { name } } } }',
    ],
    [
      'connections with duties and services',
      '{ dataConnections(first: 100) { nodes { ends { name connections(first: 2) { totalCount } } obligations(first: 2) { totalCount nodes { id } } earliestDueOn blocks { name } } } }',
    ],
  ];
  it.each(nested)('a hundred of %s take no more than a few', async (_, text) => {
    expect(await statementsFor(text, {})).toBeLessThanOrEqual(16);
  });
});
