import { addDays, day } from '../../domain/calendar';
import { daysLateOn, dueInForce, standingOn } from '../../domain/standing';
import { dutyFacts, Obligation } from '../../subgraphs/obligations/Obligation';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

describe('standing in SQL', () => {
  let graph: OpenedSubgraphs;
  beforeAll(async () => {
    graph = await openTestSubgraphs();
  });
  afterAll(() => graph.close());

  const days = ['2021-12-31', '2022-03-30', '2022-03-31', '2022-04-01', '2023-04-16', '2023-04-17', '2023-04-18', '2026-11-20'];
  it.each(days)('every duty stands on %s where the rule of the domain puts it', async (text) => {
    const asOf = day(text);
    const { source, execute } = graph.named('obligations');
    const records = await source.getRepository(Obligation).find();
    for (const standing of ['OPEN_IN_TERM', 'OPEN_OVERDUE', 'OPEN_UNDATED', 'AWAITING_TRIGGER']) {
      const expected = records.filter((record) => standingOn(dutyFacts(record), asOf) === standing).length;
      const { data } = await execute({
        query: `{ obligations(filter: { standings: [${standing}] }, asOf: "${asOf}") { totalCount } }`,
        headers: {},
      });
      expect([standing, data]).toEqual([standing, { obligations: { totalCount: expected } }]);
    }
  });

  it('a span of due days holds both its ends and knows resolved triggers', async () => {
    const { source, execute } = graph.named('obligations');
    const records = await source.getRepository(Obligation).find();
    const from = day('2023-04-17');
    for (const asOf of [addDays(from, -1), from]) {
      const expected = records.filter((record) => dueInForce(dutyFacts(record), asOf) === from).map((record) => record.id);
      const { data } = await execute({
        query: `{ obligations(filter: { due: { from: "${from}", to: "${from}" } }, asOf: "${asOf}", orderBy: DOCUMENT_ORDER) { nodes { id } } }`,
        headers: {},
      });
      expect((data?.obligations as { nodes: Array<{ id: string }> }).nodes.map((node) => node.id).sort()).toEqual(expected.sort());
    }
  });

  it('most days late first puts the oldest open duty at the top and the undated at the end', async () => {
    const asOf = day('2022-12-31');
    const { source, execute } = graph.named('obligations');
    const records = await source.getRepository(Obligation).find();
    const worst = Math.max(...records.map((record) => daysLateOn(dutyFacts(record), asOf) ?? 0));
    const { data } = await execute({
      query: `{ obligations(orderBy: DAYS_LATE_DESC, first: 1, asOf: "${asOf}") { nodes { daysLate(asOf: "${asOf}") } } }`,
      headers: {},
    });
    expect(data).toEqual({ obligations: { nodes: [{ daysLate: worst }] } });
  });
});
