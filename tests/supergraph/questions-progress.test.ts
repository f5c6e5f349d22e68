import { startGraph, type Graph } from '../../testkit';
import { operation } from '../support/graph';
import { send, type WriteName } from '../support/writes';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const CIVIL_STATUS = `${QD06}/III.5.b.4`;
const INSURANCE = `${QD06}/III.5.a.1`;
const TAX = `${QD06}/III.5.b.1`;
const HEALTH = `${QD06}/III.5.b.2`;
const MONTHLY = `${QD06}/IV.3.k`;

const JUSTICE = 'agency:bo-tu-phap';
const FINANCE = 'agency:bo-tai-chinh';
const GOVERNMENT_OFFICE = 'agency:van-phong-chinh-phu';

/** March and April 2022, as five bodies report and one decides. */
async function live(graph: Graph): Promise<void> {
  const write = async (on: string, name: WriteName, agencyId: string, input: object): Promise<string> => {
    graph.clock.set(on);
    const { event, userErrors } = await send(graph.as(agencyId, 'REPORTER', 'VERIFIER'), name, { agencyId, ...input });
    expect(userErrors).toEqual([]);
    return event.id as string;
  };
  const day = (effectiveOn: string) => ({ effectiveOn });

  await write('2022-03-20', 'reportProgress', JUSTICE, {
    ...day('2022-03-20'),
    obligationId: CIVIL_STATUS,
    status: 'IN_PROGRESS',
    percent: 50,
  });
  await write('2022-03-21', 'fileMonthlyReport', JUSTICE, { obligationId: MONTHLY, period: '2022-03', filedOn: '2022-03-21' });
  await write('2022-03-24', 'fileMonthlyReport', FINANCE, { obligationId: MONTHLY, period: '2022-03', filedOn: '2022-03-24' });
  const claim = await write('2022-03-28', 'reportProgress', JUSTICE, {
    ...day('2022-03-28'),
    obligationId: CIVIL_STATUS,
    status: 'COMPLETED',
  });
  const request = await write('2022-03-30', 'requestExtension', FINANCE, {
    ...day('2022-03-30'),
    obligationId: TAX,
    newDueOn: '2022-06-30',
    reason: 'Chờ nâng cấp hạ tầng',
  });
  await write('2022-04-01', 'decideExtension', GOVERNMENT_OFFICE, {
    ...day('2022-04-01'),
    eventId: request,
    accept: true,
    legalBasis: { documentId: 'document:nd-47-2020-nd-cp', path: 'Điều 5' },
    reason: 'Hạ tầng chưa sẵn sàng',
  });
  const late = { ...day('2022-04-04'), obligationId: INSURANCE, status: 'COMPLETED' };
  await write('2022-04-04', 'reportProgress', 'agency:bao-hiem-xa-hoi-viet-nam', late);
  await write('2022-04-05', 'verifyReport', GOVERNMENT_OFFICE, { ...day('2022-04-05'), eventId: claim, accept: true });
  await write('2022-04-20', 'reportProgress', 'agency:bo-y-te', { ...day('2022-03-30'), obligationId: HEALTH, status: 'COMPLETED' });
}

