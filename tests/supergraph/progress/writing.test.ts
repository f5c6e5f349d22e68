import { startGraph, type Graph } from '../../../testkit';
import { aKey, refusals, send } from '../../support/writes';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const everyMonth = `${QD06}/IV.3.k`; // ministries and provinces, before the 22nd
const BTP = 'agency:bo-tu-phap';
const VPCP = 'agency:van-phong-chinh-phu';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ today: '2022-06-30' });
});
afterAll(() => graph.stop());

interface Duty {
  readonly obligationId: string;
  readonly agencyId: string;
}
const duty = (path: string, lead: string): Duty => ({ obligationId: `${QD06}/${path}`, agencyId: `agency:${lead}` });

/** Led with Bộ Công an, verified by Văn phòng Chính phủ, due on 2022-03-31. */
const dueInMarch = [
  duty('III.5.a.1', 'bao-hiem-xa-hoi-viet-nam'),
  duty('III.5.b.1', 'bo-tai-chinh'),
  duty('III.5.b.2', 'bo-y-te'),
  duty('III.5.b.3', 'bo-giao-thong-van-tai'),
  duty('III.5.b.4', 'bo-tu-phap'),
  duty('III.5.b.5', 'bo-lao-dong-thuong-binh-va-xa-hoi'),
];
/** Led alone, verified by Bộ Công an and Văn phòng Chính phủ, without last day. */
const undated = [
  duty('IV.9.b', 'bo-tai-chinh'),
  duty('IV.10', 'bo-tai-nguyen-va-moi-truong'),
  duty('IV.11.a', 'bo-thong-tin-va-truyen-thong'),
  duty('IV.12', 'bo-cong-thuong'),
  duty('IV.16', 'bo-giao-duc-va-dao-tao'),
  duty('IV.17', 'bo-lao-dong-thuong-binh-va-xa-hoi'),
  duty('IV.18.a', 'bo-khoa-hoc-va-cong-nghe'),
  duty('IV.19', 'bo-nong-nghiep-va-phat-trien-nong-thon'),
  duty('IV.21', 'thanh-tra-chinh-phu'),
  duty('IV.22', 'bao-hiem-xa-hoi-viet-nam'),
  duty('IV.8.c', 'bo-ke-hoach-va-dau-tu'),
  duty('IV.5.đ', 'bo-noi-vu'),
];
/** A duty that no other test has written about. */
function take(duties: Duty[]): Duty {
  const [next] = duties.splice(0, 1);
  if (next === undefined) throw new Error('no duty is left');
  return next;
}

const report = (of: Duty, given: object = {}) => ({ ...of, effectiveOn: '2022-03-15', status: 'IN_PROGRESS', ...given });
const reporter = ({ agencyId }: { agencyId: string }) => graph.as(agencyId, 'REPORTER');
const tell = (input: { agencyId: string }) => send(reporter(input), 'reportProgress', input);
const vpcp = () => graph.as(VPCP, 'VERIFIER');

