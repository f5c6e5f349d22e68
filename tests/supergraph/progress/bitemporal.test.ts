import { startGraph, type Graph } from '../../../testkit';
import { refusals, send } from '../../support/writes';

const duty = { obligationId: 'obligation:qd-06-qd-ttg-2022/III.5.b.4', agencyId: 'agency:bo-tu-phap' }; // due on 2022-03-31
const VPCP = 'agency:van-phong-chinh-phu';

let graph: Graph;
/** Recorded on 10 April: done in time. On 20 April: rejected from that day. On 5 May: more time, from 1 April. On 1 June: done on 20 May. */
beforeAll(async () => {
  graph = await startGraph({ today: '2022-04-10' });
  const btp = graph.as(duty.agencyId, 'REPORTER');
  const vpcp = graph.as(VPCP, 'VERIFIER');
  const claim = await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-03-30', status: 'COMPLETED' });
  graph.clock.set('2022-04-20');
  const decision = { agencyId: VPCP, effectiveOn: '2022-04-20' };
  const rejected = await send(vpcp, 'verifyReport', { ...decision, eventId: claim.event.id, accept: false, reason: 'chưa kết nối' });
  graph.clock.set('2022-05-05');
  const request = { ...duty, effectiveOn: '2022-04-21', newDueOn: '2022-06-30', reason: 'chờ kinh phí' };
  const asked = await send(btp, 'requestExtension', request);
  const grant = { eventId: asked.event.id, agencyId: VPCP, effectiveOn: '2022-04-25', accept: true };
  const granted = await send(vpcp, 'decideExtension', { ...grant, legalBasis: { sourceUrl: 'https://vanban.chinhphu.vn/9' } });
  graph.clock.set('2022-06-01');
  const done = await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-05-20', status: 'COMPLETED' });
  expect([claim, rejected, asked, granted, done].flatMap(refusals)).toEqual([]);
});
afterAll(() => graph.stop());

const text = `query SaidThenOfThen($id: ID!, $asOf: Date!, $knownOn: Date!) { obligation(id: $id) {
  standing(asOf: $asOf, knownOn: $knownOn) dueOn(asOf: $asOf, knownOn: $knownOn) reportedStatus(asOf: $asOf, knownOn: $knownOn)
  history(knownOn: $knownOn) { totalCount } } }`;

describe('what the system said on one day about another', () => {
  it.each([
    ['before anything was reported', '2022-04-05', '2022-04-09', 'OPEN_OVERDUE', '2022-03-31', 'NOT_STARTED', 0],
    ['once completion was claimed', '2022-04-05', '2022-04-10', 'COMPLETED_ON_TIME', '2022-03-31', 'COMPLETED', 1],
    ['of the day of the claim', '2022-03-30', '2022-04-10', 'COMPLETED_ON_TIME', '2022-03-31', 'COMPLETED', 1],
    ['of the day before it', '2022-03-29', '2022-04-10', 'OPEN_IN_TERM', '2022-03-31', 'NOT_STARTED', 1],
    [
      'once the claim was rejected, of the day of the rejection',
      '2022-04-20',
      '2022-04-20',
      'OPEN_OVERDUE',
      '2022-03-31',
      'NOT_STARTED',
      2,
    ],
    [
      'once it was rejected, of a day on which it still stood',
      '2022-04-19',
      '2022-04-20',
      'COMPLETED_ON_TIME',
      '2022-03-31',
      'COMPLETED',
      2,
    ],
    ['of a day after the extension, before it was recorded', '2022-04-26', '2022-05-04', 'OPEN_OVERDUE', '2022-03-31', 'NOT_STARTED', 2],
    ['of the same day once it was recorded', '2022-04-26', '2022-05-05', 'OPEN_IN_TERM', '2022-06-30', 'NOT_STARTED', 4],
    ['of the same day today', '2022-04-26', '2022-06-01', 'OPEN_IN_TERM', '2022-06-30', 'NOT_STARTED', 5],
    ['of today', '2022-06-01', '2022-06-01', 'COMPLETED_ON_TIME', '2022-06-30', 'COMPLETED', 5],
  ])('%s: about %s, as known on %s', async (_, asOf, knownOn, standing, dueOn, reportedStatus, entries) => {
    const { data } = await graph.ask(text, { id: duty.obligationId, asOf, knownOn });
    expect(data.obligation).toEqual({ standing, dueOn, reportedStatus, history: { totalCount: entries } });
  });
});
