import { listed, sourceLines, type Sheet } from './sheet';

interface ConflictRow {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
  readonly document: { readonly number: string | null; readonly title: string };
  readonly statements: readonly {
    readonly path: string;
    readonly document: { readonly number: string | null; readonly title: string };
    readonly deadline: { readonly dueOn: string | null };
    readonly citation: { readonly lines: readonly number[] | null };
  }[];
  readonly connections: readonly { readonly ends: readonly { readonly name: string }[] }[];
  readonly explanation: string;
}

export const conflictsQuery = `query ExportConflicts($filter: ConflictFilter, $language: Language!, $after: String) {
  list: conflicts(filter: $filter, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      kind
      severity
      document { number title(language: $language) }
      statements { path document { number title(language: $language) } deadline { dueOn } citation { lines } }
      connections { ends { name(language: $language) } }
      explanation(language: $language)
    }
  }
}`;

const nameOf = ({ number, title }: ConflictRow['document']): string => number ?? title;

export const conflictsSheet: Sheet<ConflictRow> = {
  title: { VI: 'Mâu thuẫn', EN: 'Conflicts' },
  columns: [
    { header: { VI: 'Mã', EN: 'Id' }, cell: ({ id }) => id },
    { header: { VI: 'Loại mâu thuẫn', EN: 'Kind' }, cell: ({ kind }, words) => words('ConflictKind', kind) },
    { header: { VI: 'Mức độ', EN: 'Severity' }, cell: ({ severity }, words) => words('Severity', severity) },
    { header: { VI: 'Số văn bản', EN: 'Document number' }, cell: ({ document }) => nameOf(document) },
    {
      header: { VI: 'Điều khoản', EN: 'Provisions' },
      cell: ({ statements }) => listed(statements.map(({ document, path }) => `${nameOf(document)} ${path}`)),
    },
    { header: { VI: 'Các hạn', EN: 'Due days' }, cell: ({ statements }) => listed(statements.map(({ deadline: { dueOn } }) => dueOn)) },
    {
      header: { VI: 'Kết nối', EN: 'Connections' },
      cell: ({ connections }) => listed(connections.map(({ ends }) => ends.map(({ name }) => name).join(' ↔ '))),
    },
    { header: { VI: 'Giải thích', EN: 'Explanation' }, cell: ({ explanation }) => explanation },
    {
      header: { VI: 'Dòng nguồn', EN: 'Source lines' },
      cell: ({ statements }) => listed(statements.map(({ path, citation: { lines } }) => sourceLines(path, lines))),
    },
  ],
};
