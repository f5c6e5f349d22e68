import { operation, startTestGraph, type TestGraph } from '../support/graph';

const qd06 = (path: string) => `obligation:qd-06-qd-ttg-2022/${path}`;
const qd468 = (path: string) => `obligation:qd-468-qd-ubnd-dak-nong-2022/${path}`;

interface Slipping {
  readonly obligation: { readonly id: string; readonly kind: string };
  readonly days: number | null;
  readonly slipsTo: string | null;
  readonly slack: number | null;
}

interface Edge {
  readonly kind: string;
  readonly implied: boolean;
  readonly citations: ReadonlyArray<{ readonly label: string; readonly path: string }>;
  readonly obligation: { readonly statements: ReadonlyArray<{ readonly path: string }>; readonly enables: readonly object[] };
}
interface Duty {
  readonly dependsOn: readonly object[];
  readonly enables: readonly object[];
  readonly dependencies: readonly Edge[];
}
/** What the operations of these tests answer; each asks for a part. */
interface Answers {
  readonly obligation: Duty;
  readonly publicService: { readonly blockedBy: ReadonlyArray<{ readonly id: string }>; readonly obligation: Duty };
  readonly publicServices: {
    readonly nodes: ReadonlyArray<{ obligation: { id: string }; dueBeforeItsConnections: Array<{ id: string }> }>;
  };
  readonly dependencyCycles: readonly object[];
  readonly delayImpact: {
    readonly duties: readonly Slipping[];
    readonly absorbed: readonly Slipping[];
    readonly connections: readonly object[];
    readonly services: ReadonlyArray<{ readonly service: { readonly id: string }; readonly days: number | null }>;
  };
}

