import { listed, sourceLines, type Sheet } from './sheet';

interface Named {
  readonly name: string;
}

interface BearerNode {
  readonly agency: Named | null;
  readonly candidates: readonly Named[];
  readonly role: string;
}

interface ObligationRow {
  readonly id: string;
  readonly title: string;
  readonly document: { readonly number: string | null; readonly title: string };
  readonly statements: readonly { readonly path: string; readonly citation: { readonly lines: readonly number[] | null } }[];
  readonly level: string;
  readonly kind: string;
  readonly leadAgencies: readonly Named[];
  readonly coordinatingAgencies: readonly Named[];
  readonly bearers: readonly BearerNode[];
  readonly dueOn: string | null;
  readonly deadline: { readonly text: string };
  readonly standing: string;
  readonly daysLate: number | null;
  readonly connections: readonly { readonly ends: readonly Named[] }[];
}

export const obligationsQuery = `query ExportObligations($filter: ObligationFilter, $orderBy: ObligationOrder, $language: Language!, $after: String) {
  list: obligations(filter: $filter, orderBy: $orderBy, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title(language: $language)
      document { number title(language: $language) }
      statements { path citation { lines } }
      level
      kind
      leadAgencies { name(language: $language) }
      coordinatingAgencies { name(language: $language) }
      bearers { agency { name(language: $language) } candidates { name(language: $language) } role }
      dueOn
      deadline { text }
      standing
      daysLate
      connections { ends { name(language: $language) } }
    }
  }
}`;

const names = (agencies: readonly Named[]): string => listed(agencies.map(({ name }) => name));

/** Who leads that day; where nobody is known to, a question mark and those who may. */
function leading(bearers: readonly BearerNode[]): string {
  const leads = bearers.filter(({ role }) => role === 'LEAD');
  const texts = leads.map(({ agency, candidates }) => agency?.name ?? `? (${candidates.map(({ name }) => name).join(', ')})`);
  return listed([...new Set(texts)]);
}

export const obligationsSheet: Sheet<ObligationRow> = {
  title: { VI: 'Nghĩa vụ', EN: 'Obligations' },
  columns: [
    { header: { VI: 'Mã', EN: 'Id' }, width: 44, cell: ({ id }) => id },
    { header: { VI: 'Nhiệm vụ', EN: 'Title' }, width: 60, cell: ({ title }) => title },
    { header: { VI: 'Số văn bản', EN: 'Document number' }, cell: ({ document: { number, title } }) => number ?? title },
    { header: { VI: 'Điều khoản', EN: 'Paths' }, cell: ({ statements }) => listed(statements.map(({ path }) => path)) },
    { header: { VI: 'Cấp', EN: 'Level' }, cell: ({ level }, words) => words('GovernmentLevel', level) },
    { header: { VI: 'Loại', EN: 'Kind' }, width: 24, cell: ({ kind }, words) => words('ObligationKind', kind) },
    { header: { VI: 'Chủ trì', EN: 'Leads' }, width: 32, cell: ({ leadAgencies }) => names(leadAgencies) },
    { header: { VI: 'Phối hợp', EN: 'Coordinating' }, width: 32, cell: ({ coordinatingAgencies }) => names(coordinatingAgencies) },
    { header: { VI: 'Đơn vị chịu trách nhiệm', EN: 'Bearers of the day' }, width: 32, cell: ({ bearers }) => leading(bearers) },
    { header: { VI: 'Hạn', EN: 'Due day' }, day: true, width: 12, cell: ({ dueOn }) => dueOn },
    { header: { VI: 'Thời hạn trong văn bản', EN: 'Deadline in the text' }, width: 24, cell: ({ deadline: { text } }) => text },
    { header: { VI: 'Tình trạng', EN: 'Standing' }, width: 28, cell: ({ standing }, words) => words('Standing', standing) },
    { header: { VI: 'Số ngày quá hạn', EN: 'Days late' }, cell: ({ daysLate }) => daysLate },
    {
      header: { VI: 'Kết nối', EN: 'Connections' },
      width: 40,
      cell: ({ connections }) => listed(connections.map(({ ends }) => ends.map(({ name }) => name).join(' ↔ '))),
    },
    {
      header: { VI: 'Dòng nguồn', EN: 'Source lines' },
      cell: ({ statements }) => listed(statements.map(({ path, citation: { lines } }) => sourceLines(path, lines))),
    },
  ],
};
