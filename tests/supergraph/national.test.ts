import { operation, startTestGraph, type TestGraph } from '../support/graph';

interface Answer {
  readonly nationalList: { document: { number: string } | null; size: number; known: number; note: string; databases: unknown[] } | null;
  readonly databases: { totalCount: number };
  readonly calledNationalOnly: { nodes: Array<{ name: string; national: { national: boolean; reason: string } }> };
}

describe('national databases by law', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  it.each([
    ['2022-01-01', '714/QĐ-TTg', 6, 6],
    ['2024-06-01', '47/2024/NĐ-CP', 10, 10],
    ['2026-01-01', null, 0, 0],
    ['2026-11-20', '11/2026/QĐ-TTg', 20, 12],
  ])('on %s the list is that of %s with %i databases, %i of them known', async (on, number, size, known) => {
    const { data, errors } = await graph.ask(operation('NationalDatabases'), { on });
    expect(errors).toBeUndefined();
    const { nationalList, databases, calledNationalOnly } = data as Answer;
    expect([nationalList?.document?.number ?? null, nationalList?.size, nationalList?.known]).toEqual([number, size, known]);
    expect([databases.totalCount, nationalList?.databases.length]).toEqual([known, known]);
    expect(calledNationalOnly.nodes.every(({ national }) => !national.national)).toBe(true);
    expect(calledNationalOnly.nodes.map(({ name }) => name)).toContain('Cơ sở dữ liệu quốc gia về quản lý tài sản, thu nhập');
  });

  const query = `query ($id: ID!, $on: Date!) { database(id: $id) { national(asOf: $on) { national reason en: reason(language: EN) list { number } } } }`;
  it.each([
    ['csdlqg-dan-cu', '2025-08-18', true, '47/2024/NĐ-CP', 'On the list of 10'],
    ['csdlqg-dan-cu', '2025-08-19', false, null, 'No list in force'],
    ['csdlqg-dan-cu', '2026-05-18', false, null, 'No list in force'],
    ['csdlqg-dan-cu', '2026-05-19', true, '11/2026/QĐ-TTg', 'On the list of 20'],
    ['csdl-thue', '2024-06-01', false, '47/2024/NĐ-CP', 'Not on the list'],
    ['csdlqg-tai-chinh', '2026-11-20', false, '11/2026/QĐ-TTg', 'Not known to be on it'],
    ['csdlqg-dan-cu', '2015-01-01', false, null, 'No list is known'],
  ])('%s on %s: %s by %s', async (id, on, national, number, reason) => {
    const { data, errors } = await graph.ask(query, { id: `database:${id}`, on });
    expect(errors).toBeUndefined();
    expect(data.database.national).toMatchObject({ national, list: number === null ? null : { number } });
    expect(data.database.national.en).toContain(reason);
    expect(data.database.national.reason).not.toBe(data.database.national.en);
  });
});
