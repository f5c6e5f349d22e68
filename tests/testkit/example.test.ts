import { HistoryOfDutyDocument, ReportProgressDocument, VerifyReportDocument } from 'ketnoi/operations';
import { aReport, aVerification, startGraph, type Graph } from 'ketnoi/testkit';

describe('the tax database is connected with the population database', () => {
  const duty = 'obligation:qd-06-qd-ttg-2022/III.5.b.1'; // due on 31 March 2022
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ today: '2022-03-30' });
  });
  afterAll(() => graph.stop());

  it('a report in time is a claim first and a fact once it is verified', async () => {
    const ministry = graph.as('agency:bo-tai-chinh', 'REPORTER');
    const report = aReport({ obligationId: duty, effectiveOn: '2022-03-30', status: 'COMPLETED' });
    const reported = await ministry.ask(ReportProgressDocument, { input: report });
    expect(reported.data.reportProgress.userErrors).toEqual([]);
    expect(reported.data.reportProgress.obligation).toMatchObject({ reportedStatus: 'COMPLETED', verifiedStatus: 'NOT_STARTED' });

    graph.clock.set('2022-04-05');
    const office = graph.as('agency:van-phong-chinh-phu', 'VERIFIER');
    const eventId = reported.data.reportProgress.event?.id ?? '';
    const verified = await office.ask(VerifyReportDocument, { input: aVerification({ eventId, effectiveOn: '2022-04-05' }) });
    expect(verified.data.verifyReport.obligation).toMatchObject({ standing: 'COMPLETED_ON_TIME', verifiedStatus: 'COMPLETED' });
  });

  it('nobody reports for another agency', async () => {
    const stranger = graph.as('agency:bo-y-te', 'REPORTER');
    const { data } = await stranger.ask(ReportProgressDocument, { input: aReport({ obligationId: duty }) });
    expect(data.reportProgress.userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['input', 'agencyId'] }]);
  });

  it('anybody may read what happened, also in words of one’s own', async () => {
    const { data } = await graph.ask(HistoryOfDutyDocument, { duty });
    expect(data.obligation?.history.nodes.map(({ kind }) => kind)).toEqual(['PROGRESS_REPORTED', 'REPORT_VERIFIED']);

    const answer = await graph.ask('query ($id: ID!) { obligation(id: $id) { standing } }', { id: duty }, { asOf: '2022-03-29' });
    expect(answer.data).toEqual({ obligation: { standing: 'OPEN_IN_TERM' } });
  });
});
