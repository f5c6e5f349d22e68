import { listed, type Sheet } from './sheet';

interface Named {
  readonly name: string;
}

interface ConnectionRow {
  readonly id: string;
  readonly ends: readonly { readonly name: string; readonly owner: Named | null }[];
  readonly earliestDueOn: string | null;
  readonly obligations: { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
  readonly blocks: readonly Named[];
}

export const connectionsQuery = `query ExportConnections($filter: DataConnectionFilter, $language: Language!, $after: String) {
  list: dataConnections(filter: $filter, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      ends { name(language: $language) owner { name(language: $language) } }
      earliestDueOn
      obligations(first: 100) { totalCount nodes { id } }
      blocks { name(language: $language) }
    }
  }
}`;

/** The duties by id; where there are more than a page of them, the last word says so. */
function duties({ obligations: { totalCount, nodes } }: ConnectionRow): string {
  return listed([...nodes.map(({ id }) => id), nodes.length < totalCount ? '…' : null]);
}

export const connectionsSheet: Sheet<ConnectionRow> = {
  title: { VI: 'Kết nối', EN: 'Connections' },
  columns: [
    { header: { VI: 'Mã', EN: 'Id' }, width: 44, cell: ({ id }) => id },
    { header: { VI: 'Đầu thứ nhất', EN: 'First end' }, width: 40, cell: ({ ends }) => ends[0]?.name ?? null },
    { header: { VI: 'Đầu thứ hai', EN: 'Second end' }, width: 40, cell: ({ ends }) => ends[1]?.name ?? null },
    { header: { VI: 'Chủ quản đầu thứ nhất', EN: 'Owner of the first end' }, width: 28, cell: ({ ends }) => ends[0]?.owner?.name ?? null },
    { header: { VI: 'Chủ quản đầu thứ hai', EN: 'Owner of the second end' }, width: 28, cell: ({ ends }) => ends[1]?.owner?.name ?? null },
    { header: { VI: 'Hạn sớm nhất', EN: 'Earliest due day' }, day: true, width: 12, cell: ({ earliestDueOn }) => earliestDueOn },
    { header: { VI: 'Số nghĩa vụ', EN: 'Number of duties' }, cell: ({ obligations }) => obligations.totalCount },
    { header: { VI: 'Nghĩa vụ', EN: 'Duties' }, width: 60, cell: duties },
    { header: { VI: 'Số dịch vụ công cần kết nối', EN: 'Number of services blocked' }, cell: ({ blocks }) => blocks.length },
    {
      header: { VI: 'Dịch vụ công cần kết nối', EN: 'Services blocked' },
      width: 60,
      cell: ({ blocks }) => listed(blocks.map(({ name }) => name)),
    },
  ],
};
