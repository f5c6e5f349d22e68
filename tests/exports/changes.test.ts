import { parseICS, type VEvent } from 'node-ical';
import { startGraph, type Graph } from '../../testkit';
import { send, type WriteName } from '../support/writes';
import { readFeed, toldOf, type Feed } from './feedReader';
import { fetchFile } from './support';

const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.4';
const MONTHLY = 'obligation:qd-06-qd-ttg-2022/IV.3.k';
const JUSTICE = 'agency:bo-tu-phap';

const textOf = (value: VEvent['description']) => (typeof value === 'string' ? value : (value?.val ?? ''));

describe('what is reported and decided reaches calendar and feed', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ today: '2022-03-14' });
  });
  afterAll(() => graph.stop());

  async function feed(agency = 'bo-tu-phap', language = 'vi'): Promise<Feed> {
    const response = await fetchFile(graph, `/feed/${agency}.atom?lang=${language}`);
    expect(response.status).toBe(200);
    return readFeed(await response.text());
  }
  async function eventOfDuty(language = 'VI') {
    const response = await fetchFile(graph, `/calendar/bo-tu-phap.ics?language=${language}&ids=${DUTY}`);
    const found = Object.values(parseICS(await response.text())).filter((one): one is VEvent => one?.type === 'VEVENT');
    expect(found).toHaveLength(1);
    const { start, summary, description, sequence, status, alarms = [] } = found[0] as VEvent;
    const dueOn = [start.getFullYear(), start.getMonth() + 1, start.getDate()];
    return { dueOn, summary: textOf(summary), description: textOf(description), sequence: Number(sequence), status, alarms: alarms.length };
  }

  async function write(name: WriteName, agencyId: string, input: object): Promise<string> {
    const { event, userErrors } = await send(graph.as(agencyId, 'REPORTER', 'VERIFIER'), name, { agencyId, ...input });
    expect(userErrors).toEqual([]);
    return event.id as string;
  }
  const on = (day: string) => {
    graph.clock.set(day);
    return { obligationId: DUTY, effectiveOn: day };
  };

  it('a monthly report is announced, missed, filed; that of another body is told to that body alone', async () => {
    expect(toldOf(await feed(), `${MONTHLY}/report/2022-03`)).toEqual(['7']);
    graph.clock.set('2022-03-22');
    const missed = await feed('bo-tu-phap', 'en');
    expect(toldOf(missed, `${MONTHLY}/report/2022-03`)).toEqual(['passed']);
    expect(missed.entry.find(({ id }) => id.endsWith('report/2022-03/passed'))?.title).toMatch(
      /^Fell due on 2022-03-21: Report of 2022-03 – /,
    );
    await write('fileMonthlyReport', 'agency:bo-tai-chinh', { obligationId: MONTHLY, period: '2022-03', filedOn: '2022-03-22' });
    expect(toldOf(await feed('bo-tai-chinh'), 'event:qd-06-qd-ttg-2022/IV.3.k')).toEqual(['1']);
    expect(toldOf(await feed(), 'event:qd-06-qd-ttg-2022/IV.3.k')).toEqual([]);
    await write('fileMonthlyReport', JUSTICE, { obligationId: MONTHLY, period: '2022-03', filedOn: '2022-03-22' });
    expect(toldOf(await feed(), `${MONTHLY}/report/2022-03`)).toEqual([]);
    expect(toldOf(await feed(), 'event:qd-06-qd-ttg-2022/IV.3.k')).toEqual(['2']);
  });

  it('an open duty rings 7, 3 and 1 days ahead', async () => {
    on('2022-03-24');
    const { alarms, sequence, status, summary } = await eventOfDuty();
    expect([alarms, sequence, status, summary.includes(':')]).toEqual([3, 0, 'CONFIRMED', false]);
    const text = await (await fetchFile(graph, `/calendar/bo-tu-phap.ics?ids=${DUTY}`)).text();
    expect([...text.matchAll(/TRIGGER:(\S+)/g)].map(([, before]) => before)).toEqual(['-P7D', '-P3D', '-P1D']);
  });

  it('a report is the newest entry, in the words of its author; the tag of the feed changes', async () => {
    const tag = async () => String((await fetchFile(graph, '/feed/bo-tu-phap.atom')).headers.get('etag'));
    const before = await tag();
    const note = 'Xong phần một <b>& hai</b> ]]> 🙂';
    await write('reportProgress', JUSTICE, { ...on('2022-03-24'), status: 'IN_PROGRESS', percent: 40, note });
    expect(await tag()).not.toBe(before);
    const { entry, updated } = await feed();
    expect(entry[0]).toMatchObject({
      id: 'tag:ketnoi,2026:event:qd-06-qd-ttg-2022/III.5.b.4/1',
      updated,
      category: [{ term: 'PROGRESS_REPORTED' }],
      author: [{ name: 'Bộ Tư pháp' }],
    });
    expect(entry[0]?.title).toMatch(/^Báo cáo tiến độ: /);
    expect(entry[0]?.summary.split('\n')).toEqual(
      expect.arrayContaining([
        'Cơ quan: Bộ Tư pháp',
        'Ngày có giá trị: 24/03/2022',
        'Tiến độ: đang thực hiện',
        'Tỷ lệ hoàn thành: 40%',
        `Ghi chú: ${note}`,
      ]),
    );
  });

  it('an extension moves the day in the calendar, and what is told ahead', async () => {
    expect(toldOf(await feed(), `${DUTY}/due/2022-03-31`)).toEqual(['7']);
    const reason = 'Chờ hạ tầng';
    const eventId = await write('requestExtension', JUSTICE, { ...on('2022-03-28'), newDueOn: '2022-04-15', reason });
    expect((await eventOfDuty()).dueOn).toEqual([2022, 3, 31]);
    await write('decideExtension', 'agency:van-phong-chinh-phu', {
      eventId,
      effectiveOn: '2022-03-28',
      accept: true,
      legalBasis: { documentId: 'document:qd-06-qd-ttg-2022', path: 'IV.3.k' },
      reason,
    });
    const moved = await eventOfDuty('EN');
    expect([moved.dueOn, moved.sequence]).toEqual([[2022, 4, 15], 3]);
    expect(moved.description).toMatch(/\nLast change: .+, 2022-03-28, Government Office$/);
    expect(toldOf(await feed(), `${DUTY}/due/2022-03-31`)).toEqual([]);
    graph.clock.set('2022-04-12');
    expect(toldOf(await feed(), `${DUTY}/due/2022-04-15`)).toEqual(['3', '7']);
    expect((await feed()).entry.find(({ id }) => id.endsWith('III.5.b.4/3'))?.summary).toMatch(
      /\nHạn mới: 15\/04\/2022\nCăn cứ: .+06\/QĐ-TTg/,
    );
  });

  it('one past its day stands as overdue and rings no more', async () => {
    on('2022-04-16');
    expect(toldOf(await feed(), `${DUTY}/due/2022-04-15`)).toEqual(['passed']);
    const { summary, alarms } = await eventOfDuty();
    expect([summary.startsWith('Quá hạn: '), alarms]).toEqual([true, 0]);
  });

  it('one that is done says so, and nothing more is told ahead; a rejected claim opens it again', async () => {
    const eventId = await write('reportProgress', JUSTICE, { ...on('2022-04-18'), status: 'COMPLETED' });
    expect(toldOf(await feed(), `${DUTY}/due/2022-04-15`)).toEqual([]);
    const { summary, alarms, description } = await eventOfDuty('EN');
    expect([summary.startsWith('Done: '), alarms]).toEqual([true, 0]);
    expect(description).toMatch(/\nStanding: Done late\nReported progress: Done \(2022-04-18\)\n/);
    await write('verifyReport', 'agency:van-phong-chinh-phu', { eventId, effectiveOn: '2022-04-18', accept: false, reason: 'Chưa nối' });
    expect(toldOf(await feed(), `${DUTY}/due/2022-04-15`)).toEqual(['passed']);
    expect((await eventOfDuty()).summary.startsWith('Quá hạn: ')).toBe(true);
  });

  it('a feed as of an earlier day tells what was known then', async () => {
    const response = await fetchFile(graph, '/feed/bo-tu-phap.atom?asOf=2022-03-24');
    expect(toldOf(readFeed(await response.text()), 'event:qd-06-qd-ttg-2022/III.5.b.4')).toEqual(['1']);
  });
});
