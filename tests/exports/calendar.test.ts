import ICAL from 'ical.js';
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

  async function events(path: string): Promise<ICAL.Event[]> {
    const response = await fetchFile(graph, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const calendar = new ICAL.Component(ICAL.parse(await response.text()));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  }

  async function owes(agency: string): Promise<Owed[]> {
    const query = 'query ($id: ID!) { agency(id: $id) { owes(first: 100) { totalCount nodes { id dueOn } } } }';
    return (await graph.ask(query, { id: agency })).data.agency.owes.nodes as Owed[];
  }

  it('has each dated duty once, all day long on its last day, under an id that stays', async () => {
    const found = await events('/calendar/bo-tu-phap.ics');
    const dated = (await owes('agency:bo-tu-phap')).filter(({ dueOn }) => dueOn !== null);
    expect(dated.length).toBeGreaterThan(5);
    const single = found.filter((event) => !event.isRecurring());
    expect(Object.fromEntries(single.map((event) => [event.uid, event.startDate.toString()]))).toEqual(
      Object.fromEntries(dated.map(({ id, dueOn }) => [`${id}@ketnoi`, dueOn])),
    );
    expect(single).toHaveLength(dated.length);
    expect(found.every((event) => event.startDate.isDate && event.component.hasProperty('dtstamp'))).toBe(true);
  });

  it('reads the same on another day, but for the standing', async () => {
    const changes = async (asOf: string) =>
      (await events(`/calendar/agency:bo-tu-phap.ics?asOf=${asOf}`)).map((event) => [
        event.uid,
        event.startDate.toString(),
        String(event.component.getFirstPropertyValue('last-modified')),
        String(event.component.getFirstPropertyValue('dtstamp')),
      ]);
    expect(await changes('2026-10-01')).toEqual(await changes('2026-11-01'));
  });

  it('a report due before day 22 of each month comes back on the 21st', async () => {
    const recurring = (await events('/calendar/bo-cong-an.ics')).filter((event) => event.isRecurring());
    const report = recurring.find((event) => event.uid === 'obligation:qd-06-qd-ttg-2022/IV.3.k@ketnoi');
    const days = report?.iterator();
    expect([days?.next(), days?.next(), days?.next()].map(String)).toEqual(['2022-01-21', '2022-02-21', '2022-03-21']);
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
