import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';
import { listSpellings } from '../../subgraphs/spellings';

describe('search', () => {
  let graph: OpenedSubgraphs;
  beforeAll(async () => {
    graph = await openTestSubgraphs();
  });
  afterAll(() => graph.close());

  async function found(
    text: string,
    kinds = '',
  ): Promise<Array<{ label: string; score: number; node: { id: string; __typename: string } }>> {
    const { data, errors } = await graph.named('services').execute({
      query: `query ($text: String!) { search(text: $text${kinds}) { label score node { __typename id } } }`,
      variables: { text },
      headers: {},
    });
    expect(errors).toBeUndefined();
    return data?.search as never;
  }

  const spellings: Array<[text: string, id: string]> = [
    ['CSDLQG về DC', 'database:csdlqg-dan-cu'],
    ['csdl dan cu', 'database:csdlqg-dan-cu'],
    ['Co so dit lieu quoc gia ve dan cu', 'database:csdlqg-dan-cu'],
    ['Cơ sở dữ liệu quốc gia về dân cư', 'database:csdlqg-dan-cu'],
    ['co so du lieu quoc gia ve dan cu', 'database:csdlqg-dan-cu'],
    ['Co so dw lieu quoc gia ve dan cw', 'database:csdlqg-dan-cu'],
    ['bo cong an', 'agency:bo-cong-an'],
    ['BỘ TƯ PHÁP', 'agency:bo-tu-phap'],
    ['bao hiem xa hoi viet nam', 'agency:bao-hiem-xa-hoi-viet-nam'],
    ['VNeID', 'database:ung-dung-vneid'],
    ['06/QĐ-TTg', 'document:qd-06-qd-ttg-2022'],
    ['47/2020/NĐ-CP', 'document:nd-47-2020-nd-cp'],
  ];
  it.each(spellings)('finds %s first as %s', async (text, id) => {
    expect((await found(text))[0]?.node.id).toBe(id);
  });

  it('keeps to the kinds asked for', async () => {
    const hits = await found('dân cư', ', kinds: [DATABASE, SERVICE]');
    expect(new Set(hits.map((hit) => hit.node.__typename))).toEqual(new Set(['Database']));
  });

  it('orders by likeness and stops at the number asked for', async () => {
    const hits = await found('kết nối dân cư', ', first: 7');
    expect(hits).toHaveLength(7);
    expect(hits.map((hit) => hit.score)).toEqual(hits.map((hit) => hit.score).sort((a, b) => b - a));
  });

  it('finds nothing where nothing is alike', async () => {
    expect(await found('zzzz qqqq')).toEqual([]);
  });

  it('refuses a text without letters or digits', async () => {
    const { errors } = await graph.named('services').execute({ query: '{ search(text: " %_ ") { label } }', headers: {} });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argumentPath: ['text'] });
  });

  describe('among thousands of names that share their words', () => {
    beforeAll(async () => {
      const { source } = graph.named('agencies');
      await source.query(`
        INSERT INTO agency (id, name, aliases, kind, level, collective, confidence, terms)
        SELECT 'agency:thu-' || k.id || '-' || n, k.name || ' thử ' || n, '{}', 'OTHER', 'COMMUNE', false, 'CERTAIN', k.terms || ' thu ' || n
        FROM generate_series(10001, 13000) AS n, (VALUES ('xa', 'Xã', 'xa'), ('ca', 'Công an xã', 'cong an xa')) AS k(id, name, terms)`);
      await source.transaction(listSpellings);
    });

    const names: Array<[text: string, id: string, score: number]> = [
      ['cong an xa thu 12345', 'agency:thu-ca-12345', 1],
      ['cong an xa thu', 'agency:thu-ca-10001', 0.963],
      ['an xa thu', 'agency:thu-ca-10001', 0.8405],
    ];
    it.each(names)('finds %s', async (text, id, score) => {
      const hits = await found(text, ', kinds: [AGENCY]');
      expect(hits).toHaveLength(20);
      expect(hits[0]?.score).toBeCloseTo(score, 4);
      expect(hits[0]?.node.id).toBe(id);
    });

    it('finds the most alike of a number that has a wrong digit', async () => {
      const text = 'cong an xa thu 1239x';
      const best: Array<{ score: number }> = await graph
        .named('agencies')
        .source.query('SELECT 0.8 * max(similarity(term, $1))::float8 AS score FROM spelling', [text]);
      expect((await found(text, ', kinds: [AGENCY]'))[0]?.score).toBeCloseTo(best[0]?.score ?? 0, 4);
    });
  });
});
