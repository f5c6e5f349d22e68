import { startTestGraph, type TestGraph } from '../support/graph';
import { putEvents } from '../support/progress';

const departments = 'obligation:qd-468-qd-ubnd-dak-nong-2022/IV.2.k.1';
const central = 'obligation:qd-06-qd-ttg-2022/IV.3.k';
const department = (name: string) => `agency:so-${name}-tinh-dak-nong`;

interface Report {
  readonly agency: { readonly id: string };
  readonly obligation: { readonly id: string };
  readonly dueOn: string;
  readonly filedOn: string | null;
  readonly state: string;
  readonly daysLate: number | null;
}

describe('monthly reports', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
    const filed = (name: string, on: string, period = '2022-03') => ({
      duty: departments,
      kind: 'MONTHLY_REPORT_FILED' as const,
      by: department(name),
      on,
      period,
      parts: [department(name)],
    });
    await putEvents(graph.named('obligations').source, [
      filed('tu-phap', '2022-03-18'),
      filed('y-te', '2022-03-20'),
      filed('noi-vu', '2022-03-10', '2022-02'),
    ]);
  });
  afterAll(() => graph.close());

  async function reports(args: string): Promise<Report[]> {
    const { data, errors } = await graph.ask(
      `{ monthlyReports(${args}) { agency { id } obligation { id } dueOn filedOn state daysLate } }`,
    );
    expect(errors).toBeUndefined();
    return (data as { monthlyReports: Report[] }).monthlyReports;
  }
  const owed = (args: string) => reports(`filter: { obligationIds: ["${departments}"] }, ${args}`);
  const of = (found: readonly Report[], name: string) => found.find(({ agency }) => agency.id === department(name));

  it('are filed in time, late by days, or missing', async () => {
    const found = await owed('period: "2022-03", asOf: "2022-03-31"');
    expect(of(found, 'tu-phap')).toMatchObject({ dueOn: '2022-03-18', filedOn: '2022-03-18', state: 'IN_TIME', daysLate: null });
    expect(of(found, 'y-te')).toMatchObject({ filedOn: '2022-03-20', state: 'LATE', daysLate: 2 });
    expect(of(found, 'noi-vu')).toMatchObject({ filedOn: null, state: 'MISSING', daysLate: 13 });
    expect(found).toHaveLength(16);
  });

  it('are not yet due until their last day is past, and a report counts from the day it is filed', async () => {
    const found = await owed('period: "2022-03", asOf: "2022-03-17"');
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['NOT_YET_DUE']));
    expect(of(await owed('period: "2022-03", asOf: "2022-03-19"'), 'y-te')).toMatchObject({ filedOn: null, state: 'MISSING', daysLate: 1 });
  });

  it('are owed by those who bear the duty on the last day: departments of Đắk Nông until June 2025, of Lâm Đồng from July', async () => {
    const june = await owed('period: "2025-06"');
    const july = await owed('period: "2025-07"');
    expect(june.every(({ agency }) => agency.id.endsWith('dak-nong'))).toBe(true);
    expect(july.every(({ agency }) => agency.id.endsWith('lam-dong'))).toBe(true);
    const within = await reports('period: "2025-07", filter: { withinAgencyId: "agency:tinh-lam-dong" }');
    expect(within.filter(({ obligation }) => obligation.id === departments)).toEqual(july);
    expect(await reports('period: "2025-06", filter: { withinAgencyId: "agency:tinh-lam-dong" }')).not.toEqual([]);
  });

  it('are owed only from the document on: none for February 2022 by a decision of 1/3/2022', async () => {
    expect(await owed('period: "2022-02"')).toEqual([]);
  });

  it('of all ministries, bodies of the Government and provinces are due before 22 March 2022, which is the 21st', async () => {
    const found = await reports(`period: "2022-03", filter: { obligationIds: ["${central}"] }`);
    const { data } = await graph.ask(`{ obligation(id: "${central}") { bearers(asOf: "2022-03-21") { agency { id } } } }`);
    const { bearers } = (data as { obligation: { bearers: Array<{ agency: { id: string } }> } }).obligation;
    expect(bearers.length).toBeGreaterThan(22 + 63);
    expect(found.map(({ agency }) => agency.id).sort()).toEqual(bearers.map(({ agency }) => agency.id).sort());
    expect(new Set(found.map(({ dueOn }) => dueOn))).toEqual(new Set(['2022-03-21']));
  });

  it('can be asked for by agency and by state', async () => {
    const late = await reports('period: "2022-03", filter: { states: [IN_TIME, LATE] }');
    expect(late.map(({ agency }) => agency.id).sort()).toEqual([department('tu-phap'), department('y-te')]);
    const own = await reports(`period: "2022-03", filter: { agencyIds: ["${department('y-te')}"] }`);
    expect(own.map(({ obligation }) => obligation.id)).toEqual([departments]);
  });

  it('take as many SQL statements for one duty as for all', async () => {
    const statements = async (args: string) => {
      graph.log.reset();
      await reports(args);
      return graph.log.statements.filter((sql) => !/^SELECT id FROM|\/\*/.test(sql)).length;
    };
    expect(await statements('period: "2022-03"')).toBe(
      await statements(`period: "2022-03", filter: { obligationIds: ["${departments}"] }`),
    );
  });

  it.each(['2022-13', '2022-3', 'March', ''])('refuse the period %s', async (period) => {
    const { errors } = await graph.ask('query ($period: String!) { monthlyReports(period: $period) { state } }', { period });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('YYYY-MM');
  });
});
