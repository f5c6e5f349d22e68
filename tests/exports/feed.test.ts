import { startTestGraph, type TestGraph } from '../support/graph';
import { readFeed, toldOf, type Feed, type Link } from './feedReader';
import { fetchFile, rowsOf } from './support';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const TAG = /^tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]+$/;
const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.4';

describe('the reminders of a body as a feed', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function feed(path: string): Promise<Feed> {
    const response = await fetchFile(graph, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    return readFeed(await response.text());
  }
  const of = (found: Feed, duty: string) => found.entry.filter(({ id }) => id.startsWith(`tag:ketnoi,2026:${duty}/`));

  it('is Atom: every id a tag of its own, every time an instant, an author, the newest first', async () => {
    const found = await feed('/feed/bo-cong-an.atom?asOf=2022-04-01');
    expect(found).toMatchObject({ lang: 'vi', id: 'tag:ketnoi,2026:feed/agency:bo-cong-an', author: [{ name: 'Kết Nối' }] });
    expect(found.title).toBe('Nhắc việc: Bộ Công an');
    expect(found.entry.length).toBeGreaterThan(20);
    for (const { id, title, updated, summary, link } of found.entry) {
      expect([id, updated]).toEqual([expect.stringMatching(TAG), expect.stringMatching(RFC3339)]);
      expect([title, summary, link.length]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/), 2]);
    }
    expect(new Set(found.entry.map(({ id }) => id)).size).toBe(found.entry.length);
    const times = found.entry.map(({ updated }) => updated);
    expect(times).toEqual([...times].sort().reverse());
    expect(found.updated).toBe(times[0]);
  });

  it.each([
    ['2022-03-23', []],
    ['2022-03-24', ['7']],
    ['2022-03-28', ['3', '7']],
    ['2022-03-30', ['1', '3', '7']],
    ['2022-03-31', ['1', '3', '7']],
    ['2022-04-01', ['passed']],
    ['2026-11-20', ['passed']],
  ])('of a duty due on 31/3/2022 it tells on %s the days ahead %j', async (asOf, told) => {
    expect(toldOf(await feed(`/feed/bo-tu-phap.atom?asOf=${asOf}`), `${DUTY}/due/2022-03-31`).sort()).toEqual(told);
  });

  it('a reminder is dated on its day and reads the same while it stands', async () => {
    const week = async (asOf: string) =>
      of(await feed(`/feed/agency:bo-tu-phap.atom?asOf=${asOf}`), DUTY).find(({ id }) => id.endsWith('/7'));
    const reminder = await week('2022-03-24');
    expect(reminder).toMatchObject({ updated: '2022-03-23T17:00:00.000Z', category: [{ term: 'DUE' }] });
    expect(await week('2022-03-31')).toEqual(reminder);
  });

  it('speaks Vietnamese, or English', async () => {
    const [vietnamese] = of(await feed('/feed/bo-tu-phap.atom?asOf=2022-04-01'), DUTY);
    expect(vietnamese?.title).toMatch(/^Đã quá hạn 31\/03\/2022: /);
    expect(vietnamese?.summary).toMatch(
      /^Văn bản: 06\/QĐ-TTg, .+\nĐiều khoản: III\.5\.b\.4; PL2\.V\.11\nThời hạn: .+\nTình trạng: chưa hoàn thành, quá hạn$/,
    );
    const english = await feed('/feed/bo-tu-phap.atom?asOf=2022-03-24&lang=en');
    expect([english.lang, english.title]).toEqual(['en', 'Reminders: Ministry of Justice']);
    expect(of(english, DUTY)[0]?.title).toMatch(/^Due on 2022-03-31, 7 days ahead: /);
  });

  it('a plan issued after its own last day tells of it from its issue on, and reminds of nothing before', async () => {
    const { entry } = await feed('/feed/cong-an-xa-chu-rang.atom?asOf=2023-04-07');
    const late = entry.find(({ id }) => id.includes('/II.1.1/'));
    expect(late).toMatchObject({ updated: '2023-04-06T17:00:00.000Z', category: [{ term: 'OVERDUE' }] });
  });

  it('links to itself, to the calendar, and from each entry to its duty', async () => {
    const path = '/feed/bo-tu-phap.atom?asOf=2022-04-01&lang=en';
    const found = await feed(path);
    const links = (of: readonly Link[]) => Object.fromEntries(of.map(({ rel, href }) => [rel, href]));
    expect(links(found.link).self).toBe(new URL(path, graph.url).href);
    expect((await fetch(String(links(found.link).related))).headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const [first] = of(found, DUTY);
    const rows = rowsOf(await (await fetch(String(links(first?.link ?? []).related))).text());
    expect(rows.map((row) => row.Id)).toEqual([DUTY]);
    const query = new URL(String(links(first?.link ?? []).alternate)).searchParams.get('query') ?? '';
    expect((await graph.ask(query)).data).toMatchObject({ obligation: { dueOn: '2022-03-31', standing: 'OPEN_OVERDUE' } });
  });

  describe('is sent once', () => {
    const path = '/feed/bo-tu-phap.atom?asOf=2022-04-01';
    const again = async (headers: Record<string, string>, of = path) => {
      const response = await fetchFile(graph, of, { headers });
      return [response.status, (await response.text()).length > 0];
    };

    it('to a client that names its tag, weak or among others', async () => {
      const { headers } = await fetchFile(graph, path);
      const etag = String(headers.get('etag'));
      expect(etag).toMatch(/^"[\w-]+"$/);
      expect(await again({ 'if-none-match': etag })).toEqual([304, false]);
      expect(await again({ 'if-none-match': `"other", W/${etag}` })).toEqual([304, false]);
      expect(await again({ 'if-none-match': '"other"' })).toEqual([200, true]);
      expect(await again({ 'if-none-match': etag }, '/feed/bo-tu-phap.atom?asOf=2022-06-29')).toEqual([200, true]);
    });

    it('to a client that names its time and no tag', async () => {
      const modified = String((await fetchFile(graph, path)).headers.get('last-modified'));
      expect(await again({ 'if-modified-since': modified })).toEqual([304, false]);
      expect(await again({ 'if-modified-since': 'Thu, 06 Jan 2022 00:00:00 GMT' })).toEqual([200, true]);
      expect(await again({ 'if-modified-since': modified, 'if-none-match': '"other"' })).toEqual([200, true]);
    });
  });

  it.each([
    ['/feed/khong-co.atom', 404, 'agency'],
    ['/feed/bo-tu-phap', 404, 'agency'],
    ['/feed/bo-tu-phap.atom?asOf=2022-02-30', 400, 'asOf'],
    ['/feed/bo-tu-phap.atom?lang=fr', 400, 'lang'],
    ['/feed/bo-tu-phap.atom?standings=OPEN_OVERDUE', 400, 'standings'],
  ])('%s is refused with %i', async (path, status, field) => {
    const response = await fetchFile(graph, path);
    expect([response.status, await response.json()]).toMatchObject([status, { error: { path: [field] } }]);
  });
});