describe('a report on progress', () => {
  it('is recorded with its day, its instant, its evidence and who made it', async () => {
    const hash = `sha256:${'ab'.repeat(32)}`;
    const evidence = [{ url: 'https://bca.gov.vn/bb.pdf', type: 'application/pdf', hash }];
    const of = take(dueInMarch);
    const { event, obligation, userErrors } = await tell(report(of, { percent: 40, note: 'Đã ký biên bản', evidence }));
    expect(userErrors).toEqual([]);
    expect(event).toMatchObject({
      id: `${of.obligationId.replace('obligation', 'event')}/1`,
      number: 1,
      kind: 'PROGRESS_REPORTED',
      effectiveOn: '2022-03-15',
      recordedAt: '2022-06-30T07:00:00.000Z',
      status: 'IN_PROGRESS',
      percent: 40,
      note: 'Đã ký biên bản',
      evidence,
      by: { id: of.agencyId },
      obligation: { id: of.obligationId },
      previousHash: null,
    });
    expect(obligation).toMatchObject({ id: of.obligationId, version: 1, reportedStatus: 'IN_PROGRESS', verifiedStatus: 'NOT_STARTED' });
  });

  it('that completes the duty in time makes it completed in time, as a claim; of joint leads it holds for all', async () => {
    const of = take(dueInMarch);
    const { obligation } = await tell(report(of, { effectiveOn: '2022-03-31', status: 'COMPLETED' }));
    expect(obligation).toMatchObject({ standing: 'COMPLETED_ON_TIME', reportedStatus: 'COMPLETED', verifiedStatus: 'NOT_STARTED' });
    const other = await tell(report({ ...of, agencyId: 'agency:bo-cong-an' }, { effectiveOn: '2022-04-01' }));
    expect(refusals(other)).toEqual(['DUTY_CLOSED input.status']);
  });

  it('by the Government above the ministries is taken', async () => {
    const { userErrors, event } = await tell(report({ ...take(undated), agencyId: 'agency:chinh-phu' }));
    expect([userErrors, event.by.id]).toEqual([[], 'agency:chinh-phu']);
  });

  it('of one member of a collective leaves the duty under way', async () => {
    const { obligation } = await tell(report({ obligationId: everyMonth, agencyId: BTP }, { status: 'COMPLETED' }));
    expect(obligation.reportedStatus).toBe('IN_PROGRESS');
  });

  it('that is refused leaves nothing, not even its key', async () => {
    const idempotencyKey = aKey();
    const of = take(undated);
    const refused = await tell(report(of, { idempotencyKey, effectiveOn: '2022-07-01', percent: 101 }));
    expect(refusals(refused)).toEqual(['DAY_IN_FUTURE input.effectiveOn', 'BAD_PERCENT input.percent']);
    expect([refused.event, refused.obligation.version]).toEqual([null, 0]);
    expect(refusals(await tell(report(of, { idempotencyKey })))).toEqual([]);
  });

  it('of an unknown duty is refused, whatever stands for its id', async () => {
    for (const obligationId of ['obligation:x', '', BTP, "'; DROP TABLE event; --"])
      expect(refusals(await tell(report({ obligationId, agencyId: BTP })))).toEqual(['UNKNOWN_OBLIGATION input.obligationId']);
  });

  it('is dated by the clock, whatever day the reader asks about', async () => {
    const of = take(undated);
    const at = (asOf: string, effectiveOn: string) => send(reporter(of), 'reportProgress', report(of, { effectiveOn }), { asOf });
    expect((await at('2021-01-01', '2022-03-15')).event.recordedAt).toBe('2022-06-30T07:00:00.000Z');
    expect(refusals(await at('2023-01-01', '2022-07-01'))).toEqual(['DAY_IN_FUTURE input.effectiveOn']);
  });
});

