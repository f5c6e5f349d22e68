import { startTestGraph, type TestGraph } from '../support/graph';

interface BearerNode {
  readonly agency: { readonly id: string } | null;
  readonly candidates: ReadonlyArray<{ readonly id: string }>;
  readonly origin: { readonly id: string };
  readonly scope: ReadonlyArray<{ readonly id: string }>;
  readonly via: ReadonlyArray<{ readonly kind: string; readonly effectiveFrom: string }>;
  readonly explanation: string;
}

const LICENCES = 'obligation:qd-06-qd-ttg-2022/III.5.b.3';
const bearersQuery = `query ($id: ID!, $asOf: Date) { obligation(id: $id) { bearers(asOf: $asOf) {
  agency { id } candidates { id } origin { id } role scope { id } via { kind effectiveFrom legalBasis { document { number } } } explanation } } }`;

describe('who answers for a duty', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function ask<T>(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<T> {
    const { data, errors } = await graph.ask(query, variables, headers);
    expect(errors).toBeUndefined();
    return data as T;
  }
  async function leads(id: string, asOf: string): Promise<BearerNode[]> {
    const { obligation } = await ask<{ obligation: { bearers: Array<BearerNode & { role: string }> } }>(bearersQuery, { id, asOf });
    return obligation.bearers.filter((bearer) => bearer.role === 'LEAD');
  }
  async function totalOf(filter: Record<string, unknown>, asOf: string): Promise<number> {
    const query = 'query ($filter: ObligationFilter, $asOf: Date) { obligations(filter: $filter, asOf: $asOf) { totalCount } }';
    return (await ask<{ obligations: { totalCount: number } }>(query, { filter, asOf })).obligations.totalCount;
  }

  it.each(['2022-04-01', '2025-02-28'])('licences and inspection were owed by Bộ Công an and Bộ Giao thông vận tải on %s', async (asOf) => {
    expect((await leads(LICENCES, asOf)).map((bearer) => bearer.agency?.id)).toEqual(['agency:bo-cong-an', 'agency:bo-giao-thong-van-tai']);
  });

  it.each(['2025-03-01', '2026-11-20'])(
    'licences are owed by Bộ Công an and inspection by Bộ Xây dựng on %s, with the chain explained',
    async (asOf) => {
      const bearers = (await leads(LICENCES, asOf)).filter((bearer) => bearer.origin.id === 'agency:bo-giao-thong-van-tai');
      expect(bearers.map((bearer) => [bearer.agency?.id, bearer.scope.map((database) => database.id)])).toEqual([
        ['agency:bo-cong-an', ['database:csdl-giay-phep-lai-xe']],
        ['agency:bo-xay-dung', ['database:csdl-dang-kiem']],
      ]);
      expect(bearers[0]?.via).toMatchObject([{ kind: 'FUNCTION_TRANSFERRED', effectiveFrom: '2025-03-01' }]);
      expect(bearers[0]?.explanation).toMatch(
        /Từ 01\/03\/2025 Bộ Giao thông vận tải chuyển chức năng sang Bộ Công an.*căn cứ.*Nghị định số 02\/2025\/NĐ-CP/,
      );
    },
  );

  it('every duty of a ministry that no longer exists has a bearer of today', async () => {
    const query = `query ($after: String) { agencies(filter: { kinds: [MINISTRY, MINISTERIAL_BODY] }, asOf: "2022-01-06", first: 100, after: $after) { nodes { id existsUntil } } }`;
    const { agencies } = await ask<{ agencies: { nodes: Array<{ id: string; existsUntil: string | null }> } }>(query);
    const ended = agencies.nodes.filter((agency) => agency.existsUntil !== null).map((agency) => agency.id);
    expect(ended.length).toBeGreaterThanOrEqual(6);
    const { obligations } = await ask<{ obligations: { nodes: Array<{ bearers: BearerNode[] }> } }>(
      'query ($ids: [ID!]) { obligations(filter: { leadAgencyIds: $ids }, first: 100) { nodes { bearers { agency { id existsUntil } origin { id } candidates { id } scope { id } via { kind } explanation } } } }',
      { ids: ended },
    );
    expect(obligations.nodes.length).toBeGreaterThan(10);
    for (const { bearers } of obligations.nodes) {
      expect(
        bearers
          .filter((bearer) => ended.includes(bearer.origin.id))
          .every((bearer) => bearer.agency !== null && !ended.includes(bearer.agency.id)),
      ).toBe(true);
    }
  });

  it("Nam Trung's plan falls under xã Trần Phú, Hải Phòng, on 1/7/2025", async () => {
    const of = (agency: string, asOf: string) => totalOf({ withinAgencyId: agency, documentIds: ['document:kh-nam-trung-2022'] }, asOf);
    expect(await of('agency:xa-tran-phu-hai-phong', '2025-06-30')).toBe(0);
    expect(await of('agency:xa-nam-trung', '2022-06-30')).toBeGreaterThan(60);
    expect(await of('agency:xa-tran-phu-hai-phong', '2025-07-01')).toBe(await of('agency:xa-nam-trung', '2022-06-30'));
    expect(await of('agency:thanh-pho-hai-phong', '2025-07-01')).toBe(await of('agency:xa-tran-phu-hai-phong', '2025-07-01'));
  });

  it('the duties of Đắk Nông are found under it until 30/6/2025 and under Lâm Đồng from 1/7/2025', async () => {
    const of = (agency: string, asOf: string) =>
      totalOf({ withinAgencyId: agency, documentIds: ['document:qd-468-qd-ubnd-dak-nong-2022'] }, asOf);
    const before = await of('agency:tinh-dak-nong', '2025-06-30');
    expect(before).toBeGreaterThan(50);
    expect(await of('agency:tinh-lam-dong', '2025-06-30')).toBe(0);
    expect(await of('agency:tinh-dak-nong', '2025-07-01')).toBe(0);
    expect(await of('agency:tinh-lam-dong', '2025-07-01')).toBeGreaterThanOrEqual(before - 5);
  });

  it('the first page of the duties of many bodies is the beginning of all of them', async () => {
    const filter = { withinAgencyId: 'agency:tinh-dak-nong', standings: ['OPEN_IN_TERM', 'OPEN_OVERDUE'] };
    const query = `query ($filter: ObligationFilter!, $first: Int!) { obligations(filter: $filter, asOf: "2022-12-31", first: $first) {
      totalCount nodes { id } pageInfo { hasNextPage } } }`;
    type Listed = { obligations: { totalCount: number; nodes: Array<{ id: string }>; pageInfo: { hasNextPage: boolean } } };
    const { obligations: all } = await ask<Listed>(query, { filter, first: 100 });
    for (const first of [1, 2, 5, 20]) {
      const { obligations } = await ask<Listed>(query, { filter, first });
      expect(obligations).toEqual({ totalCount: all.totalCount, nodes: all.nodes.slice(0, first), pageInfo: { hasNextPage: true } });
    }
  });

  it('BHXH tỉnh Đắk Nông gives three bodies on 15/2, 15/4 and 15/8/2025', async () => {
    const id = 'obligation:qd-468-qd-ubnd-dak-nong-2022/IV.21';
    const on = async (day: string) => (await leads(id, day)).map((bearer) => bearer.agency?.id);
    expect([await on('2025-02-15'), await on('2025-04-15'), await on('2025-08-15')]).toEqual([
      ['agency:bao-hiem-xa-hoi-tinh-dak-nong'],
      ['agency:bao-hiem-xa-hoi-khu-vuc-dia-ban-dak-nong'],
      ['agency:bao-hiem-xa-hoi-tinh-lam-dong'],
    ]);
  });

  it('a body without successor leaves the duty unresolved, with candidates of the day', async () => {
    const query = '{ agency(id: "agency:cong-an-huyen-nam-sach") { existsUntil successions { kind to { id } candidates { id } } } }';
    expect(await ask(query)).toMatchObject({ agency: { successions: [{ kind: 'DISSOLVED', to: null }] } });
    const { obligations } = await ask<{ obligations: { nodes: Array<{ bearers: BearerNode[] }> } }>(
      '{ obligations(filter: { documentIds: ["document:kh-nam-trung-2022"], coordinatingAgencyIds: ["agency:cong-an-huyen-nam-sach"] }) { nodes { bearers { agency { id } candidates { id } origin { id } explanation } } } }',
    );
    const bearer = obligations.nodes.flatMap((node) => node.bearers).find((one) => one.origin.id === 'agency:cong-an-huyen-nam-sach');
    expect(bearer?.agency).toBeNull();
    expect(bearer?.candidates.map((agency) => agency.id)).toEqual([
      'agency:cong-an-thanh-pho-hai-phong',
      'agency:cong-an-xa-tran-phu-hai-phong',
    ]);
    expect(bearer?.explanation).toContain('Chưa xác định được cơ quan chịu trách nhiệm; có thể là');
  });

  it('a duty of all ministries, sectors and localities is owed by each member of the day', async () => {
    const members = async (asOf: string) =>
      (
        await ask<{ agency: { members: { totalCount: number } } }>(
          'query ($asOf: Date) { agency(id: "agency:cac-bo-nganh-dia-phuong") { members(asOf: $asOf) { totalCount } } }',
          { asOf },
        )
      ).agency.members.totalCount;
    expect([await members('2022-01-06'), await members('2025-03-01'), await members('2025-07-01')]).toEqual([85, 80, 51]);
    const { obligations } = await ask<{ obligations: { nodes: Array<{ id: string; bearers: unknown[] }> } }>(
      '{ obligations(filter: { leadAgencyIds: ["agency:cac-bo-nganh-dia-phuong"] }, first: 5) { nodes { id bearers { role } } } }',
    );
    for (const node of obligations.nodes) expect(node.bearers.length).toBeGreaterThanOrEqual(51);
    const [first] = obligations.nodes;
    expect(await totalOf({ ids: [first?.id], bearerIds: ['agency:tinh-binh-dinh'] }, '2022-06-01')).toBe(1);
    expect(await totalOf({ ids: [first?.id], bearerIds: ['agency:tinh-binh-dinh'] }, '2026-06-01')).toBe(0);
  });

  it('a body owes the same duties whether asked from its side or by the filter, counted once each, page by page', async () => {
    const query = `query ($after: String) { agency(id: "agency:bo-noi-vu") { owes(first: 7, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    let total: number;
    do {
      const {
        agency,
      }: { agency: { owes: { totalCount: number; nodes: Array<{ id: string }>; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
        await ask(query, { after });
      seen.push(...agency.owes.nodes.map((node) => node.id));
      total = agency.owes.totalCount;
      after = agency.owes.pageInfo.hasNextPage ? agency.owes.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(total);
    expect(await totalOf({ bearerIds: ['agency:bo-noi-vu'] }, '2026-11-20')).toBe(total);
  });

  it('disputed passing of criminal records keeps both readings until the later day', async () => {
    const query = '{ agency(id: "agency:bo-tu-phap") { successions { confidence effectiveFrom scope { id } } } }';
    expect(await ask(query)).toMatchObject({
      agency: { successions: expect.arrayContaining([expect.objectContaining({ confidence: 'DISPUTED', effectiveFrom: '2025-03-01' })]) },
    });
    const id = 'obligation:qd-06-qd-ttg-2022/III.5.b.11';
    const records = async (asOf: string) =>
      (await leads(id, asOf))
        .filter((bearer) => bearer.scope.some((database) => database.id === 'database:csdl-ly-lich-tu-phap'))
        .map((bearer) => bearer.agency?.id);
    expect(await records('2025-06-01')).toEqual(expect.arrayContaining(['agency:bo-tu-phap', 'agency:bo-cong-an']));
    expect(await records('2026-07-01')).toEqual(['agency:bo-cong-an']);
  });

  it.each([
    ['2026-04-29', 6],
    ['2026-04-30', 7],
    ['2026-08-31', 7],
    ['2026-09-01', 8],
    ['2026-09-19', 8],
    ['2026-09-20', 9],
  ])('on %s there are %d centrally-run cities', async (asOf, count) => {
    expect(await ask('query ($asOf: Date) { agencies(filter: { kinds: [CENTRAL_CITY] }, asOf: $asOf) { totalCount } }', { asOf })).toEqual({
      agencies: { totalCount: count },
    });
  });
});
