import { addDays, day, type CalendarDate } from '../../domain/calendar';
import { dutyProgressOn, type DutyProgress } from '../../domain/progress';
import { daysLateOn, dueInForce, standingOn, standings } from '../../domain/standing';
import { dutyFacts, Obligation } from '../../subgraphs/obligations/Obligation';
import { dutyLogs, type DutyLog } from '../../subgraphs/obligations/state/log';
import { putEvents, type TestEvent } from '../support/progress';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

/** A third of the duties untouched, the others reported, rejected, verified and extended in many orders and at many days. */
function happenings(ids: readonly string[]): TestEvent[] {
  let state = 42;
  const upTo = (most: number) => (state = (state * 48271) % 2147483647) % most;
  const on = () => addDays(day('2022-01-10'), upTo(900));
  return ids.flatMap((duty, index): TestEvent[] => {
    if (index % 3 === 0) return [];
    const reported = on();
    const status = (['COMPLETED', 'COMPLETED', 'IN_PROGRESS', 'SUSPENDED'] as const)[upTo(4)];
    const first: TestEvent[] = [
      { duty, on: reported, status },
      { duty, on: on(), status: 'IN_PROGRESS' },
    ];
    const decided: TestEvent = {
      duty,
      on: addDays(reported, upTo(40)),
      kind: upTo(2) === 0 ? 'REPORT_VERIFIED' : 'REPORT_REJECTED',
      about: 1,
    };
    const extended: TestEvent = { duty, on: on(), kind: 'EXTENSION_GRANTED', newDueOn: on() };
    return [...first, ...(upTo(3) === 0 ? [] : [decided]), ...(upTo(3) === 0 ? [extended] : [])];
  });
}

interface Known {
  readonly record: Obligation;
  readonly log: DutyLog;
}

describe('standing in SQL', () => {
  let graph: OpenedSubgraphs;
  let known: Known[];
  beforeAll(async () => {
    graph = await openTestSubgraphs();
    const { source } = graph.named('obligations');
    const records = await source.getRepository(Obligation).find({ order: { place: 'ASC' } });
    await putEvents(source, happenings(records.map(({ id }) => id)));
    const logs = await dutyLogs(
      source,
      records.map(({ id }) => id),
    );
    known = records.map((record, index) => ({ record, log: logs[index] as DutyLog }));
  });
  afterAll(() => graph.close());

  const progress = ({ log }: Known, asOf: CalendarDate): DutyProgress => dutyProgressOn(log.events, log.leads, asOf);
  const facts = (duty: Known, asOf: CalendarDate) => dutyFacts(duty.record, progress(duty, asOf));

  async function ids(args: string): Promise<string[]> {
    const found: string[] = [];
    for (let after = 'null'; ;) {
      const { data, errors } = await graph.named('obligations').execute({
        query: `{ obligations(${args}, first: 100, after: ${after}) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        headers: {},
      });
      expect(errors).toBeUndefined();
      const page = data?.obligations as { nodes: Array<{ id: string }>; pageInfo: { hasNextPage: boolean; endCursor: string } };
      found.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) return found;
      after = JSON.stringify(page.pageInfo.endCursor);
    }
  }

  const days = ['2021-12-31', '2022-03-30', '2022-03-31', '2022-04-01', '2023-04-16', '2023-04-17', '2023-04-18', '2026-11-20'];
  it.each(days)('every duty stands on %s where the rule of the domain puts it', async (text) => {
    const asOf = day(text);
    for (const standing of standings) {
      const expected = known.filter((duty) => standingOn(facts(duty, asOf), asOf) === standing).map(({ record }) => record.id);
      expect([standing, await ids(`filter: { standings: [${standing}] }, asOf: "${asOf}", orderBy: DOCUMENT_ORDER`)]).toEqual([
        standing,
        expected,
      ]);
    }
  });

  it('the days tried hold every standing', () => {
    const held = days.flatMap((text) => known.map((duty) => standingOn(facts(duty, day(text)), day(text))));
    expect([...new Set(held)].sort()).toEqual([...standings].sort());
  });

  it.each(days)('verified on %s is what was reported and confirmed, and not verified what was only reported', async (text) => {
    const asOf = day(text);
    const reported = known.filter((duty) => progress(duty, asOf).reported !== 'NOT_STARTED');
    for (const verified of [true, false]) {
      const expected = reported.filter((duty) => (progress(duty, asOf).verified === progress(duty, asOf).reported) === verified);
      expect(await ids(`filter: { verified: ${String(verified)} }, asOf: "${asOf}", orderBy: DOCUMENT_ORDER`)).toEqual(
        expected.map(({ record }) => record.id),
      );
    }
  });

  it('a span of due days holds both its ends and knows resolved triggers and extensions', async () => {
    const from = day('2023-04-17');
    const extended = known.map((duty) => progress(duty, day('2023-06-01')).extendedTo).find((on) => on !== null) as CalendarDate;
    for (const [on, asOf] of [
      [from, addDays(from, -1)],
      [from, from],
      [extended, day('2023-06-01')],
    ] as const) {
      const expected = known.filter((duty) => dueInForce(facts(duty, asOf), asOf) === on).map(({ record }) => record.id);
      expect(await ids(`filter: { due: { from: "${on}", to: "${on}" } }, asOf: "${asOf}", orderBy: DOCUMENT_ORDER`)).toEqual(expected);
    }
  });

  it.each(['2022-12-31', '2024-01-31'])('most days late first on %s follows the days late of each duty, open or done', async (text) => {
    const asOf = day(text);
    const late = new Map(known.map((duty) => [duty.record.id, daysLateOn(facts(duty, asOf), asOf) ?? 0]));
    const listed = (await ids(`orderBy: DAYS_LATE_DESC, asOf: "${asOf}"`)).map((id) => late.get(id) ?? 0);
    expect(listed).toEqual([...late.values()].sort((a, b) => b - a));
  });

  it('the mean of days late counts what is overdue and what was done late', async () => {
    const asOf = day('2024-01-31');
    const late = known.map((duty) => daysLateOn(facts(duty, asOf), asOf)).filter((count) => count !== null);
    const { data } = await graph.named('obligations').execute({
      query: `{ obligationStats(groupBy: [], asOf: "${asOf}") { completedOnTime completedLate openInTerm openOverdue undated total meanDaysLate } }`,
      headers: {},
    });
    const [all] = data?.obligationStats as [Record<string, number>];
    expect(all.meanDaysLate).toBeCloseTo(late.reduce((sum, count) => sum + count, 0) / late.length, 9);
    expect(late).toHaveLength((all.openOverdue ?? 0) + (all.completedLate ?? 0));
    expect(all.total).toBe(
      ['completedOnTime', 'completedLate', 'openInTerm', 'openOverdue', 'undated'].reduce((sum, key) => sum + (all[key] ?? 0), 0),
    );
  });
});