describe('a decision on a report', () => {
  async function claim(of: Duty): Promise<string> {
    return (await tell(report(of, { effectiveOn: '2022-03-31', status: 'COMPLETED' }))).event.id as string;
  }
  const decide = (eventId: string, given: object = {}) =>
    send(vpcp(), 'verifyReport', { eventId, agencyId: VPCP, effectiveOn: '2022-04-05', accept: true, ...given });

  it('that confirms turns the claim into a fact', async () => {
    const eventId = await claim(take(dueInMarch));
    const { event, obligation, userErrors } = await decide(eventId, { expectedVersion: 1 });
    expect(userErrors).toEqual([]);
    expect(event).toMatchObject({ kind: 'REPORT_VERIFIED', number: 2, about: { id: eventId }, by: { id: VPCP } });
    expect(event.previousHash).toMatch(/^[0-9a-f]{64}$/);
    expect(obligation).toMatchObject({
      version: 2,
      reportedStatus: 'COMPLETED',
      verifiedStatus: 'COMPLETED',
      standing: 'COMPLETED_ON_TIME',
    });
  });

  it('that rejects opens the duty again', async () => {
    const of = take(dueInMarch);
    const eventId = await claim(of);
    expect(refusals(await decide(eventId, { accept: false }))).toEqual(['REASON_REQUIRED input.reason']);
    const { event, obligation } = await decide(eventId, { accept: false, reason: 'thiếu số liệu' });
    expect(event).toMatchObject({ kind: 'REPORT_REJECTED', note: 'thiếu số liệu' });
    expect(obligation).toMatchObject({ reportedStatus: 'NOT_STARTED', standing: 'OPEN_OVERDUE' });
    expect(refusals(await tell(report(of, { effectiveOn: '2022-04-10' })))).toEqual([]);
  });

  it('is made once', async () => {
    const eventId = await claim(take(undated));
    await decide(eventId);
    expect(refusals(await decide(eventId, { accept: false, reason: 'sai' }))).toEqual(['ALREADY_DECIDED input.eventId']);
  });

  it('is about an event that exists and is a report', async () => {
    expect(refusals(await decide('event:x/1'))).toEqual(['UNKNOWN_EVENT input.eventId']);
    const { event } = await decide(await claim(take(undated)));
    expect(refusals(await decide(event.id))).toEqual(['WRONG_EVENT_KIND input.eventId']);
    const of = { obligationId: everyMonth, agencyId: 'agency:bo-y-te' };
    const filed = await send(reporter(of), 'fileMonthlyReport', { ...of, period: '2022-05', filedOn: '2022-05-20' });
    expect(refusals(await decide(filed.event.id))).toEqual(['WRONG_EVENT_KIND input.eventId']);
  });

  it('is never made by a body that leads the duty, though the document names it to verify', async () => {
    const eventId = await claim(take(dueInMarch));
    const bca = { eventId, agencyId: 'agency:bo-cong-an', effectiveOn: '2022-04-05', accept: true };
    expect(refusals(await send(graph.as('agency:bo-cong-an', 'VERIFIER'), 'verifyReport', bca))).toEqual(['OWN_DUTY input.agencyId']);
  });

  it('is made on the duty as it is: who has not seen the newest entry reads again', async () => {
    const refused = await decide(await claim(take(undated)), { expectedVersion: 0 });
    expect([refusals(refused), refused.obligation.version]).toEqual([['STALE_VERSION input.expectedVersion'], 1]);
  });
});

describe('more time', () => {
  const ask = (of: Duty) =>
    send(reporter(of), 'requestExtension', { ...of, effectiveOn: '2022-05-20', newDueOn: '2023-09-30', reason: 'Chờ kinh phí' });
  const decide = (eventId: string, given: { agencyId?: string; accept?: boolean; reason?: string; legalBasis?: object | null } = {}) =>
    send(graph.as(given.agencyId ?? VPCP, 'VERIFIER'), 'decideExtension', {
      eventId,
      agencyId: VPCP,
      effectiveOn: '2022-05-25',
      accept: true,
      legalBasis: { documentId: 'document:qd-06-qd-ttg-2022', path: 'III.5.b.4' },
      ...given,
    });

  it('is asked for by the bearer and granted by the verifying body: the last day moves from the day of the decision', async () => {
    const of = take(dueInMarch);
    const asked = await ask(of);
    expect(asked.event).toMatchObject({ kind: 'EXTENSION_REQUESTED', newDueOn: '2023-09-30', note: 'Chờ kinh phí' });
    expect(asked.obligation).toMatchObject({ dueOn: '2022-03-31', standing: 'OPEN_OVERDUE' });
    const { event, obligation } = await decide(asked.event.id);
    expect(event).toMatchObject({ kind: 'EXTENSION_GRANTED', newDueOn: '2023-09-30', about: { id: asked.event.id } });
    expect(event.legalBasis).toMatchObject({ path: 'III.5.b.4', label: expect.stringContaining('Quyết định số 06/QĐ-TTg') });
    expect(obligation).toMatchObject({ dueOn: '2023-09-30', standing: 'OPEN_IN_TERM' });
    const text = 'query($id: ID!) { obligation(id: $id) { before: dueOn(asOf: "2022-05-24") since: dueOn(asOf: "2022-05-25") } }';
    expect((await graph.ask(text, { id: of.obligationId })).data.obligation).toEqual({ before: '2022-03-31', since: '2023-09-30' });
  });

  it('is not to be had where there is no last day', async () => {
    expect(refusals(await ask(take(undated)))).toEqual(['NOTHING_TO_EXTEND input.obligationId']);
  });

  it('may be granted by the issuer of the document, on a basis that is only an address', async () => {
    const asked = await ask(duty('III.5.b.7', 'bo-giao-duc-va-dao-tao'));
    const { data } = await graph.ask('{ document(id: "document:qd-06-qd-ttg-2022") { issuer { id } } }');
    const legalBasis = { sourceUrl: 'https://vanban.chinhphu.vn/1' };
    const granted = await decide(asked.event.id, { agencyId: data.document.issuer.id as string, legalBasis });
    expect(refusals(granted)).toEqual([]);
    expect(granted.event.legalBasis).toMatchObject({ sourceUrl: 'https://vanban.chinhphu.vn/1', label: 'https://vanban.chinhphu.vn/1' });
  });

  it('needs a legal basis, of a document that is known', async () => {
    const { event } = await ask(duty('III.5.a.4', 'bo-tai-chinh'));
    expect(refusals(await decide(event.id, { legalBasis: null }))).toEqual(['LEGAL_BASIS_REQUIRED input.legalBasis']);
    const unknown = await decide(event.id, { legalBasis: { documentId: 'document:x' } });
    expect(refusals(unknown)).toEqual(['UNKNOWN_DOCUMENT input.legalBasis.documentId']);
  });

  it('that is refused moves nothing', async () => {
    const asked = await ask(duty('III.5.b.10', 'bo-nong-nghiep-va-phat-trien-nong-thon'));
    const { event, obligation } = await decide(asked.event.id, { accept: false, reason: 'không có căn cứ', legalBasis: null });
    expect([event.kind, event.newDueOn, obligation.dueOn]).toEqual(['EXTENSION_REFUSED', null, '2022-12-31']);
  });
});

