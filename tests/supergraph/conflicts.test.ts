import { dependenciesOf } from '../../ingest/dependencies';
import { dutiesOf } from '../../ingest/duties';
import { corpus } from '../corpus/theCorpus';
import { operation, startTestGraph, type TestGraph } from '../support/graph';

interface ConflictNode {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
  readonly vi: string;
  readonly en: string;
  readonly document: { readonly id: string };
  readonly connection: { readonly id: string } | null;
  readonly statements: ReadonlyArray<{ readonly id: string; readonly path: string; readonly deadline: { readonly dueOn: string | null } }>;
}
interface CoverageAnswer {
  readonly totals: Readonly<Record<string, number>>;
  readonly carried: ReadonlyArray<{ shift: string; daysShifted: number | null; parent: { path: string }; child: { path: string } }>;
  readonly missing: ReadonlyArray<{ path: string }>;
  readonly added: ReadonlyArray<{ path: string }>;
}

const QD06 = 'document:qd-06-qd-ttg-2022';
const QD468 = 'document:qd-468-qd-ubnd-dak-nong-2022';
const LUC_BINH = 'document:kh-luc-binh-2022';
const NAM_TRUNG = 'document:kh-nam-trung-2022';
const CHU_RANG = 'document:kh-24-chu-rang-2023';

