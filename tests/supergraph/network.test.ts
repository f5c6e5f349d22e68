import { Network } from '../../subgraphs/databases/network/Network';
import { operation, startTestGraph, type TestGraph } from '../support/graph';

describe('the network of some connections', () => {
  const links = (...pairs: string[]) => pairs.map((pair) => ({ id: pair, a: pair[0] ?? '', b: pair[1] ?? '' }));
  const cases: Array<[what: string, pairs: string[], articulation: string]> = [
    ['a pair', ['ab'], ''],
    ['a line', ['ab', 'bc', 'cd'], 'bc'],
    ['a star', ['ab', 'ac', 'ad'], 'a'],
    ['a ring', ['ab', 'bc', 'ca'], ''],
    ['two rings that meet', ['ab', 'bc', 'ca', 'cd', 'de', 'ec'], 'c'],
    ['two components', ['ab', 'bc', 'xy'], 'b'],
  ];
  it.each(cases)('%s breaks apart without: %s → %s', (_, pairs, articulation) => {
    const network = new Network(links(...pairs));
    const nodes = [...new Set(pairs.join(''))].sort();
    expect(nodes.filter((node) => network.place(node).articulationPoint).join('')).toBe(articulation);
  });

  it('numbers components from the largest, and a database without connections stands alone', () => {
    const network = new Network(links('ab', 'bc', 'xy'));
    expect(network.place('b')).toEqual({ degree: 2, betweenness: 1 / 6, articulationPoint: true, component: 1, componentSize: 3 });
    expect(network.place('x')).toMatchObject({ component: 2, componentSize: 2 });
    expect(network.place('z')).toEqual({ degree: 0, betweenness: 0, articulationPoint: false, component: 0, componentSize: 1 });
  });

  it('of no connections is empty', () => {
    const network = new Network([]);
    expect(network.byDegree()).toEqual([]);
    expect(network.path('a', 'b')).toBeNull();
  });

  it('finds a shortest path, none, or the empty one', () => {
    const network = new Network(links('ab', 'bc', 'cd', 'ad', 'xy'));
    expect(network.path('a', 'd')).toEqual(['ad']);
    expect(network.path('a', 'c')).toHaveLength(2);
    expect(network.path('a', 'x')).toBeNull();
    expect(network.path('a', 'z')).toBeNull();
    expect(network.path('a', 'a')).toEqual([]);
  });
});

describe('the network of a day', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  it('is a star: the population database has the highest degree and breaks the network when lost', async () => {
    const { data, errors } = await graph.ask(operation('HighestDegree'));
    expect(errors).toBeUndefined();
    const [first, second] = data.mostConnectedDatabases;
    expect(first).toMatchObject({ id: 'database:csdlqg-dan-cu', network: { articulationPoint: true, component: 1 } });
    expect(first.network.degree).toBeGreaterThan(2 * (second.network.degree - 1));
    expect(first.network.betweenness).toBeGreaterThan(5 * second.network.betweenness);
  });

  it('counts named connections only, and the implied ones apart', async () => {
    const { data } = await graph.ask(
      '{ database(id: "database:csdlqg-dan-cu") { network { degree impliedDegree } connections(first: 100) { totalCount } } }',
    );
    const { network, connections } = data.database as {
      network: { degree: number; impliedDegree: number };
      connections: { totalCount: number };
    };
    expect(network.degree + network.impliedDegree).toBe(connections.totalCount);
    expect(network.impliedDegree).toBeGreaterThan(0);
  });

  it('grows with the documents: nothing before QĐ 06, more after Đắk Nông', async () => {
    const degree = async (asOf: string) => {
      const { data } = await graph.ask(
        'query ($asOf: Date) { database(id: "database:csdlqg-dan-cu") { network(asOf: $asOf) { degree componentSize } } }',
        {
          asOf,
        },
      );
      return data.database.network as { degree: number; componentSize: number };
    };
    expect(await degree('2022-01-05')).toEqual({ degree: 0, componentSize: 1 });
    const before = await degree('2022-02-28');
    const after = await degree('2022-03-01');
    expect(before.degree).toBeGreaterThan(25);
    expect(after.degree).toBeGreaterThan(before.degree);
  });

  it('is computed once for a day and kept', async () => {
    const query = '{ databases(first: 100) { nodes { network { degree betweenness } } } }';
    await graph.ask(query);
    graph.log.reset();
    await graph.ask(query);
    expect(graph.log.statements.filter((statement) => statement.includes('FROM data_connection'))).toEqual([]);
    expect(graph.log.statements.length).toBeLessThanOrEqual(3);
  });

  it('leads from civil status to insurance over two connections, and before QĐ 06 not at all', async () => {
    const { data } = await graph.ask(operation('PathBetweenDatabases'));
    expect(data.connectionPath).toHaveLength(2);
    const path = data.connectionPath as Array<{ ends: Array<{ name: string }> }>;
    const ends = path.flatMap((connection) => connection.ends.map((end) => end.name));
    expect(ends).toEqual(expect.arrayContaining(['Cơ sở dữ liệu hộ tịch điện tử toàn quốc', 'Cơ sở dữ liệu quốc gia về bảo hiểm']));
    expect((await graph.ask(operation('PathBetweenDatabases'), { asOf: '2022-01-05' })).data).toEqual({ connectionPath: null });
    const same = await graph.ask(operation('PathBetweenDatabases'), { to: 'database:csdl-ho-tich' });
    expect(same.data).toEqual({ connectionPath: [] });
  });

  it('leads from tax to civil status through the population database, not through a portal that is as near', async () => {
    const { data } = await graph.ask(operation('PathBetweenDatabases'), { from: 'database:csdl-thue', to: 'database:csdl-ho-tich' });
    expect((data.connectionPath as Array<{ id: string }>).map(({ id }) => id)).toEqual([
      'connection:csdl-thue~csdlqg-dan-cu',
      'connection:csdl-ho-tich~csdlqg-dan-cu',
    ]);
  });

  it.each(['from', 'to'])('refuses an unknown database as %s', async (argument) => {
    const { errors } = await graph.ask(operation('PathBetweenDatabases'), { [argument]: 'database:khong-co' });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argumentPath: [argument] });
    expect(errors?.[0]?.message).toContain('database:khong-co');
  });
});
