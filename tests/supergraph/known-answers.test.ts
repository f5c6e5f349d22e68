import { operation, startTestGraph, type TestGraph } from '../support/graph';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface StatementNode {
  readonly path: string;
  readonly connections: ReadonlyArray<{ readonly id: string }>;
  readonly leadAgencies: readonly Named[];
  readonly deadline: { readonly dueOn: string | null };
}
interface ObligationNode {
  readonly id: string;
  readonly dueOn: string | null;
  readonly statements: ReadonlyArray<{ readonly path: string }>;
  readonly parents: ReadonlyArray<{ readonly id: string; readonly dueOn: string | null; readonly document: { readonly number: string } }>;
}

interface PlanPage {
  readonly obligations: {
    readonly nodes: ObligationNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const QD06 = 'document:qd-06-qd-ttg-2022';
const QD468 = 'document:qd-468-qd-ubnd-dak-nong-2022';

describe('known answers, asked through the gateway', () => {
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

  async function planWithParents(document: string, asOf = '2026-11-20'): Promise<ObligationNode[]> {
    const nodes: ObligationNode[] = [];
    let after: string | null = null;
    do {
      const { obligations }: PlanPage = await ask<PlanPage>(operation('PlanAndItsParents'), { document, after }, { 'as-of': asOf });
      nodes.push(...obligations.nodes);
      after = obligations.pageInfo.hasNextPage ? obligations.pageInfo.endCursor : null;
    } while (after !== null);
    return nodes;
  }

  it('QĐ 06 Appendix II part V has exactly six connections due in March 2022', async () => {
    const { statements } = await ask<{ statements: { totalCount: number; nodes: StatementNode[] } }>(operation('ConnectionsDueIn'));
    expect(statements.totalCount).toBe(6);
    expect(Object.fromEntries(statements.nodes.map((node) => [node.path, node.connections.map((connection) => connection.id)]))).toEqual({
      'PL2.V.1': ['connection:csdlqg-bao-hiem~csdlqg-dan-cu'],
      'PL2.V.8': ['connection:csdl-thue~csdlqg-dan-cu'],
      'PL2.V.9': ['connection:csdl-so-suc-khoe-dien-tu~csdlqg-dan-cu'],
      'PL2.V.10': ['connection:csdl-giay-phep-lai-xe~csdlqg-dan-cu', 'connection:csdl-dang-kiem~csdlqg-dan-cu'],
      'PL2.V.11': ['connection:csdl-ho-tich~csdlqg-dan-cu'],
      'PL2.V.12': ['connection:csdl-an-sinh-xa-hoi~csdlqg-dan-cu'],
    });
  });

  it("of Appendix II's 52 duties Bộ Công an leads 46: 21 alone, 25 shared", async () => {
    const { all, led } = await ask<{ all: { totalCount: number }; led: { totalCount: number; nodes: StatementNode[] } }>(
      operation('DutiesLedBy'),
    );
    expect(all.totalCount).toBe(52);
    expect(led.totalCount).toBe(46);
    expect(led.nodes.filter((node) => node.leadAgencies.length === 1)).toHaveLength(21);
    expect(led.nodes.filter((node) => node.leadAgencies.length > 1)).toHaveLength(25);
  });

  it('the pair population and civil status has statements due 2022-03-31 and 2023-06-30 in the same appendix', async () => {
    interface Found {
      dataConnection: {
        earliestDueOn: string;
        obligations: { nodes: Array<{ document: { number: string }; statements: StatementNode[] }> };
      };
    }
    const { dataConnection } = await ask<Found>(operation('DeadlinesOfConnection'));
    const appendix = dataConnection.obligations.nodes
      .filter((node) => node.document.number === '06/QĐ-TTg')
      .flatMap((node) => node.statements)
      .filter((statement) => statement.path.startsWith('PL2.'));
    expect(appendix.map((statement) => [statement.path, statement.deadline.dueOn])).toEqual([
      ['PL2.V.11', '2022-03-31'],
      ['PL2.V.18', '2023-06-30'],
    ]);
    expect(dataConnection.earliestDueOn).toBe('2022-03-31');
  });

  it('of the 25 services 14 are due in March 2022 and 11 in May 2022, each with its lead', async () => {
    interface Service {
      leadAgencies: Named[];
      onlineLevel: number;
      requires: unknown[];
      obligation: { dueOn: string };
    }
    const { publicServices } = await ask<{ publicServices: { totalCount: number; nodes: Service[] } }>(operation('EssentialServices'));
    const dueOn = (day: string) => publicServices.nodes.filter((service) => service.obligation.dueOn === day).length;
    expect([publicServices.totalCount, dueOn('2022-03-31'), dueOn('2022-05-31')]).toEqual([25, 14, 11]);
    expect(publicServices.nodes.every((service) => service.leadAgencies.length > 0 && service.requires.length > 0)).toBe(true);
    expect(new Set(publicServices.nodes.map((service) => service.onlineLevel))).toEqual(new Set([3, 4]));
  });

  it("no duty of Nam Trung's parts III and IV has a date; those that carry one out show the parent in QĐ 06 with the parent's date", async () => {
    const nodes = (await planWithParents('document:kh-nam-trung-2022')).filter((node) =>
      /^(III|IV)\./.test(node.statements[0]?.path ?? ''),
    );
    expect(nodes.length).toBeGreaterThan(60);
    expect(nodes.filter((node) => node.dueOn !== null)).toEqual([]);
    const orphans = nodes.filter((node) => node.parents.length === 0).map((node) => node.statements[0]?.path);
    // QĐ 06 has these two only as headings, not as provisions.
    expect(orphans).toEqual(['III.5.a', 'III.5.b']);
    expect(nodes.flatMap((node) => node.parents).every((parent) => parent.document.number === '06/QĐ-TTg')).toBe(true);
    const tax = nodes.find((node) => node.id === 'obligation:kh-nam-trung-2022/III.5.b.4');
    expect(tax?.parents).toMatchObject([{ id: 'obligation:qd-06-qd-ttg-2022/III.5.b.4', dueOn: '2022-03-31' }]);
  });

  it('of QĐ 468 insurance is due in April 2022 against March, the portal in March against February', async () => {
    const later = (await planWithParents(QD468, '2022-03-01')).flatMap((node) =>
      node.parents
        .filter((parent) => node.dueOn !== null && parent.dueOn !== null && node.dueOn > parent.dueOn)
        .map((parent) => [node.id, node.dueOn, parent.dueOn]),
    );
    expect(later).toContainEqual(['obligation:qd-468-qd-ubnd-dak-nong-2022/IV.21', '2022-04-30', '2022-03-31']);
    expect(later).toContainEqual(['obligation:qd-468-qd-ubnd-dak-nong-2022/II.2.a', '2022-03-31', '2022-02-28']);
    // The one other is a target for the year, beside the duty that reaches it in its month.
    expect(new Set(later.map(([id]) => id))).toEqual(
      new Set([
        'obligation:qd-468-qd-ubnd-dak-nong-2022/I.2.a.2022.5',
        'obligation:qd-468-qd-ubnd-dak-nong-2022/II.2.a',
        'obligation:qd-468-qd-ubnd-dak-nong-2022/IV.21',
      ]),
    );
  });

  it('NĐ 47/2020 is in force on 18/8/2025, partly on 19/8/2025, expired on 22/10/2025', async () => {
    const { documents } = await ask<{ documents: { nodes: Array<Record<string, unknown>> } }>(operation('ForceOfDocument'));
    expect(documents.nodes).toMatchObject([{ first: 'IN_FORCE', second: 'PARTLY_IN_FORCE', third: 'EXPIRED' }]);
    const eve = await ask<{ documents: { nodes: Array<Record<string, unknown>> } }>(operation('ForceOfDocument'), { third: '2025-10-21' });
    expect(eve.documents.nodes).toMatchObject([{ third: 'PARTLY_IN_FORCE' }]);
  });

  it('everything overdue on 2022-12-31 in QĐ 06 comes oldest first, page by page, with both ends and who leads', async () => {
    interface Overdue {
      id: string;
      dueOn: string;
      daysLate: number;
      leadAgencies: Named[];
      connections: Array<{ ends: Named[] }>;
    }
    interface Found {
      obligations: { totalCount: number; nodes: Overdue[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }
    const nodes: Overdue[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const { obligations }: Found = await ask<Found>(operation('OverdueOn'), { after, first: 20 });
      nodes.push(...obligations.nodes);
      total = obligations.totalCount;
      after = obligations.pageInfo.hasNextPage ? obligations.pageInfo.endCursor : null;
    } while (after !== null);
    expect(nodes).toHaveLength(total);
    expect(new Set(nodes.map((node) => node.id)).size).toBe(total);
    expect(nodes.map((node) => node.dueOn)).toEqual(nodes.map((node) => node.dueOn).sort());
    expect(nodes.every((node) => node.dueOn < '2022-12-31' && node.daysLate > 0)).toBe(true);
    expect(nodes.flatMap((node) => node.connections).every((connection) => connection.ends.length === 2)).toBe(true);
    expect(nodes.find((node) => node.id.endsWith('/III.5.b.4'))?.leadAgencies.map((agency) => agency.name)).toEqual([
      'Bộ Công an',
      'Bộ Tư pháp',
    ]);
  });

  it('on 2022-03-31 nothing that is due that day is overdue, and on the next day it is', async () => {
    const query = `query ($asOf: Date!) { obligations(filter: { documentIds: ["${QD06}"], standings: [OPEN_OVERDUE] }, asOf: $asOf, first: 100) { nodes { dueOn } } }`;
    const dueThatDay = async (asOf: string) => {
      const { obligations } = await ask<{ obligations: { nodes: Array<{ dueOn: string }> } }>(query, { asOf });
      return obligations.nodes.filter((node) => node.dueOn === '2022-03-31').length;
    };
    expect(await dueThatDay('2022-03-31')).toBe(0);
    expect(await dueThatDay('2022-04-01')).toBeGreaterThan(6);
  });

  it('Đắk Nông II.1.d waits for the decree on personal data until 17/4/2023, then it is due', async () => {
    const query = `query { obligation(id: "obligation:qd-468-qd-ubnd-dak-nong-2022/II.1.d") { dueOn standing daysLate deadline { precision trigger { text fulfilled fulfilledOn fulfilledBy { number } } } } }`;
    const on = async (day: string) => (await ask<{ obligation: object }>(query, {}, { 'as-of': day })).obligation;
    expect(await on('2023-04-16')).toMatchObject({ dueOn: null, standing: 'AWAITING_TRIGGER', daysLate: null });
    expect(await on('2023-04-17')).toMatchObject({ dueOn: '2023-04-17', standing: 'OPEN_IN_TERM', daysLate: null });
    expect(await on('2023-04-20')).toMatchObject({
      dueOn: '2023-04-17',
      standing: 'OPEN_OVERDUE',
      daysLate: 3,
      deadline: {
        precision: 'TRIGGERED',
        trigger: { fulfilled: true, fulfilledOn: '2023-04-17', fulfilledBy: { number: '13/2023/NĐ-CP' } },
      },
    });
  });

  it('Decision 1911 is cited by QĐ 06, Đắk Nông, Nam Trung and Lục Bình, not by Chư Răng', async () => {
    const { documents } = await ask<{ documents: { nodes: Array<{ held: boolean; citedBy: Array<{ in: { id: string } }> }> } }>(
      operation('WhoCites')
        .replace('title\n          }', 'id\n          }')
        .replace(/in \{\s*number\s*title/, 'in { id number title'),
    );
    expect(documents.nodes).toHaveLength(1);
    expect(documents.nodes[0]?.held).toBe(false);
    expect([...new Set(documents.nodes[0]?.citedBy.map((citation) => citation.in.id))].sort()).toEqual([
      'document:kh-luc-binh-2022',
      'document:kh-nam-trung-2022',
      'document:qd-06-qd-ttg-2022',
      'document:qd-468-qd-ubnd-dak-nong-2022',
    ]);
  });

  it('the one citation that no known document carries is kept as unresolved', async () => {
    const { document } = await ask<{ document: { citations: Array<{ asWritten: string; note: string; document: object | null }> } }>(
      '{ document(id: "document:kh-24-chu-rang-2023") { citations { asWritten note document { id } } } }',
    );
    expect(document.citations.filter((citation) => citation.document === null).map((citation) => citation.asWritten)).toEqual([
      expect.stringContaining('442/QĐ-TTg'),
    ]);
  });

  it('code 52 is Bình Định in 2022 and Gia Lai in 2026', async () => {
    const query =
      '{ then: agencies(filter: { code: { scheme: "GSO", value: "52" } }, asOf: "2022-01-06") { nodes { id } } now: agencies(filter: { code: { scheme: "GSO", value: "52" } }) { nodes { id } } }';
    expect(await ask(query)).toEqual({
      then: { nodes: [{ id: 'agency:tinh-binh-dinh' }] },
      now: { nodes: [{ id: 'agency:tinh-gia-lai' }] },
    });
  });

  it('41 days after 20/11/2026 every mandatory connection of NĐ 278/2025 is due', async () => {
    const { obligations } = await ask<{ obligations: { nodes: Array<{ id: string; dueOn: string }> } }>(operation('DueBetween'), {
      from: '2026-11-20',
      to: '2026-12-31',
    });
    expect(obligations.nodes).toMatchObject([{ id: 'obligation:nd-278-2025-nd-cp/24', dueOn: '2026-12-31' }]);
  });

  it('the tax database belongs to Bộ Tài chính, then and now', async () => {
    expect(await ask(operation('OwnerOfDatabase'))).toMatchObject({
      database: { then: { name: 'Bộ Tài chính' }, now: { name: 'Bộ Tài chính' } },
    });
  });
});