describe('conflicts and coverage, asked through the gateway', () => {
  let graph: TestGraph;
  let all: ConflictNode[];
  beforeAll(async () => {
    graph = await startTestGraph();
    all = await everyConflict();
  });
  afterAll(() => graph.close());

  async function ask<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
    const { data, errors } = await graph.ask(query, variables);
    expect(errors).toBeUndefined();
    return data as T;
  }

  async function everyConflict(): Promise<ConflictNode[]> {
    const query = `query ($after: String) { conflicts(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
      id kind severity vi: explanation en: explanation(language: EN) document { id } connection { id } statements { id path deadline { dueOn } } } } }`;
    const nodes: ConflictNode[] = [];
    let after: string | null = null;
    do {
      const found: { conflicts: { totalCount: number; nodes: ConflictNode[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await ask(query, { after });
      nodes.push(...found.conflicts.nodes);
      after = found.conflicts.pageInfo.hasNextPage ? found.conflicts.pageInfo.endCursor : null;
      if (after === null) expect(found.conflicts.totalCount).toBe(nodes.length);
    } while (after !== null);
    return nodes;
  }

  const ofKind = (kind: string, document: string) => all.filter((node) => node.kind === kind && node.document.id === document);
  const paths = (nodes: readonly ConflictNode[]) => nodes.map((node) => node.statements.map(({ path }) => path));

  it('civil status is dated twice in QĐ 06: 31/3/2022 and 30/6/2023', () => {
    const [found, ...others] = ofKind('DUPLICATE_DEADLINE', QD06);
    expect(others).toEqual([]);
    expect(found?.id).toBe('conflict:duplicate-deadline/qd-06-qd-ttg-2022/PL2.V.11~PL2.V.18');
    expect(found?.connection).toEqual({ id: 'connection:csdl-ho-tich~csdlqg-dan-cu' });
    expect(found?.statements.map((statement) => [statement.path, statement.deadline.dueOn])).toEqual([
      ['III.5.b.4', '2022-03-31'],
      ['PL2.V.11', '2022-03-31'],
      ['PL2.V.18', '2023-06-30'],
    ]);
    for (const words of ['31/3/2022', '30/6/2023', 'dòng 18, mục V, Phụ lục II', 'hộ tịch', '456 ngày']) expect(found?.vi).toContain(words);
    for (const words of ['31 March 2022', '30 June 2023', 'Appendix II, part V, row 18', '456 days']) expect(found?.en).toContain(words);
  });

  it('task I.11 has one lead in the text and two in the appendix', () => {
    const found = all.find((node) => node.id === 'conflict:lead/qd-06-qd-ttg-2022/III.1.l~PL2.I.11');
    expect(found).toMatchObject({ kind: 'LEAD', severity: 'MEDIUM', statements: [{ path: 'III.1.l' }, { path: 'PL2.I.11' }] });
    expect(found?.vi).toContain('trách nhiệm chủ trì của Bộ Công an chỉ dựa vào một phía');
  });

  it('part IV of QĐ 06 names other leads than the tasks, for civil status and others', () => {
    const found = paths(ofKind('LEAD', QD06));
    expect(found).toContainEqual(['III.5.b.4', 'PL2.V.11', 'IV.6.b']);
    expect(found).toContainEqual(['III.5.a.2', 'PL2.V.2', 'IV.8.c']);
    expect(found.filter((statements) => statements.some((path) => path.startsWith('IV.'))).length).toBeGreaterThan(15);
  });

  it('QĐ 468 makes Bộ Công an lead a provincial task, beside a row that names the local body', () => {
    expect(paths(ofKind('OUT_OF_COMPETENCE', QD468))).toEqual([['PL2.IV.31', 'IV.8', 'III.5.b.1', 'PL2.V.8']]);
    expect(ofKind('OUT_OF_COMPETENCE', QD468)[0]?.vi).toContain('Bộ Công an');
  });

  it('essential services are due in June by the text, in March and May by the appendix', () => {
    const found = ofKind('DEADLINE', QD06);
    expect(found.map(({ id }) => id.split('/').at(-1))).toEqual(['PL2.II.6~PL1.1', 'PL2.II.6~PL1.15']);
    expect(found.map((node) => node.statements.length)).toEqual([2 + 14, 2 + 11]);
    expect(found.map((node) => node.statements.at(-1)?.deadline.dueOn)).toEqual(['2022-03-31', '2022-05-31']);
  });

  it('Chư Răng sets nine duties and one stage a day before its own issue', () => {
    const found = ofKind('DUE_BEFORE_ISSUE', CHU_RANG);
    expect(paths(found.filter(({ severity }) => severity === 'HIGH')).flat()).toEqual([
      ...['II.1.1', 'II.1.3', 'II.1.4', 'II.1.5', 'II.4.6', 'II.4.8', 'II.5.3', 'II.6.2', 'II.8.2'],
    ]);
    expect(paths(found.filter(({ severity }) => severity !== 'HIGH'))).toEqual([['II.3.4.2']]);
    expect(all.filter(({ kind }) => kind === 'DUE_BEFORE_ISSUE')).toHaveLength(10);
  });

  it('services 19, 21 and 22 are due before the connection they need', () => {
    const services = ofKind('DUE_BEFORE_DEPENDENCY', QD06).filter(({ severity }) => severity === 'HIGH');
    expect(services.map((node) => [node.statements[0]?.path, node.connection?.id])).toEqual([
      ['PL1.19', 'connection:csdl-dat-dai~csdlqg-dan-cu'],
      ['PL1.21', 'connection:csdl-giao-duc-dao-tao~csdlqg-dan-cu'],
      ['PL1.22', 'connection:csdl-ly-lich-tu-phap~csdlqg-dan-cu'],
    ]);
  });

  it('nine connections of QĐ 06 are due before the circular on exchange, Lục Bình carries two decrees out before they exist', () => {
    const rules = ofKind('DUE_BEFORE_DEPENDENCY', QD06).filter(({ severity }) => severity === 'MEDIUM');
    expect(rules.map((node) => node.statements[0]?.path)).toEqual([1, 2, 3, 8, 9, 10, 11, 12, 13].map((row) => `PL2.V.${String(row)}`));
    expect(rules[0]?.vi).toContain('Thông tư số 46/2022/TT-BCA ban hành ngày 4/11/2022');
    expect(ofKind('DUE_BEFORE_DEPENDENCY', LUC_BINH).map((node) => node.statements[0]?.path)).toEqual(['III.1.d', 'III.1.đ']);
  });

  it('whatever is due before a connection or rule that it needs, by the edges between duties, is a conflict', () => {
    const due = new Map(dutiesOf(corpus).map((duty) => [duty.key, { on: duty.reading.deadline.dueOn, duty }]));
    const early = dependenciesOf(corpus).filter(({ of, on, kind }) => {
      const [own, needed] = [due.get(of)?.on ?? null, due.get(on)?.on ?? null];
      return ['SERVICE_CONNECTION', 'ENABLING_RULE'].includes(kind) && own !== null && needed !== null && own < needed;
    });
    expect(early.length).toBeGreaterThan(10);
    const conflicts = all.filter(({ kind }) => kind === 'DUE_BEFORE_DEPENDENCY').map((node) => node.statements.map(({ id }) => id));
    const stated = (key: string) =>
      (due.get(key)?.duty.statements ?? []).map((statement) => `statement:${statement.document}/${statement.path}`);
    const missing = early.filter(
      ({ of, on }) => !conflicts.some((ids) => [of, on].every((key) => stated(key).some((id) => ids.includes(id)))),
    );
    expect(missing).toEqual([]);
  });

  it('442/QĐ-TTg of 4/4/2022 is cited and nothing known carries it', () => {
    const found = all.filter(({ kind }) => kind === 'UNRESOLVED_CITATION');
    expect(paths(found)).toEqual([['II.4.3']]);
    expect(found[0]?.en).toContain('442/QĐ-TTg');
  });

  it('Lục Bình is later than QĐ 06 in ten duties, QĐ 468 in insurance and the portal', () => {
    const later = (document: string) => ofKind('LATER_THAN_PARENT', document).map((node) => node.id.split('/').at(-1));
    expect(later(LUC_BINH)).toHaveLength(10);
    expect(later(LUC_BINH)).toContain('III.5.b.2~PL2.V.11');
    expect(later(QD468)).toEqual(['PL2.II.11~PL2.II.2', 'PL2.IV.24~PL2.V.1', 'I.2.a.2022.5~II.2.a.2022.5']);
  });

  it('twins with other connections, and other coordinating bodies, are told apart', () => {
    expect(paths(ofKind('SCOPE', QD06))).toEqual([
      ['III.5.a.3', 'PL2.V.3'],
      ['III.5.b.11', 'PL2.V.18'],
    ]);
    expect(paths(ofKind('COORDINATION', QD06))).toContainEqual(['III.1.b', 'PL2.I.2']);
  });

  it('duties without lead and without deadline are listed; the known undated ones are among the graver', () => {
    expect(paths(ofKind('NO_LEAD', QD06))).toEqual([['IV.13.c']]);
    const graver = paths(ofKind('NO_DUE_DATE', QD06).filter(({ severity }) => severity === 'MEDIUM')).flat();
    expect(graver).toEqual(expect.arrayContaining(['IV.11.a', 'IV.12', 'IV.13.a', 'IV.13.b', 'IV.20']));
    expect(graver).not.toContain('IV.6.b');
    expect(ofKind('NO_DUE_DATE', NAM_TRUNG).length).toBeGreaterThan(90);
  });

  it('every conflict has statements, a document of theirs, and an explanation in both languages', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const node of all) {
      expect(node.id).toMatch(/^conflict:[a-z-]+\/[a-z0-9-]+\/\S+$/);
      expect(node.statements.length).toBeGreaterThan(0);
      expect(node.statements.some(({ id }) => id.startsWith(`${node.document.id.replace('document:', 'statement:')}/`))).toBe(true);
      expect(`${node.vi} ${node.en}`).not.toMatch(/undefined|null|\$\{/);
      expect(node.vi).not.toBe(node.en);
    }
  });

  it('filters run together, are counted, and refuse what is unknown', async () => {
    const query = 'query ($filter: ConflictFilter) { conflicts(filter: $filter, first: 1) { totalCount nodes { id } } }';
    const count = async (filter: object) => (await ask<{ conflicts: { totalCount: number } }>(query, { filter })).conflicts.totalCount;
    expect(await count({ minSeverity: 'HIGH' })).toBe(all.filter(({ severity }) => severity === 'HIGH').length);
    expect(await count({ kinds: ['LEAD'], documentIds: [QD06] })).toBe(ofKind('LEAD', QD06).length);
    expect(await count({ connectionIds: ['connection:csdl-ho-tich~csdlqg-dan-cu'], kinds: ['DUPLICATE_DEADLINE'] })).toBe(2);
    for (const filter of [{ documentIds: ['document:nope'] }, { connectionIds: ['connection:a~b'] }, { ids: ['conflict:nope'] }]) {
      const { errors } = await graph.ask(query, { filter });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is reached from the duty, by hasConflict and by node', async () => {
    const { data } = await graph.ask(`{
      node(id: "conflict:lead/qd-06-qd-ttg-2022/III.1.l~PL2.I.11") { id ... on Conflict { kind } }
      obligation(id: "obligation:qd-06-qd-ttg-2022/III.5.b.4") { conflicts { id kind } }
      some: obligations(filter: { hasConflict: true }) { totalCount }
      none: obligations(filter: { hasConflict: false }) { totalCount }
      every: obligations { totalCount }
    }`);
    const { node, obligation, some, none, every } = data as {
      node: object;
      obligation: { conflicts: Array<{ id: string; kind: string }> };
    } & Record<'some' | 'none' | 'every', { totalCount: number }>;
    expect(node).toEqual({ id: 'conflict:lead/qd-06-qd-ttg-2022/III.1.l~PL2.I.11', kind: 'LEAD' });
    expect(obligation.conflicts.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['DUPLICATE_DEADLINE', 'LEAD', 'DUE_BEFORE_DEPENDENCY']),
    );
    expect(some.totalCount + none.totalCount).toBe(every.totalCount);
    const inOne = new Set(all.flatMap((conflict) => conflict.statements.map(({ id }) => id)));
    expect(some.totalCount).toBeLessThanOrEqual(inOne.size);
  });

  it('asks the store a fixed number of times for a page of any length', async () => {
    const page = (first: number) =>
      `{ conflicts(first: ${String(first)}) { nodes { id statements { path } connection { id } explanation } } }`;
    const statements: number[] = [];
    for (const first of [2, 100]) {
      graph.log.reset();
      await ask(page(first));
      statements.push(graph.log.statements.length);
    }
    expect(statements[1]).toBe(statements[0]);
  });

  it.each([
    [QD468, { parentDuties: 185, childDuties: 157, carriedOut: 172, missing: 13, added: 4, later: 3 }],
    [LUC_BINH, { parentDuties: 185, childDuties: 97, later: 10, mostDaysLater: 92 }],
    [CHU_RANG, { parentDuties: 185, childDuties: 64, later: 4 }],
  ])('what %s carries over from QĐ 06 adds up and agrees with the conflicts', async (child, known) => {
    const { coverage } = await ask<{ coverage: CoverageAnswer }>(operation('CoverageOfPlan'), { child });
    const { totals, carried, missing, added } = coverage;
    expect(totals).toMatchObject(known);
    expect([totals.missing, totals.added, totals.pairs]).toEqual([missing.length, added.length, carried.length]);
    expect((totals.carriedOut ?? 0) + (totals.missing ?? 0)).toBe(totals.parentDuties);
    const shifts = ['same', 'earlier', 'later', 'deadlineDropped', 'deadlineAdded'].map((shift) => totals[shift] ?? 0);
    expect(shifts.reduce((sum, count) => sum + count)).toBe(carried.length);
    const later = carried.filter(({ shift }) => shift === 'LATER').map((pair) => `${pair.child.path}~${pair.parent.path}`);
    expect(later.sort()).toEqual(
      ofKind('LATER_THAN_PARENT', child)
        .map((node) => node.id.split('/').at(-1) ?? '')
        .sort(),
    );
  });

  it('QĐ 468 moves insurance by 30 days; Nam Trung drops the dates of what it carries over', async () => {
    const { coverage } = await ask<{ coverage: CoverageAnswer }>(operation('CoverageOfPlan'));
    expect(coverage.carried).toContainEqual(
      expect.objectContaining({ shift: 'LATER', daysShifted: 30, parent: expect.objectContaining({ path: 'PL2.V.1' }) }),
    );
    const below = await ask<{ coverage: CoverageAnswer }>(operation('CoverageOfPlan'), { child: NAM_TRUNG });
    const tax = below.coverage.carried.find((pair) => pair.child.path === 'III.5.b.1');
    expect(tax).toMatchObject({ shift: 'DROPPED', daysShifted: null });
    expect(below.coverage.missing.map(({ path }) => path)).toContain('PL1.1');
  });

  it('refuses to compare what is unknown or was not read', async () => {
    const query = 'query ($child: ID!) { coverage(parent: "document:qd-06-qd-ttg-2022", child: $child) { totals { pairs } } }';
    for (const child of ['document:nope', 'document:luat-24-2018-qh14']) {
      const { errors } = await graph.ask(query, { child });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argumentPath: ['child'] });
    }
  });
});
