import {
  DecideExtensionDocument,
  FileMonthlyReportDocument,
  ImportPlanDocument,
  ReportProgressDocument,
  RequestExtensionDocument,
  VerifyReportDocument,
} from '../../schema/operations';
import {
  aMonthlyReport,
  anExtensionDecision,
  anExtensionRequest,
  aPlan,
  aReport,
  aVerification,
  startGraph,
  type Graph,
} from '../../testkit';

const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.1';
const STANDING = 'query ($id: ID!) { obligation(id: $id) { version standing } }';
const BEARER = ['agency:bo-tai-chinh', 'REPORTER'] as const;
const VERIFIER = ['agency:van-phong-chinh-phu', 'VERIFIER'] as const;

describe('two graphs of the testkit at the same time', () => {
  let graph: Graph;
  let other: Graph;
  beforeAll(async () => {
    [graph, other] = await Promise.all([startGraph({ today: '2022-04-10' }), startGraph({ today: '2022-03-31' })]);
  });
  afterAll(() => Promise.all([graph.stop(), other.stop()]));

  it('have a clock each, which holds from the next request on', async () => {
    const standing = async (asked: Graph): Promise<unknown> => (await asked.ask(STANDING, { id: DUTY })).data.obligation.standing;
    expect([graph.clock.today, await standing(graph)]).toEqual(['2022-04-10', 'OPEN_OVERDUE']);
    expect([other.clock.today, await standing(other)]).toEqual(['2022-03-31', 'OPEN_IN_TERM']);
    other.clock.set('2022-04-01');
    expect([other.clock.today, await standing(other)]).toEqual(['2022-04-01', 'OPEN_OVERDUE']);
    expect(() => {
      other.clock.set('2022-02-30');
    }).toThrow('2022-02-30');
    expect(graph.clock.today).toBe('2022-04-10');
  });

  it('know nothing of what was reported to the other, nor of its tokens', async () => {
    const { data } = await graph.as(...BEARER).ask(ReportProgressDocument, { input: aReport() });
    expect(data.reportProgress).toMatchObject({ obligation: { version: 1 }, userErrors: [] });
    expect((await other.ask(STANDING, { id: DUTY })).data.obligation.version).toBe(0);

    const headers = { authorization: `Bearer ${graph.as(...BEARER).token}` };
    expect((await graph.ask('{ __typename }', {}, { headers })).status).toBe(200);
    const refused = await other.ask('{ __typename }', {}, { headers });
    expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('take every input of the builders as it is', async () => {
    const [bearer, verifier] = [graph.as(...BEARER), graph.as(...VERIFIER)];
    const id = (event: { readonly id: string } | null): string => event?.id ?? '';
    const duty = 'obligation:qd-06-qd-ttg-2022/III.5.b.2';
    const reporter = graph.as('agency:bo-y-te', 'REPORTER');

    const late = anExtensionRequest({ effectiveOn: '2022-03-26' }); // it is done since the 25th
    const asked = (await bearer.ask(RequestExtensionDocument, { input: late })).data.requestExtension;
    expect(asked.userErrors).toMatchObject([{ code: 'DUTY_CLOSED' }]);
    const given = { obligationId: duty, agencyId: 'agency:bo-y-te' };
    const again = (await reporter.ask(RequestExtensionDocument, { input: anExtensionRequest(given) })).data.requestExtension;
    const reported = (await reporter.ask(ReportProgressDocument, { input: aReport(given) })).data.reportProgress;
    const answers = [
      again,
      reported,
      (await verifier.ask(DecideExtensionDocument, { input: anExtensionDecision({ eventId: id(again.event) }) })).data.decideExtension,
      (await verifier.ask(VerifyReportDocument, { input: aVerification({ eventId: id(reported.event), accept: false }) })).data
        .verifyReport,
      (await bearer.ask(FileMonthlyReportDocument, { input: aMonthlyReport() })).data.fileMonthlyReport,
    ];
    expect(answers.map(({ event, userErrors }) => [event?.kind, userErrors])).toEqual([
      ['EXTENSION_REQUESTED', []],
      ['PROGRESS_REPORTED', []],
      ['EXTENSION_GRANTED', []],
      ['REPORT_REJECTED', []],
      ['MONTHLY_REPORT_FILED', []],
    ]);
    const editor = graph.as('agency:uy-ban-nhan-dan-tinh-dak-nong', 'EDITOR');
    for (const input of [aPlan(), aPlan()]) {
      const { importPlan } = (await editor.ask(ImportPlanDocument, { input })).data;
      expect(importPlan).toMatchObject({ applied: true, statements: 1, obligations: 1, problems: [], userErrors: [] });
    }
  });
});
