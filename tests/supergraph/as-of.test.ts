import { startTestGraph, type TestGraph } from '../support/graph';

describe('the day of a question', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  const query =
    '{ agencies(filter: { kinds: [MINISTRY, MINISTERIAL_BODY] }) { totalCount } obligation(id: "obligation:qd-06-qd-ttg-2022/III.5.b.4") { standing document { force } } }';

  it('is today in Hanoi unless the As-Of header says otherwise, for every part of the graph', async () => {
    expect((await graph.ask(query)).data).toEqual({
      agencies: { totalCount: 17 },
      obligation: { standing: 'OPEN_OVERDUE', document: { force: 'IN_FORCE' } },
    });
    expect((await graph.ask(query, {}, { 'as-of': '2022-01-06' })).data).toEqual({
      agencies: { totalCount: 22 },
      obligation: { standing: 'OPEN_IN_TERM', document: { force: 'IN_FORCE' } },
    });
    expect((await graph.ask(query, {}, { 'as-of': '2022-01-05' })).data).toMatchObject({ obligation: { document: { force: 'NOT_YET' } } });
  });

  it('follows an asOf argument before the header', async () => {
    const { data } = await graph.ask(
      '{ agencies(filter: { kinds: [MINISTRY] }, asOf: "2022-01-06") { totalCount } }',
      {},
      { 'as-of': '2026-01-01' },
    );
    expect(data).toEqual({ agencies: { totalCount: 18 } });
  });

  it.each(['2022-02-30', 'yesterday', '2022-1-1'])('refuses the As-Of header %s and says what would be right', async (header) => {
    const answer = await graph.ask('{ agencies { totalCount } }', {}, { 'as-of': header });
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(answer.errors?.[0]?.message).toContain(header);
    expect(answer.errors?.[0]?.message).toContain('YYYY-MM-DD');
  });

  it('refuses a day that is not in the calendar, as literal and as variable', async () => {
    for (const answer of [
      await graph.ask('{ obligations(asOf: "2022-02-30") { totalCount } }'),
      await graph.ask('query ($day: Date) { obligations(asOf: $day) { totalCount } }', { day: '2022-02-30' }),
      await graph.ask('query ($day: Date!) { obligations(filter: { due: { from: $day } }) { totalCount } }', { day: '2022-02-30' }),
    ]) {
      expect(answer.data ?? { obligations: null }).toEqual({ obligations: null });
      expect(answer.errors).toHaveLength(1);
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(answer.errors?.[0]?.message).toContain('2022-02-30');
    }
  });
});
