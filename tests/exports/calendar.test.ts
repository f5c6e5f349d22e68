import { parseICS, type VEvent } from 'node-ical';
import { startTestGraph, type TestGraph } from '../support/graph';
import { fetchFile } from './support';

interface Owed {
  readonly id: string;
  readonly dueOn: string | null;
}

describe('the due days of a body as a calendar', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function events(path: string): Promise<VEvent[]> {
    const response = await fetchFile(graph, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const calendar = parseICS(await response.text());
    expect(calendar).toMatchObject({ vcalendar: { version: '2.0' } });
    return Object.values(calendar).filter((component): component is VEvent => component?.type === 'VEVENT');
  }

  /** The day of an event that has no time of day. */
  function dayOf(start: Date | undefined): string {
    const local = start ?? new Date(NaN);
    return [local.getFullYear(), local.getMonth() + 1, local.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  }

  async function owes(agency: string): Promise<Owed[]> {
    const query = 'query ($id: ID!) { agency(id: $id) { owes(first: 100) { totalCount nodes { id dueOn } } } }';
    return (await graph.ask(query, { id: agency })).data.agency.owes.nodes as Owed[];
  }

  it('has each dated duty once, all day long on its last day, under an id that stays', async () => {
    const found = await events('/calendar/bo-tu-phap.ics');
    const dated = (await owes('agency:bo-tu-phap')).filter(({ dueOn }) => dueOn !== null);
    expect(dated.length).toBeGreaterThan(5);
    const single = found.filter((event) => event.rrule === undefined);
    expect(Object.fromEntries(single.map((event) => [event.uid, dayOf(event.start)]))).toEqual(
      Object.fromEntries(dated.map(({ id, dueOn }) => [`${id}@ketnoi`, dueOn])),
    );
    expect(single).toHaveLength(dated.length);
    expect(found.every((event) => event.datetype === 'date' && event.dtstamp instanceof Date)).toBe(true);
  });

  it('reads the same on another day, but for the standing', async () => {
    const changes = async (asOf: string) =>
      (await events(`/calendar/agency:bo-tu-phap.ics?asOf=${asOf}`)).map((event) => [
        event.uid,
        dayOf(event.start),
        event.lastmodified,
        event.dtstamp,
      ]);
    expect(await changes('2026-10-01')).toEqual(await changes('2026-11-01'));
  });

  it('a report due before day 22 of each month comes back on the 21st', async () => {
    const recurring = (await events('/calendar/bo-cong-an.ics')).filter((event) => event.rrule !== undefined);
    const report = recurring.find((event) => event.uid === 'obligation:qd-06-qd-ttg-2022/IV.3.k@ketnoi');
    const days = report?.rrule?.between(new Date(2022, 0, 1), new Date(2022, 3, 1)) ?? [];
    expect(days.map(dayOf)).toEqual(['2022-01-21', '2022-02-21', '2022-03-21']);
  });

  it('tells document, provision and standing, in the language asked for', async () => {
    const [vietnamese] = await events('/calendar/bo-tu-phap.ics?ids=obligation:qd-06-qd-ttg-2022/III.5.b.4');
    expect(vietnamese?.description).toMatch(
      /^Văn bản: 06\/QĐ-TTg, .+\nĐiều khoản: III\.5\.b\.4; PL2\.V\.11\nThời hạn: .+\nTình trạng: chưa hoàn thành, quá hạn$/,
    );
    const [english] = await events('/calendar/bo-tu-phap.ics?ids=obligation:qd-06-qd-ttg-2022/III.5.b.4&language=EN');
    expect(english?.description).toMatch(/\nProvision: .+\nStanding: Not done, overdue$|\nStanding: Not done, overdue$/);
  });

  it.each(['/calendar/khong-co.ics', '/calendar/bo-tu-phap', '/calendar/agency:khong-co.ics'])('there is no %s', async (path) => {
    const response = await fetchFile(graph, path);
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND', path: ['agency'] } }]);
  });

  it('a bad parameter is refused', async () => {
    const response = await fetchFile(graph, '/calendar/bo-tu-phap.ics?asOf=now');
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'BAD_USER_INPUT', path: ['asOf'] } }]);
  });
});
