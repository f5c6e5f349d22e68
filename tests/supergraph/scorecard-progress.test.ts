import { startTestGraph, type TestGraph } from '../support/graph';
import { putEvents } from '../support/progress';

interface Scorecard {
  readonly total: number;
  readonly completedLate: number;
  readonly completedOnTime: number;
  readonly openOverdue: number;
  readonly meanDaysLate: number;
  readonly nextDue: { readonly id: string } | null;
  readonly oldestOverdue: { readonly id: string } | null;
  readonly trend: ReadonlyArray<{ readonly on: string; readonly openOverdue: number; readonly fellDue: number }>;
}

describe('the scorecard of an agency that reports', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  const asOf = '2022-11-30';
  const scorecard = async () => {
    const { data, errors } = await graph.ask(
      `{ agency(id: "agency:bo-tai-chinh") { scorecard(asOf: "${asOf}") { total completedLate completedOnTime openOverdue meanDaysLate
        nextDue { id } oldestOverdue { id } trend { on openOverdue fellDue } } } }`,
    );
    expect(errors).toBeUndefined();
    return (data as { agency: { scorecard: Scorecard } }).agency.scorecard;
  };
  const overdue = async () => {
    const { data } = await graph.ask(
      `{ agency(id: "agency:bo-tai-chinh") { owes(asOf: "${asOf}", filter: { standings: [OPEN_OVERDUE] }) { nodes { id daysLate(asOf: "${asOf}") } } } }`,
    );
    return (data as { agency: { owes: { nodes: Array<{ id: string; daysLate: number }> } } }).agency.owes.nodes;
  };

  it('counts what was done late, forgets it as overdue from the day it was done, and names only open duties as next and oldest', async () => {
    const before = await scorecard();
    const [oldest, second, ...rest] = await overdue();
    expect(before.oldestOverdue).toEqual({ id: oldest?.id });
    const next = before.nextDue?.id ?? '';
    await putEvents(graph.named('obligations').source, [
      { duty: oldest?.id ?? '', on: '2022-06-15', status: 'COMPLETED' },
      { duty: next, on: '2022-11-15', status: 'COMPLETED' },
    ]);
    const after = await scorecard();
    expect(after).toMatchObject({
      total: before.total,
      completedLate: before.completedLate + 1,
      completedOnTime: before.completedOnTime + 1,
      openOverdue: before.openOverdue - 1,
      oldestOverdue: { id: second?.id },
    });
    expect(after.nextDue?.id).not.toBe(next);
    const doneLate = 135; // 2022-01-31 to 2022-06-15
    const open = [second, ...rest].map((duty) => duty?.daysLate ?? 0);
    expect(after.meanDaysLate).toBeCloseTo((doneLate + open.reduce((sum, days) => sum + days, 0)) / (open.length + 1), 9);
    expect(after.trend.map(({ on, openOverdue }, index) => [on, (before.trend[index]?.openOverdue ?? 0) - openOverdue])).toEqual([
      ['2021-12-31', 0],
      ['2022-01-31', 0],
      ['2022-02-28', 0],
      ['2022-03-31', 0],
      ['2022-04-30', 0],
      ['2022-05-31', 0],
      ['2022-06-30', 1],
      ['2022-07-31', 1],
      ['2022-08-31', 1],
      ['2022-09-30', 1],
      ['2022-10-31', 1],
      ['2022-11-30', 1],
    ]);
    expect(after.trend.map(({ fellDue }) => fellDue)).toEqual(before.trend.map(({ fellDue }) => fellDue));
  });
});
