import { operation, startTestGraph, type TestGraph } from '../support/graph';

interface Named {
  readonly name: string;
}
interface Answering {
  readonly role: string;
  readonly agency: (Named & { readonly id?: string }) | null;
  readonly candidates: readonly Named[];
  readonly origin: Named & { readonly id: string };
  readonly scope: readonly Named[];
  readonly explanation: string;
}
type Counted = { readonly totalCount: number };

const QD06 = 'document:qd-06-qd-ttg-2022';

describe('questions of analysts, each answered by one operation', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function answer<T>(name: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await graph.ask(operation(name), variables);
    expect(errors).toBeUndefined();
    return data as T;
  }
  const leading = (bearers: readonly Answering[]): Array<string | undefined> =>
    bearers.filter(({ role }) => role === 'LEAD').map(({ agency }) => agency?.name);

  it('who owns the tax database: the finance ministry, then and now', async () => {
    expect(await answer('OwnerOfDatabase')).toMatchObject({
      database: { then: { name: 'Bộ Tài chính' }, now: { name: 'Bộ Tài chính' }, note: expect.stringMatching(/Tổng cục Thuế.+Cục Thuế/) },
    });
  });

  it('which tasks of Appendix II are continuous: I.11, II.9 and V.19', async () => {
    interface Found {
      obligations: Counted & { nodes: Array<{ deadline: { precision: string }; statements: Array<{ path: string }> }> };
    }
    const { obligations } = await answer<Found>('WithoutDeadline');
    expect(obligations.nodes).toHaveLength(obligations.totalCount);
    const continuous = obligations.nodes.filter(({ deadline }) => deadline.precision === 'ONGOING');
    expect(continuous.flatMap(({ statements }) => statements.map(({ path }) => path)).filter((path) => path.startsWith('PL2.'))).toEqual([
      'PL2.I.11',
      'PL2.II.9',
      'PL2.V.19',
    ]);
  });

  it('which connection tasks have two or more leads: V.1 to V.18, and V.18 has three', async () => {
    const { statements } = await answer<{ statements: Counted & { nodes: Array<{ path: string; leadAgencies: Named[] }> } }>('SharedLeads');
    const leads = Object.fromEntries(statements.nodes.map(({ path, leadAgencies }) => [path, leadAgencies.length]));
    const expected = Array.from({ length: 18 }, (_, index) => [`PL2.V.${String(index + 1)}`, index === 17 ? 3 : 2]);
    expect(leads).toEqual(Object.fromEntries(expected));
  });

  it('which documents cite Decision 1911: QĐ 06, Đắk Nông, Nam Trung and Lục Bình, not Chư Răng', async () => {
    const { documents } = await answer<{ documents: { nodes: Array<{ citedBy: Array<{ in: { id: string } | null }> }> } }>('WhoCites');
    const citing = documents.nodes.flatMap(({ citedBy }) => citedBy.map((citation) => citation.in?.id));
    expect(new Set(citing)).toEqual(
      new Set([QD06, 'document:qd-468-qd-ubnd-dak-nong-2022', 'document:kh-nam-trung-2022', 'document:kh-luc-binh-2022']),
    );
  });

  it('what falls due soon: nothing within 30 days of 20/11/2026, then NĐ 278 in 41 days', async () => {
    const found = await answer<Record<string, Counted & { nodes?: Array<{ dueOn: string; document: { number: string } }> }>>('DueSoon');
    expect(['one', 'three', 'seven', 'thirty'].map((window) => found[window]?.totalCount)).toEqual([0, 0, 0, 0]);
    expect(found.last?.nodes).toMatchObject([{ dueOn: '2026-12-31', document: { number: '278/2025/NĐ-CP' } }]);
    const march = await answer<Record<string, Counted>>('DueSoon', {
      day: '2022-03-01',
      one: '2022-03-02',
      three: '2022-03-04',
      seven: '2022-03-08',
      thirty: '2022-03-31',
      last: '2022-04-30',
    });
    expect(march.thirty?.totalCount).toBeGreaterThan(march.seven?.totalCount ?? Infinity);
    expect(march.last?.totalCount).toBeGreaterThan(march.thirty?.totalCount ?? Infinity);
  });

  it('abbreviation, no-accent and OCR spellings find the same database', async () => {
    const found = await answer<Record<string, Array<{ node: { id: string } }>>>('SameDatabase');
    expect(Object.keys(found)).toHaveLength(4);
    for (const hits of Object.values(found)) expect(hits.map(({ node }) => node.id)).toEqual(['database:csdlqg-dan-cu']);
  });

  it('who owes the driving-licence and inspection connection: two ministries then, Bộ Công an and Bộ Xây dựng now', async () => {
    interface Found {
      obligation: { then: Answering[]; now: Array<Answering & { via: Array<{ legalBasis: Array<{ document: { number: string } }> }> }> };
    }
    const { obligation } = await answer<Found>('WhoOwesIt');
    expect(leading(obligation.then)).toEqual(['Bộ Công an', 'Bộ Giao thông vận tải']);
    expect(new Set(leading(obligation.now))).toEqual(new Set(['Bộ Công an', 'Bộ Xây dựng']));
    const basis = obligation.now.flatMap(({ via }) => via.flatMap(({ legalBasis }) => legalBasis.map(({ document }) => document.number)));
    expect(basis).toEqual(expect.arrayContaining(['02/2025/NĐ-CP', '190/2025/QH15']));
  });

  it('the answer turns over between 28 February and 1 March 2025', async () => {
    const { obligation } = await answer<{ obligation: { eve: Answering[]; day: Answering[] } }>('BearersOnTwoDays');
    expect(leading(obligation.eve)).toEqual(['Bộ Công an', 'Bộ Giao thông vận tải']);
    const passed = obligation.day.filter(({ role, scope }) => role === 'LEAD' && scope.length > 0);
    expect(passed.map(({ agency, scope }) => [agency?.name, scope.map(({ name }) => name)])).toEqual([
      ['Bộ Công an', ['Cơ sở dữ liệu giấy phép lái xe']],
      ['Bộ Xây dựng', ['Cơ sở dữ liệu đăng kiểm phương tiện']],
    ]);
  });

  it('code 52 is Bình Định in 2022 and Gia Lai in 2026', async () => {
    expect(await answer('WhoseCode')).toEqual({
      first: { nodes: [{ id: 'agency:tinh-binh-dinh', name: 'Tỉnh Bình Định' }] },
      second: { nodes: [{ id: 'agency:tinh-gia-lai', name: 'Tỉnh Gia Lai' }] },
    });
  });

  it('the ministries, sectors and localities are 22 + 63 in 2022 and 17 + 34 today', async () => {
    type Members = Counted & { nodes: Array<{ kind: string }> };
    const { agency } = await answer<{ agency: { then: Members; on: Members } }>('MembersOfCollective');
    const split = ({ nodes }: Members): number[] => {
      const ministries = nodes.filter(({ kind }) => kind === 'MINISTRY' || kind === 'MINISTERIAL_BODY').length;
      return [ministries, nodes.length - ministries];
    };
    expect([split(agency.then), split(agency.on)]).toEqual([
      [22, 63],
      [17, 34],
    ]);
  });

  it('a duty of a district body is unresolved, with candidates and the reason', async () => {
    const { obligations } = await answer<{ obligations: { nodes: Array<{ id: string; bearers: Answering[] }> } }>('WithoutSuccessor');
    expect(obligations.nodes.length).toBeGreaterThanOrEqual(11);
    const unresolved = obligations.nodes.map(({ bearers }) => bearers.filter(({ role, agency }) => role === 'LEAD' && agency === null));
    for (const [bearer] of unresolved) {
      expect(bearer?.candidates.length).toBeGreaterThan(0);
      expect(bearer?.explanation).toMatch(/Chưa xác định được cơ quan chịu trách nhiệm/);
    }
  });

  it('rolled up, a province owes what it owes itself and more', async () => {
    interface Found {
      agency: { direct: Counted; children: { nodes: Array<{ owes: Counted }> } };
      within: Counted;
      byBearer: Array<{ total: number; group: Array<{ id: string }> }>;
      byStanding: Array<{ total: number }>;
    }
    const { agency, within, byBearer, byStanding } = await answer<Found>('DutiesByLevel');
    expect(agency.direct.totalCount).toBeGreaterThan(0);
    expect(within.totalCount).toBeGreaterThan(agency.direct.totalCount);
    // A duty counts once in the whole, however many inside the province bear it.
    expect(byStanding.reduce((sum, { total }) => sum + total, 0)).toBe(within.totalCount);
    expect(byBearer.find(({ group }) => group[0]?.id === 'agency:cong-an-tinh-dak-nong')?.total).toBe(
      Math.max(...agency.children.nodes.map(({ owes }) => owes.totalCount)),
    );
  });

  it('why Bộ Xây dựng owes inspection: the chain of events, each with its legal basis', async () => {
    const { obligations } = await answer<{ obligations: { nodes: Array<{ id: string; bearers: Answering[] }> } }>('WhyThisBearer');
    const duty = obligations.nodes.find(({ id }) => id === 'obligation:qd-06-qd-ttg-2022/III.5.b.3');
    const bearer = duty?.bearers.find(({ agency }) => agency?.id === 'agency:bo-xay-dung');
    expect(bearer).toMatchObject({
      origin: { name: 'Bộ Giao thông vận tải', existsUntil: '2025-03-01' },
      via: [{ kind: 'FUNCTION_TRANSFERRED', effectiveFrom: '2025-03-01', to: { name: 'Bộ Xây dựng' } }],
      explanation: expect.stringMatching(/Nghị quyết số 190\/2025\/QH15/),
    });
  });

  it('which instruments bind a pair, which day comes first, and which in force: with the instruments that bind every pair', async () => {
    interface Binding {
      dueOn: string | null;
      document: { number: string | null; force: string };
    }
    interface Found {
      dataConnection: { earliestDueOn: string; obligations: { nodes: Binding[] } };
      everyConnection: { nodes: Binding[] };
    }
    const { dataConnection, everyConnection } = await answer<Found>('InstrumentsOfConnection');
    expect(dataConnection.earliestDueOn).toBe('2022-03-31');
    const national = dataConnection.obligations.nodes.filter(({ document, dueOn }) => document.number === '06/QĐ-TTg' && dueOn !== null);
    expect(national).toMatchObject([
      { dueOn: '2022-03-31', document: { force: 'IN_FORCE' } },
      { dueOn: '2023-06-30', document: { force: 'IN_FORCE' } },
    ]);
    expect(new Set(everyConnection.nodes.map(({ document }) => document.number))).toEqual(
      new Set(['07/CT-TTg', '103/CĐ-TTg', '278/2025/NĐ-CP']),
    );
    expect(everyConnection.nodes).toContainEqual(
      expect.objectContaining({ dueOn: '2026-12-31', document: expect.objectContaining({ number: '278/2025/NĐ-CP' }) }),
    );
  });

  it('there are nine centrally-run cities now; 6, 7, 7, 8, 8, 9 on the days of 2026', async () => {
    const found = await answer<Record<string, Counted>>('CentralCities');
    expect(['now', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'].map((name) => found[name]?.totalCount)).toEqual([9, 6, 7, 7, 8, 8, 9]);
  });
});
