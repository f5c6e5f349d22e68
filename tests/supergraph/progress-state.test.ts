import { operation, startTestGraph, type TestGraph } from '../support/graph';
import { putEvents } from '../support/progress';

const qd06 = (path: string) => `obligation:qd-06-qd-ttg-2022/${path}`;
const civilStatus = 'connection:csdl-ho-tich~csdlqg-dan-cu';
const insurance = 'connection:csdlqg-bao-hiem~csdlqg-dan-cu';

describe('how far a duty is', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
    await putEvents(graph.named('obligations').source, [
      { duty: qd06('III.5.b.4'), on: '2022-02-01', status: 'IN_PROGRESS' },
      { duty: qd06('III.5.b.4'), on: '2022-03-20', status: 'COMPLETED', recordedOn: '2022-04-05' },
      { duty: qd06('III.5.b.4'), on: '2022-04-10', kind: 'REPORT_VERIFIED', about: 2 },
      { duty: 'obligation:kh-nam-trung-2022/III.5.a.1', on: '2022-04-01', status: 'COMPLETED' },
      { duty: qd06('III.5.a.1'), on: '2022-03-15', kind: 'EXTENSION_GRANTED', newDueOn: '2022-09-30' },
      { duty: qd06('IV.3.k'), on: '2022-02-10', status: 'COMPLETED', parts: ['agency:bo-tu-phap'] },
    ]);
  });
  afterAll(() => graph.close());

  async function ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    const { data, errors } = await graph.ask(query, variables);
    expect(errors).toBeUndefined();
    return data as Data;
  }

  it.each([
    ['2022-01-31', null, 'OPEN_IN_TERM', 'NOT_STARTED', 'NOT_STARTED', null, null],
    ['2022-03-31', null, 'COMPLETED_ON_TIME', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    ['2022-03-31', '2022-03-31', 'OPEN_IN_TERM', 'IN_PROGRESS', 'NOT_STARTED', null, null],
    ['2022-04-04', '2022-04-04', 'OPEN_OVERDUE', 'IN_PROGRESS', 'NOT_STARTED', null, 4],
    ['2022-04-04', '2022-04-05', 'COMPLETED_ON_TIME', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    ['2022-04-10', null, 'COMPLETED_ON_TIME', 'COMPLETED', 'COMPLETED', '2022-03-20', null],
    ['2022-04-10', '2022-01-31', 'OPEN_OVERDUE', 'NOT_STARTED', 'NOT_STARTED', null, 10],
  ] as const)('on %s, as known on %s, is %s', async (asOf, knownOn, standing, reportedStatus, verifiedStatus, completedOn, daysLate) => {
    const when = '(asOf: $asOf, knownOn: $knownOn)';
    const { obligation } = await ask<{ obligation: unknown }>(
      `query ($asOf: Date, $knownOn: Date) { obligation(id: "${qd06('III.5.b.4')}") {
        version standing${when} reportedStatus${when} verifiedStatus${when} completedOn${when} daysLate${when} dueOn${when} } }`,
      { asOf, knownOn },
    );
    const expected = { version: 3, standing, reportedStatus, verifiedStatus, completedOn, daysLate, dueOn: '2022-03-31' };
    expect(obligation).toEqual(expected);
  });

  it('moves its last day by an extension from the day of the decision, as far as it was known', async () => {
    const { obligation } = await ask<{ obligation: unknown }>(`{ obligation(id: "${qd06('III.5.a.1')}") {
      before: dueOn(asOf: "2022-03-14") after: dueOn(asOf: "2022-03-15") unheard: dueOn(asOf: "2022-03-15", knownOn: "2022-03-14")
      standing(asOf: "2022-09-30") late: daysLate(asOf: "2022-10-10") } }`);
    expect(obligation).toEqual({
      before: '2022-03-31',
      after: '2022-09-30',
      unheard: '2022-03-31',
      standing: 'OPEN_IN_TERM',
      late: 10,
    });
  });

  it('with an extension slips from the new last day', async () => {
    const impact = (asOf: string) =>
      ask<{ delayImpact: unknown }>(`{ delayImpact(obligation: "${qd06('III.5.a.1')}", months: 3, asOf: "${asOf}") { dueOn slipsTo } }`);
    expect((await impact('2022-03-14')).delayImpact).toEqual({ dueOn: '2022-03-31', slipsTo: '2022-06-30' });
    expect((await impact('2022-03-15')).delayImpact).toEqual({ dueOn: '2022-09-30', slipsTo: '2022-12-31' });
  });

  it('of a collective is what all its members have done together, and each member answers for its own share', async () => {
    interface Answer {
      obligation: { reportedStatus: string; bearers: Array<{ agency: { id: string }; now: string; then: string }> };
    }
    const { obligation } = await ask<Answer>(`{ obligation(id: "${qd06('IV.3.k')}") { reportedStatus(asOf: "2022-06-30")
      bearers(asOf: "2022-06-30") { agency { id } now: reportedStatus then: reportedStatus(asOf: "2022-02-09") } } }`);
    expect(obligation.reportedStatus).toBe('IN_PROGRESS');
    expect(obligation.bearers.length).toBeGreaterThan(80);
    const begun = obligation.bearers.filter(({ now }) => now !== 'NOT_STARTED');
    expect(begun).toEqual([{ agency: { id: 'agency:bo-tu-phap' }, now: 'COMPLETED', then: 'NOT_STARTED' }]);
  });

  it.each([
    ['2022-01-31', 'NOT_STARTED'],
    ['2022-02-01', 'IN_PROGRESS'],
    ['2022-03-20', 'CLAIMED'],
    ['2022-04-09', 'CLAIMED'],
    ['2022-04-10', 'VERIFIED'],
  ])('tells on %s that its connection is %s, in the connection and in the filter of connections', async (asOf, status) => {
    const { dataConnection, dataConnections } = await ask<{ dataConnection: unknown; dataConnections: { nodes: unknown[] } }>(
      `query ($asOf: Date, $status: ConnectionStatus!) { dataConnection(id: "${civilStatus}") { status(asOf: $asOf) }
        dataConnections(filter: { ids: ["${civilStatus}"], statuses: [$status] }, asOf: $asOf) { nodes { status(asOf: $asOf) } } }`,
      { asOf, status },
    );
    expect([dataConnection, dataConnections.nodes]).toEqual([{ status }, [{ status }]]);
  });

  it('of a commune does not make a connection that a national duty demands', async () => {
    expect(await ask(`{ dataConnection(id: "${insurance}") { status(asOf: "2022-06-30") } }`)).toEqual({
      dataConnection: { status: 'NOT_STARTED' },
    });
  });

  it('leaves every connection in exactly one status', async () => {
    const count = async (statuses: string) =>
      (await ask<{ dataConnections: { totalCount: number } }>(`{ dataConnections(${statuses}) { totalCount } }`)).dataConnections
        .totalCount;
    const each = await Promise.all(
      ['NOT_STARTED', 'SUSPENDED', 'IN_PROGRESS', 'CLAIMED', 'VERIFIED'].map((status) => count(`filter: { statuses: [${status}] }`)),
    );
    expect(each.reduce((sum, one) => sum + one)).toBe(await count('first: 1'));
    expect(each[4]).toBeGreaterThan(0);
  });

  it('once its connection is verified, blocks no service, from that day on', async () => {
    const blocking = async (asOf: string) => {
      const { publicService } = await ask<{ publicService: { blockedBy: Array<{ id: string }> } }>(operation('BlockedService'), { asOf });
      return publicService.blockedBy.map(({ id }) => id);
    };
    expect(await blocking('2022-04-09')).toEqual([civilStatus, insurance]);
    expect(await blocking('2022-04-10')).toEqual([insurance]);
  });

  it('a connection is due by the last day in force', async () => {
    const due = async (asOf: string) =>
      (
        await ask<{ dataConnections: { totalCount: number } }>(
          `{ dataConnections(filter: { ids: ["${insurance}"], obligedBy: ["${qd06('III.5.a.1')}"], dueBefore: "2022-04-01" }, asOf: "${asOf}") { totalCount } }`,
        )
      ).dataConnections.totalCount;
    expect([await due('2022-03-14'), await due('2022-03-15')]).toEqual([1, 0]);
    expect(await ask(`{ dataConnection(id: "${insurance}") { earliestDueOn } }`)).toEqual({
      dataConnection: { earliestDueOn: '2022-04-30' },
    });
  });

  it('of a hundred duties takes a few SQL statements, however many there are, now and as known on a day', async () => {
    const fields = 'standing dueOn daysLate reportedStatus verifiedStatus completedOn';
    const earlier = fields.replace(/\w+/g, 'then_$&: $&(knownOn: "2022-03-31")');
    const statements = async (first: number) => {
      graph.log.reset();
      await ask(
        `{ obligations(first: ${String(first)}) { nodes { id version ${fields} ${earlier} bearers { reportedStatus verifiedStatus } } } }`,
      );
      return graph.log.statements.length;
    };
    const hundred = await statements(100);
    expect(hundred).toBeLessThanOrEqual(6);
    expect(await statements(40)).toBe(hundred);
  });
});
