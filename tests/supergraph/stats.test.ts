import { startTestGraph, type TestGraph } from '../support/graph';

interface Group {
  readonly group: ReadonlyArray<{ readonly id: string | null; readonly label: string }>;
  readonly total: number;
  readonly openInTerm: number;
  readonly openOverdue: number;
  readonly undated: number;
  readonly leadDependsOnReading: number;
}

describe('duties counted in groups', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function stats(args: string): Promise<Group[]> {
    const { data, errors } = await graph.ask(
      `{ obligationStats(${args}) { group { id label } total openInTerm openOverdue undated leadDependsOnReading } }`,
    );
    expect(errors).toBeUndefined();
    return (data as { obligationStats: Group[] }).obligationStats;
  }
  async function total(filter: string, asOf: string): Promise<number> {
    const { data } = await graph.ask(`{ obligations(filter: ${filter}, asOf: "${asOf}") { totalCount } }`);
    return (data as { obligations: { totalCount: number } }).obligations.totalCount;
  }

  it('without a dimension are one group that holds all, each standing counted once', async () => {
    const [all, ...more] = await stats('groupBy: []');
    expect(more).toEqual([]);
    expect(all?.total).toBe(await total('{}', '2026-11-20'));
    expect((all?.openInTerm ?? 0) + (all?.openOverdue ?? 0) + (all?.undated ?? 0)).toBe(all?.total);
  });

  it('by level and standing agree with the list filtered the same way', async () => {
    const groups = await stats('groupBy: [LEVEL, STANDING], asOf: "2022-12-31"');
    for (const { group, total: counted } of groups) {
      expect(await total(`{ levels: [${group[0]?.id ?? ''}], standings: [${group[1]?.id ?? ''}] }`, '2022-12-31')).toBe(counted);
    }
  });

  it('by bearer agree with what each bearer owes on the day', async () => {
    const groups = await stats('groupBy: [BEARER], asOf: "2025-06-30"');
    const [largest] = groups.filter(({ group }) => group[0]?.id !== null);
    expect(await total(`{ bearerIds: ["${largest?.group[0]?.id ?? ''}"] }`, '2025-06-30')).toBe(largest?.total);
  });

  it('of QĐ 468 stand in Đắk Nông until 30/6/2025 and in Lâm Đồng from 1/7/2025', async () => {
    const province = async (asOf: string) =>
      (await stats(`groupBy: [PROVINCE], filter: { documentIds: ["document:qd-468-qd-ubnd-dak-nong-2022"] }, asOf: "${asOf}"`)).map(
        ({ group }) => group[0]?.label,
      );
    expect(await province('2025-06-30')).toContain('Tỉnh Đắk Nông');
    expect(await province('2025-07-01')).toContain('Tỉnh Lâm Đồng');
    expect(await province('2025-07-01')).not.toContain('Tỉnh Đắk Nông');
  });

  it("count the text's one lead of task I.11 or the appendix's two, as the reading says", async () => {
    const leads = async (reading: string) =>
      (await stats(`groupBy: [LEAD_AGENCY], reading: ${reading}, filter: { ids: ["obligation:qd-06-qd-ttg-2022/III.1.l"] }`))
        .map(({ group }) => group[0]?.id)
        .sort();
    expect(await leads('BODY_FIRST')).toHaveLength(1);
    expect(await leads('APPENDIX_FIRST')).toHaveLength(2);
    expect((await stats('groupBy: [], filter: { ids: ["obligation:qd-06-qd-ttg-2022/III.1.l"] }'))[0]?.leadDependsOnReading).toBe(1);
  });

  it('refuse a dimension named twice', async () => {
    const { errors } = await graph.ask('{ obligationStats(groupBy: [LEVEL, LEVEL]) { total } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('a scorecard agrees with the duties of the agency, ranks it in its level and shows twelve months', async () => {
    const query = `{ agency(id: "agency:bo-tai-chinh") {
      all: owes { totalCount } late: owes(filter: { standings: [OPEN_OVERDUE] }, first: 1) { totalCount nodes { id } }
      scorecard { total openOverdue openInTerm undated rankInLevel meanDaysLate oldestOverdue { id } nextDue { id dueOn } trend { on openOverdue fellDue } } } }`;
    const { data, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    const { all, late, scorecard } = (
      data as { agency: Record<string, { totalCount: number; nodes: Array<{ id: string }> } & Record<string, unknown>> }
    ).agency;
    expect(scorecard?.total).toBe(all?.totalCount);
    expect(scorecard?.openOverdue).toBe(late?.totalCount);
    expect(scorecard?.oldestOverdue).toEqual(late?.nodes[0]);
    expect(scorecard?.rankInLevel).toBeGreaterThanOrEqual(1);
    expect(scorecard?.nextDue).toEqual({ id: 'obligation:nd-278-2025-nd-cp/24', dueOn: '2026-12-31' });
    expect(scorecard?.trend).toHaveLength(12);
    expect((scorecard?.trend as Array<{ on: string }>).at(-1)?.on).toBe('2026-11-20');
  });
});