describe('a monthly report', () => {
  const items = [{ text: 'Đã kết nối hộ tịch', obligationId: `${QD06}/III.5.b.4`, status: 'IN_PROGRESS', percent: 60 }];
  const file = (given: object) => {
    const filing = { obligationId: everyMonth, agencyId: BTP, period: '2022-06', filedOn: '2022-06-20', items, ...given };
    return send(reporter(filing), 'fileMonthlyReport', filing);
  };
  const standing = async (agencyId: string, period: string) => {
    const { data } = await graph.ask(
      `query($id: ID!, $period: String!, $agency: ID!) {
        monthlyReports(period: $period, filter: { obligationIds: [$id], agencyIds: [$agency] }) { state dueOn filedOn daysLate } }`,
      { id: everyMonth, period, agency: agencyId },
    );
    return data.monthlyReports[0] as object;
  };

  it('is filed by a body that owes it, in time until the 21st', async () => {
    expect(await standing(BTP, '2022-06')).toMatchObject({ state: 'MISSING', dueOn: '2022-06-21' });
    const { event, userErrors } = await file({});
    expect(userErrors).toEqual([]);
    expect(event).toMatchObject({ kind: 'MONTHLY_REPORT_FILED', period: '2022-06', items: [{ text: 'Đã kết nối hộ tịch', percent: 60 }] });
    expect(await standing(BTP, '2022-06')).toMatchObject({ state: 'IN_TIME', filedOn: '2022-06-20', daysLate: null });
  });

  it('is late from the 22nd', async () => {
    await file({ period: '2022-05', filedOn: '2022-05-23' });
    expect(await standing(BTP, '2022-05')).toMatchObject({ state: 'LATE', daysLate: 2 });
  });

  it('is filed once, and by no body above', async () => {
    await file({ period: '2022-04', filedOn: '2022-04-20' });
    expect(refusals(await file({ period: '2022-04', filedOn: '2022-04-21' }))).toEqual(['ALREADY_FILED input.period']);
    expect(refusals(await file({ agencyId: 'agency:chinh-phu' }))).toEqual(['NOT_BEARER input.agencyId']);
  });

  it('changes nothing of how far the duty is', async () => {
    const before = (await graph.ask('query($id: ID!) { obligation(id: $id) { reportedStatus version } }', { id: everyMonth })).data
      .obligation;
    const { obligation } = await file({ period: '2022-03', filedOn: '2022-03-20' });
    expect(obligation).toMatchObject({ reportedStatus: before.reportedStatus, version: (before.version as number) + 1 });
  });
});