describe('questions about progress, each answered by one operation', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ today: '2022-03-20' });
    await live(graph);
  });
  afterAll(() => graph.stop());

  async function answer<T>(name: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await graph.ask<T>(operation(name), variables);
    expect(errors).toBeUndefined();
    return data;
  }

  interface Counts {
    readonly group: ReadonlyArray<{ readonly id: string }>;
    readonly total: number;
    readonly completedOnTime: number;
    readonly completedLate: number;
    readonly openInTerm: number;
    readonly openOverdue: number;
    readonly undated: number;
  }
  const states = async (asOf: string) => {
    const { obligationStats, all } = await answer<{ obligationStats: Counts[]; all: Counts[] }>('StatesByBearer', { asOf });
    for (const row of [...obligationStats, ...all])
      expect(row.completedOnTime + row.completedLate + row.openInTerm + row.openOverdue + row.undated).toBe(row.total);
    return {
      of: (agency: string) => obligationStats.find(({ group }) => group[0]?.id === agency),
      all: all[0],
    };
  };

  it('the four official states of each ministry: what is claimed counts, in term or late', async () => {
    const [before, after] = [await states('2022-03-27'), await states('2022-04-10')];
    expect(before.all).toMatchObject({ completedOnTime: 0, completedLate: 0 });
    expect(after.all).toMatchObject({ total: before.all?.total, completedOnTime: 2, completedLate: 1 });
    expect(after.of(JUSTICE)).toMatchObject({ completedOnTime: 1, completedLate: 0 });
    expect(after.of('agency:bao-hiem-xa-hoi-viet-nam')).toMatchObject({ completedOnTime: 0, completedLate: 1 });
    expect(after.of('agency:bo-cong-an')).toMatchObject({ completedOnTime: 2, completedLate: 1 });
  });

  it('which agencies missed the report of March: all but the one in time and the one three days late', async () => {
    interface Found {
      monthlyReports: Array<{ state: string; daysLate: number | null; dueOn: string; agency: { id: string } }>;
    }
    const every = ['IN_TIME', 'LATE', 'MISSING', 'NOT_YET_DUE'];
    const reports = async (asOf: string, of?: string[]) => (await answer<Found>('MissingReports', { asOf, states: of })).monthlyReports;
    expect(await reports('2022-03-21')).toEqual([]);
    const all = await reports('2022-03-25', every);
    const missed = await reports('2022-03-25');
    expect(all.length).toBeGreaterThan(85);
    expect(missed).toHaveLength(all.length - 1);
    expect(missed.map(({ agency }) => agency.id)).not.toContain(JUSTICE);
    expect(missed.filter(({ state }) => state === 'LATE')).toMatchObject([{ dueOn: '2022-03-21', daysLate: 3, agency: { id: FINANCE } }]);
    expect(missed.filter(({ state }) => state === 'MISSING').every(({ daysLate }) => daysLate === 4)).toBe(true);
  });

  it('a service is blocked until its connections are verified: a claim opens nothing', async () => {
    interface Found {
      publicService: { blockedBy: Array<{ id: string; status: string }> };
    }
    const blocking = async (asOf: string) => {
      const { publicService } = await answer<Found>('BlockedService', { asOf });
      return Object.fromEntries(publicService.blockedBy.map(({ id, status }) => [id, status]));
    };
    const insurance = 'connection:csdlqg-bao-hiem~csdlqg-dan-cu';
    const civilStatus = 'connection:csdl-ho-tich~csdlqg-dan-cu';
    expect(await blocking('2022-03-25')).toEqual({ [civilStatus]: 'IN_PROGRESS', [insurance]: 'NOT_STARTED' });
    expect(await blocking('2022-04-04')).toEqual({ [civilStatus]: 'CLAIMED', [insurance]: 'CLAIMED' });
    expect(await blocking('2022-04-05')).toEqual({ [insurance]: 'CLAIMED' });
  });

  it('the history of a duty: who moved its day, by which document, when', async () => {
    expect(await answer('HistoryOfDuty', { duty: TAX })).toMatchObject({
      obligation: {
        ordered: { dueOn: '2022-03-31' },
        dueOn: '2022-06-30',
        version: 2,
        history: {
          totalCount: 2,
          nodes: [
            {
              number: 1,
              kind: 'EXTENSION_REQUESTED',
              by: { id: FINANCE },
              effectiveOn: '2022-03-30',
              newDueOn: '2022-06-30',
              note: 'Chờ nâng cấp hạ tầng',
            },
            {
              number: 2,
              kind: 'EXTENSION_GRANTED',
              about: { number: 1 },
              by: { id: GOVERNMENT_OFFICE },
              newDueOn: '2022-06-30',
              legalBasis: { path: 'Điều 5', document: { number: '47/2020/NĐ-CP' } },
            },
          ],
        },
      },
    });
    const { obligation } = await answer<{ obligation: { history: { nodes: Array<{ hash: string; previousHash: string | null }> } } }>(
      'HistoryOfDuty',
      {
        duty: TAX,
      },
    );
    const [first, second] = obligation.history.nodes;
    expect([first?.previousHash, second?.previousHash]).toEqual([null, first?.hash]);
  });

  it('what it said on one day about another is not what it says now of a claim that came later', async () => {
    expect(await answer('SaidThen', { duty: HEALTH, said: '2022-04-19', about: '2022-03-31' })).toMatchObject({
      obligation: {
        then: 'OPEN_IN_TERM',
        now: 'COMPLETED_ON_TIME',
        reportedThen: 'NOT_STARTED',
        reportedNow: 'COMPLETED',
        knownThen: { nodes: [] },
        knownLater: { totalCount: 1 },
      },
    });
    expect(await answer('SaidThen', { duty: TAX, said: '2022-03-31', about: '2022-04-02' })).toMatchObject({
      obligation: { then: 'OPEN_OVERDUE', now: 'OPEN_IN_TERM', dueThen: '2022-03-31', dueNow: '2022-06-30' },
    });
    expect(await answer('SaidThen', { duty: CIVIL_STATUS, said: '2022-04-04', about: '2022-04-05' })).toMatchObject({
      obligation: { reportedThen: 'COMPLETED', verifiedThen: 'NOT_STARTED', verifiedNow: 'COMPLETED' },
    });
  });

  it('which claims nobody verified, and who is to', async () => {
    interface Found {
      obligations: { nodes: Array<{ id: string; completedOn: string | null; verifyingAgencies: Array<{ id: string }> }> };
    }
    const { obligations } = await answer<Found>('UnverifiedClaims', { asOf: '2022-04-10' });
    expect(obligations.nodes.map(({ id, completedOn }) => [id, completedOn])).toEqual([
      [INSURANCE, '2022-04-04'],
      [HEALTH, '2022-03-30'],
    ]);
    for (const { verifyingAgencies } of obligations.nodes)
      expect(verifyingAgencies.map(({ id }) => id)).toEqual(['agency:bo-cong-an', GOVERNMENT_OFFICE]);
  });

  it('which connections are verified, claimed or under way', async () => {
    interface Found {
      begun: { totalCount: number; nodes: Array<{ id: string; status: string }> };
      notBegun: { totalCount: number };
    }
    const on = (asOf: string) => answer<Found>('StatusOfConnections', { asOf });
    const { begun, notBegun } = await on('2022-04-10');
    expect(Object.fromEntries(begun.nodes.map(({ id, status }) => [id, status]))).toEqual({
      'connection:csdl-ho-tich~csdlqg-dan-cu': 'VERIFIED',
      'connection:csdlqg-bao-hiem~csdlqg-dan-cu': 'CLAIMED',
      'connection:csdl-so-suc-khoe-dien-tu~csdlqg-dan-cu': 'CLAIMED',
    });
    const every = '{ dataConnections(filter: { databaseIds: ["database:csdlqg-dan-cu"] }) { totalCount } }';
    const { data } = await graph.ask<{ dataConnections: { totalCount: number } }>(every, {}, { asOf: '2022-04-10' });
    expect(begun.totalCount + notBegun.totalCount).toBe(data.dataConnections.totalCount);
    expect((await on('2022-03-19')).begun.totalCount).toBe(0);
  });

  it('what falls due moves with an extension', async () => {
    interface Found {
      obligations: { nodes: Array<{ id: string; dueOn: string }> };
    }
    const { obligations } = await answer<Found>('DueBetween', { from: '2022-06-30', to: '2022-06-30' });
    expect(obligations.nodes.find(({ id }) => id === TAX)?.dueOn).toBe('2022-06-30');
  });
});