describe('what duties need of one another', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function ask<T = Answers>(query: string, variables?: Record<string, unknown>): Promise<T> {
    const { data, errors } = await graph.ask(query, variables);
    expect(errors).toBeUndefined();
    return data as T;
  }

  it('the birth–residence–health-card service is blocked by civil status and insurance, that is by V.11 and V.1', async () => {
    const { publicService } = await ask(operation('BlockedService'));
    expect(publicService.blockedBy.map(({ id }) => id)).toEqual([
      'connection:csdl-ho-tich~csdlqg-dan-cu',
      'connection:csdlqg-bao-hiem~csdlqg-dan-cu',
    ]);
    const paths = publicService.obligation.dependencies.map((edge) => edge.obligation.statements.map(({ path }) => path));
    expect(paths).toEqual([
      ['III.5.a.1', 'PL2.V.1'],
      ['III.5.b.4', 'PL2.V.11'],
    ]);
    const labels = publicService.obligation.dependencies.map((edge) => edge.citations.map(({ label }) => label));
    expect(labels[1]).toContain('dòng 11, mục V, Phụ lục II, Quyết định số 06/QĐ-TTg');
  });

  it('nothing blocks a service before the document that orders it', async () => {
    const { publicService } = await ask(operation('BlockedService'), { asOf: '2022-01-05' });
    expect(publicService.blockedBy).toEqual([]);
  });

  it('exactly the services 19 (land), 21 (education) and 22 (judicial records) are due before the connection they need', async () => {
    const { publicServices } = await ask(operation('ServicesBeforeConnections'));
    const found = publicServices.nodes
      .filter((node) => node.dueBeforeItsConnections.length > 0)
      .map((node) => [node.obligation.id, node.dueBeforeItsConnections.map(({ id }) => id)]);
    expect(found).toEqual([
      [qd06('PL1.19'), ['connection:csdl-dat-dai~csdlqg-dan-cu']],
      [qd06('PL1.21'), ['connection:csdl-giao-duc-dao-tao~csdlqg-dan-cu']],
      [qd06('PL1.22'), ['connection:csdl-ly-lich-tu-phap~csdlqg-dan-cu']],
    ]);
  });

  it('a triggered duty needs the duty whose output it waits for: Đắk Nông II.1.d ← QĐ 06 III.1.d, as the text says', async () => {
    const { obligation } = await ask(
      `{ obligation(id: "${qd468('II.1.d')}") { dependsOn { id } dependencies { kind implied inCycle citations { label path } } } }`,
    );
    expect(obligation.dependsOn).toEqual([{ id: qd06('III.1.d') }]);
    expect(obligation.dependencies).toMatchObject([{ kind: 'TRIGGER', implied: false, inCycle: false }]);
    expect(obligation.dependencies[0]?.citations[0]?.path).toBe('II.1.d');
  });

  it('a connection needs its circulars, which enable it; both are marked as implied', async () => {
    const { obligation } = await ask(
      `{ obligation(id: "${qd06('III.5.b.4')}") { dependencies { kind implied obligation { id enables { id } } citations { path } } enables { id } } }`,
    );
    expect(obligation.dependencies).toMatchObject([
      { kind: 'ENABLING_RULE', implied: true, obligation: { id: qd06('III.1.a') }, citations: [{ path: 'III.1.a' }] },
      { kind: 'ENABLING_RULE', implied: true, obligation: { id: qd06('III.1.e') }, citations: [{ path: 'III.1.e' }] },
    ]);
    for (const edge of obligation.dependencies) expect(edge.obligation.enables).toContainEqual({ id: qd06('III.5.b.4') });
    const services = ['PL1.9', 'PL1.10', 'PL1.11', 'PL1.15', 'PL1.16'].map((path) => ({ id: qd06(path) }));
    expect(obligation.enables).toEqual(expect.arrayContaining(services));
  });

  it('every edge is cited and explained in both languages', async () => {
    interface Explained {
      citations: object[];
      vi: string;
      en: string;
    }
    let after: string | null = null;
    let count = 0;
    do {
      const {
        obligations,
      }: { obligations: { nodes: Array<{ dependencies: Explained[] }>; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await ask(
          'query ($after: String) { obligations(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { dependencies { citations { label } vi: explanation en: explanation(language: EN) } } } }',
          { after },
        );
      const edges = obligations.nodes.flatMap((node) => node.dependencies);
      expect(edges.filter((edge) => edge.citations.length === 0 || edge.vi === '' || edge.en === '' || edge.vi === edge.en)).toEqual([]);
      count += edges.length;
      after = obligations.pageInfo.hasNextPage ? obligations.pageInfo.endCursor : null;
    } while (after !== null);
    expect(count).toBeGreaterThan(400);
  });

  it('the duties of the corpus wait for one another in no circle', async () => {
    expect(await ask('{ dependencyCycles { obligations { id } } }')).toEqual({ dependencyCycles: [] });
  });

  it('a circle is told, and a delay does not follow it', async () => {
    const { source } = graph.named('obligations');
    const pair = [qd06('III.5.b.4'), qd06('III.1.e')];
    await source.query('INSERT INTO dependency_cycle SELECT 0, position, id FROM unnest($1::text[]) WITH ORDINALITY AS c(id, position)', [
      pair,
    ]);
    await source.query('UPDATE obligation_dependency SET in_cycle = true WHERE obligation_id = $1 AND on_id = $2', pair);
    try {
      const cycles = await ask('{ dependencyCycles { obligations { id } } }');
      expect(cycles.dependencyCycles).toEqual([{ obligations: pair.map((id) => ({ id })) }]);
      const { delayImpact } = await ask(operation('WhatIfLate'), { obligation: pair[1] });
      expect(delayImpact.duties.map(({ obligation }) => obligation.id)).not.toContain(pair[0]);
      expect(delayImpact.duties.length).toBeGreaterThan(10);
    } finally {
      await source.query('DELETE FROM dependency_cycle');
      await source.query('UPDATE obligation_dependency SET in_cycle = false');
    }
  });

  it('a hundred duties with what they need and enable take no more than six statements', async () => {
    graph.log.reset();
    await ask('{ obligations(first: 100) { nodes { dependsOn { id } enables { id } dependencies { obligation { id } } } } }');
    expect(graph.log.statements.length).toBeLessThanOrEqual(6);
  });

  describe('if civil status slips six months', () => {
    it('five services slip: births, deaths, marriages by 183 days, the two linked ones by 122', async () => {
      const { delayImpact } = await ask(operation('WhatIfLate'));
      expect(delayImpact).toMatchObject({ dueOn: '2022-03-31', slipsTo: '2022-09-30', days: 183 });
      const services = delayImpact.services.map((late) => [late.service.id, late.days]);
      expect(services).toEqual([
        ['service:dang-ky-khai-sinh', 183],
        ['service:dang-ky-khai-tu', 183],
        ['service:dang-ky-ket-hon', 183],
        ['service:lien-thong-khai-sinh-thuong-tru-the-bao-hiem-y-te', 122],
        ['service:lien-thong-khai-tu-xoa-thuong-tru-tro-cap-mai-tang', 122],
      ]);
      expect(delayImpact.connections).toMatchObject([{ connection: { id: 'connection:csdl-ho-tich~csdlqg-dan-cu' }, days: 183 }]);
    });

    it('the essential services as a whole slip by 92 days; the targets of the year hold with 92 days to spare', async () => {
      const { delayImpact } = await ask(operation('WhatIfLate'));
      const duties = delayImpact.duties;
      expect(duties.find(({ obligation }) => obligation.id === qd06('III.2.e'))).toMatchObject({ days: 92, slipsTo: '2022-09-30' });
      expect(duties.filter(({ obligation }) => obligation.kind === 'TARGET')).toEqual([]);
      const held = delayImpact.absorbed.filter(({ obligation }) => obligation.id.startsWith(qd06('')));
      expect(held.map(({ obligation, slack }) => [obligation.id, slack]).sort()).toEqual([
        [qd06('II.2.a.2022.9'), 92],
        [qd06('II.2.d.2022.2'), 92],
      ]);
    });

    it('ten months are too many for the targets', async () => {
      const { delayImpact } = await ask(operation('WhatIfLate'), { months: 10 });
      const targets = delayImpact.duties.filter(({ obligation }) => obligation.kind === 'TARGET');
      expect(targets.map(({ obligation, days }) => [obligation.id, days])).toEqual(
        expect.arrayContaining([
          [qd06('II.2.a.2022.9'), 31],
          [qd06('II.2.d.2022.2'), 31],
        ]),
      );
    });

    it("before Đắk Nông's plan none of its duties is reached", async () => {
      const { delayImpact } = await ask(operation('WhatIfLate'), { asOf: '2022-01-31' });
      const reached = [...delayImpact.duties, ...delayImpact.absorbed];
      expect(reached.length).toBeGreaterThan(5);
      expect(reached.filter(({ obligation }) => obligation.id.startsWith(qd468('')))).toEqual([]);
    });
  });

  it('a duty without a last day gives no number of days, only who waits', async () => {
    const { delayImpact } = await ask(operation('WhatIfLate'), { obligation: qd06('IV.4.a') });
    expect(delayImpact).toMatchObject({ dueOn: null, slipsTo: null, days: null, absorbed: [] });
    expect(delayImpact.duties.length).toBeGreaterThan(0);
    expect(delayImpact.duties.every(({ days }) => days === null)).toBe(true);
  });

  const refused: Array<[what: string, variables: Record<string, unknown>, argument: string]> = [
    ['an unknown duty', { obligation: 'obligation:khong-co' }, 'obligation'],
    ['no months', { months: 0 }, 'months'],
    ['months backwards', { months: -6 }, 'months'],
    ['more than ten years', { months: 121 }, 'months'],
  ];
  it.each(refused)('refuses %s', async (_, variables, argument) => {
    const { errors } = await graph.ask(operation('WhatIfLate'), variables);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argumentPath: [argument] });
  });
});