describe('the answer to a write', () => {
  it('leads back to all that can be asked, in every subgraph, as it is after the write', async () => {
    const of = duty('IV.15', 'bo-giao-thong-van-tai');
    const text = `mutation ($input: ReportProgressInput!, $agency: ID!, $duty: ID!) { reportProgress(input: $input) { event { number } query {
      agency(id: $agency) { name owes(filter: { ids: [$duty] }) { nodes { reportedStatus document { number } } } }
      obligation(id: $duty) { version } document(id: "document:qd-06-qd-ttg-2022") { number } } } }`;
    const input = report(of, { idempotencyKey: aKey() });
    const { data, errors } = await reporter(of).ask(text, { input, agency: of.agencyId, duty: of.obligationId });
    expect(errors).toBeUndefined();
    expect(data.reportProgress.query).toEqual({
      agency: { name: 'Bộ Giao thông vận tải', owes: { nodes: [{ reportedStatus: 'IN_PROGRESS', document: { number: '06/QĐ-TTg' } }] } },
      obligation: { version: 1 },
      document: { number: '06/QĐ-TTg' },
    });
  });
});

describe('the words of a refusal', () => {
  it('are in the language of the reader', async () => {
    const bad = report(duty('IV.15', 'bo-giao-thong-van-tai'), { effectiveOn: '2022-07-01' });
    const [vi] = (await send(reporter(bad), 'reportProgress', bad)).userErrors;
    const [en] = (await send(reporter(bad), 'reportProgress', bad, { language: 'EN' })).userErrors;
    expect(vi.message).toBe('Ngày 2022-07-01 sau hôm nay (2022-06-30); chỉ ghi được đến hôm nay.');
    expect(en.message).toBe('2022-07-01 is after today (2022-06-30); nothing can be recorded for a day to come.');
  });
});

describe('as days go by', () => {
  it('the log of a duty is read page by page as it was recorded, up to a day of knowledge', async () => {
    const of = take(undated);
    await tell(report(of, { effectiveOn: '2022-06-01' }));
    graph.clock.set('2022-07-10');
    await tell(report(of, { effectiveOn: '2022-03-01' }));
    const { event } = await tell(report(of, { effectiveOn: '2022-07-10', status: 'SUSPENDED' }));
    const text = `query($id: ID!, $after: String) { obligation(id: $id) {
      history(first: 2, after: $after) { totalCount nodes { number effectiveOn } pageInfo { hasNextPage endCursor } }
      known: history(knownOn: "2022-07-09") { nodes { number } } } }`;
    const first = (await graph.ask(text, { id: of.obligationId })).data.obligation;
    expect(first.history).toMatchObject({
      totalCount: 3,
      nodes: [
        { number: 1, effectiveOn: '2022-06-01' },
        { number: 2, effectiveOn: '2022-03-01' },
      ],
      pageInfo: { hasNextPage: true },
    });
    expect(first.known.nodes).toEqual([{ number: 1 }]);
    const after = first.history.pageInfo.endCursor as string;
    const second = (await graph.ask(text, { id: of.obligationId, after })).data.obligation.history;
    expect(second).toMatchObject({ nodes: [{ number: 3, effectiveOn: '2022-07-10' }], pageInfo: { hasNextPage: false } });
    const node = await graph.ask('query($id: ID!) { node(id: $id) { __typename id ... on ObligationEvent { status by { id } } } }', {
      id: event.id,
    });
    expect(node.data.node).toEqual({ __typename: 'ObligationEvent', id: event.id, status: 'SUSPENDED', by: { id: of.agencyId } });
  });

  it('reports come from the body that bears the duty on their day: after the transport ministry is merged, from its successor', async () => {
    graph.clock.set('2025-04-01');
    const by = async (lead: string, effectiveOn: string) => refusals(await tell(report(duty('IV.15', lead), { effectiveOn })));
    expect(await by('bo-giao-thong-van-tai', '2025-03-01')).toEqual(['NOT_BEARER input.agencyId']);
    expect(await by('bo-giao-thong-van-tai', '2025-02-28')).toEqual([]);
    expect(await by('bo-xay-dung', '2025-02-28')).toEqual(['NOT_BEARER input.agencyId']);
    expect(await by('bo-xay-dung', '2025-03-01')).toEqual([]);
  });
});
