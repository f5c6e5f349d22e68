import { projectDuties } from '../../subgraphs/obligations/state/projection';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

interface PageOf<Item> {
  readonly totalCount: number;
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('pages of a list', () => {
  let graph: OpenedSubgraphs;
  beforeAll(async () => {
    graph = await openTestSubgraphs();
  });
  afterAll(() => graph.close());

  async function pageOf(order: string, size: number, after: string | null): Promise<PageOf<{ id: string }>> {
    const cursor = after === null ? '' : `, after: "${after}"`;
    const query = `{ obligations(orderBy: ${order}, first: ${String(size)}${cursor}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const { data, errors } = await graph.named('obligations').execute({ query, headers: {} });
    expect(errors).toBeUndefined();
    return data?.obligations as PageOf<{ id: string }>;
  }

  it.each(['DUE_ON_ASC', 'DUE_ON_DESC', 'DOCUMENT_ORDER', 'DAYS_LATE_DESC'])(
    'in the order %s hold every duty exactly once',
    async (order) => {
      const seen: string[] = [];
      let after: string | null = null;
      let page: PageOf<{ id: string }>;
      do {
        page = await pageOf(order, 97, after);
        seen.push(...page.nodes.map((node) => node.id));
        after = page.pageInfo.endCursor;
      } while (page.pageInfo.hasNextPage);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(page.totalCount);
    },
  );

  it('tell how many duties a filter leaves, on the first page as on any later one, and where it leaves none', async () => {
    const ask = async (filter: string, after: string | null): Promise<PageOf<{ id: string }>> => {
      const query = `query ($after: String) { obligations(filter: { ${filter} }, first: 40, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
      const { data, errors } = await graph.named('obligations').execute({ query, variables: { after }, headers: {} });
      expect(errors).toBeUndefined();
      return data?.obligations as PageOf<{ id: string }>;
    };
    for (const filter of ['documentIds: ["document:qd-06-qd-ttg-2022"]', 'standings: [OPEN_UNDATED]']) {
      const seen: string[] = [];
      const counts = new Set<number>();
      let page: PageOf<{ id: string }> | null = null;
      do {
        page = await ask(filter, page?.pageInfo.endCursor ?? null);
        seen.push(...page.nodes.map(({ id }) => id));
        counts.add(page.totalCount);
      } while (page.pageInfo.hasNextPage);
      expect(seen.length).toBeGreaterThan(80);
      expect([...counts]).toEqual([seen.length]);
    }
    const none = await ask('documentIds: ["document:qd-06-qd-ttg-2022"], due: { to: "1990-01-01" }', null);
    expect(none).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it('go on where they stopped when a duty is inserted before the cursor', async () => {
    const { source } = graph.named('obligations');
    const first = await pageOf('DUE_ON_ASC', 10, null);
    const second = await pageOf('DUE_ON_ASC', 10, first.pageInfo.endCursor);
    await source.query(`INSERT INTO obligation SELECT 'obligation:inserted', document_id, demanded_from, level, kind, title, title_en, deadline, '2000-01-01', trigger_on,
      awaits_trigger, -1, terms FROM obligation LIMIT 1`);
    await projectDuties(source.manager, ['obligation:inserted']);
    try {
      expect((await pageOf('DUE_ON_ASC', 10, null)).nodes[0]?.id).toBe('obligation:inserted');
      expect(await pageOf('DUE_ON_ASC', 10, first.pageInfo.endCursor)).toEqual({ ...second, totalCount: second.totalCount + 1 });
    } finally {
      await source.query("DELETE FROM obligation WHERE id = 'obligation:inserted'");
      await projectDuties(source.manager, ['obligation:inserted']);
    }
  });

  const refused: Array<[what: string, query: string, argument: string[], said: RegExp]> = [
    ['no item', '{ obligations(first: 0) { totalCount } }', ['first'], /first is 0; a page holds 1 to 100/],
    ['more than a hundred items', '{ obligations(first: 101) { totalCount } }', ['first'], /first is 101/],
    ['a cursor of another list', '{ obligations(after: "WyJ4Il0") { totalCount } }', ['after'], /not a cursor of this list/],
    ['a cursor that is none', '{ obligations(after: "nonsense") { totalCount } }', ['after'], /not a cursor of this list/],
    [
      'a filter for an unknown duty',
      '{ obligations(filter: { ids: ["obligation:none"] }) { totalCount } }',
      ['filter', 'ids'],
      /no such id: obligation:none/,
    ],
    [
      'a filter for an unknown agency',
      '{ obligations(filter: { leadAgencyIds: ["agency:none"] }) { totalCount } }',
      ['filter', 'leadAgencyIds'],
      /no such id: agency:none/,
    ],
    [
      'a filter for an unknown document',
      '{ obligations(filter: { documentIds: ["document:none"] }) { totalCount } }',
      ['filter', 'documentIds'],
      /no such id: document:none/,
    ],
    [
      'a filter for an unknown database',
      '{ obligations(filter: { databaseIds: ["database:none"] }) { totalCount } }',
      ['filter', 'databaseIds'],
      /no such id: database:none/,
    ],
    [
      'a filter for an unknown connection',
      '{ obligations(filter: { connectionIds: ["connection:a~b"] }) { totalCount } }',
      ['filter', 'connectionIds'],
      /no such id: connection:a~b/,
    ],
  ];
  it.each(refused)('refuse %s and say what would be right', async (_, query, argumentPath, said) => {
    const { errors } = await graph.named('obligations').execute({ query, headers: {} });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(said);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argumentPath });
  });

  it('refuse a day that is not in the calendar', async () => {
    const { errors } = await graph
      .named('obligations')
      .execute({ query: '{ obligations(asOf: "2022-02-30") { totalCount } }', headers: {} });
    expect(errors?.[0]?.message).toContain('"2022-02-30" is not a calendar day; expected YYYY-MM-DD');
  });

  it('answer null for a look-up of an unknown id', async () => {
    const lookups: Array<['agencies' | 'databases' | 'documents' | 'obligations' | 'services', string]> = [
      ['agencies', '{ agency(id: "agency:none") { id } }'],
      ['databases', '{ database(id: "database:none") { id } dataConnection(id: "connection:none") { id } }'],
      ['documents', '{ document(id: "none") { id } }'],
      ['obligations', '{ obligation(id: "") { id } statement(id: "statement:none") { id } }'],
      ['services', '{ publicService(id: "none") { id } node(id: "agency:none") { id } other: node(id: "nonsense") { id } }'],
    ];
    for (const [name, query] of lookups) {
      const { data, errors } = await graph.named(name).execute({ query, headers: {} });
      expect(errors).toBeUndefined();
      expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
    }
  });
});
