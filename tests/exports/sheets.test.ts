import readWorkbook, { type CellValue as Cell } from 'read-excel-file/node';
import { startTestGraph, type TestGraph } from '../support/graph';
import { fetchFile, fetchRows } from './support';

const QD06 = 'document:qd-06-qd-ttg-2022';
const OVERDUE = encodeURIComponent(JSON.stringify({ documentIds: [QD06], standings: ['OPEN_OVERDUE'] }));

describe('lists as sheets', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  async function total(field: string, args = 'first: 1'): Promise<number> {
    return (await graph.ask(`{ ${field}(${args}) { totalCount } }`)).data[field].totalCount as number;
  }

  it.each([
    ['obligations', 'obligations'],
    ['connections', 'dataConnections'],
    ['conflicts', 'conflicts'],
  ])('%s leave whole as CSV, over many pages, each once', async (name, field) => {
    const rows = await fetchRows(graph, `/export/${name}.csv`);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows).toHaveLength(await total(field));
    expect(new Set(rows.map((row) => row['Mã'])).size).toBe(rows.length);
  });

  it.each(['obligations', 'connections'])('the workbook of %s says what the CSV says', async (name) => {
    const csv = await fetchRows(graph, `/export/${name}.csv?language=EN`);
    const response = await fetchFile(graph, `/export/${name}.xlsx?language=EN`);
    expect(response.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="ketnoi-${name}.xlsx"`);
    const [sheet] = await readWorkbook(Buffer.from(await response.arrayBuffer()));
    const [head = [], ...rows] = sheet?.data ?? [];
    expect(head).toEqual(Object.keys(csv[0] ?? {}));
    const text = (cell: Cell | null | undefined): string => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''));
    expect(rows.map((row) => head.map((_, column) => text(row[column])))).toEqual(csv.map((row) => Object.values(row)));
    const dueDays = rows.map((row) => row[head.findIndex((title) => /due day/i.test(String(title)))]);
    expect(dueDays.filter((cell) => cell !== null).every((cell) => cell instanceof Date)).toBe(true);
  });

  it('CSV begins with a byte order mark, in UTF-8, and is offered as a file', async () => {
    const response = await fetchFile(graph, '/export/obligations.csv?asOf=2022-12-31');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8')).toContain('Bộ Công an');
    expect(response.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ketnoi-obligations-2022-12-31.csv"');
  });

  it('a duty stands in the columns an analyst expects', async () => {
    const rows = await fetchRows(graph, `/export/obligations.csv?ids=obligation:qd-06-qd-ttg-2022/III.5.b.4&asOf=2022-04-02`);
    expect(rows).toEqual([
      {
        Mã: 'obligation:qd-06-qd-ttg-2022/III.5.b.4',
        'Nhiệm vụ': expect.stringMatching(/hộ tịch/),
        'Số văn bản': '06/QĐ-TTg',
        'Điều khoản': 'III.5.b.4; PL2.V.11',
        Cấp: 'trung ương',
        Loại: 'kết nối, chia sẻ dữ liệu',
        'Chủ trì': 'Bộ Công an; Bộ Tư pháp',
        'Phối hợp': expect.any(String),
        'Đơn vị chịu trách nhiệm': 'Bộ Công an; Bộ Tư pháp',
        Hạn: '2022-03-31',
        'Thời hạn trong văn bản': expect.stringMatching(/3/),
        'Tình trạng': 'chưa hoàn thành, quá hạn',
        'Số ngày quá hạn': '2',
        'Kết nối': expect.stringMatching(/ ↔ /),
        'Dòng nguồn': expect.stringMatching(/^III\.5\.b\.4: \d+(–\d+)?; PL2\.V\.11: \d+(–\d+)?$/),
      },
    ]);
  });

  it('the filter may be given whole or field by field, and means what it means in the graph', async () => {
    const whole = await fetchRows(graph, `/export/obligations.csv?filter=${OVERDUE}&asOf=2022-12-31`);
    const fields = await fetchRows(graph, `/export/obligations.csv?documentIds=${QD06}&standings=OPEN_OVERDUE&asOf=2022-12-31`);
    const args = `first: 1, asOf: "2022-12-31", filter: { documentIds: ["${QD06}"], standings: [OPEN_OVERDUE] }`;
    expect(whole).toHaveLength(await total('obligations', args));
    expect(fields).toEqual(whole);
    const kinds = await fetchRows(graph, '/export/obligations.csv?kinds=CONNECTION&kinds=POLICY&language=EN');
    expect(new Set(kinds.map((row) => row.Kind))).toEqual(new Set(['Connecting databases', 'Laws, rules, standards']));
    const march = await fetchRows(graph, '/export/obligations.csv?due.from=2022-03-01&due.to=2022-03-31');
    expect(new Set(march.map((row) => row['Hạn']?.slice(0, 7)))).toEqual(new Set(['2022-03']));
  });

  it('the day of the As-Of header counts, and that of the address before it', async () => {
    const path = `/export/obligations.csv?filter=${OVERDUE}`;
    const headers = { 'as-of': '2022-02-01' };
    const february = await fetchRows(graph, path, { headers });
    const december = await fetchRows(graph, `${path}&asOf=2022-12-31`, { headers });
    expect(february.length).toBeGreaterThan(0);
    expect(december.length).toBeGreaterThan(february.length);
    expect(december.every((row) => Number(row['Số ngày quá hạn']) > 0)).toBe(true);
  });

  it('the order is the one asked for', async () => {
    const days = (await fetchRows(graph, '/export/obligations.csv?orderBy=DUE_ON_DESC')).map((row) => row['Hạn'] ?? '').filter(Boolean);
    expect(days).toEqual([...days].sort().reverse());
  });

  it('a connection names its ends, their owners, its duties and the services that need it', async () => {
    const [row] = await fetchRows(graph, '/export/connections.csv?ids=connection:csdl-ho-tich~csdlqg-dan-cu&language=EN');
    expect(row).toMatchObject({ 'Owner of the second end': 'Ministry of Public Security', 'Earliest due day': '2022-03-31' });
    expect(Number(row?.['Number of duties'])).toBe((row?.Duties ?? '').split('; ').length);
    expect(Number(row?.['Number of services blocked'])).toBeGreaterThan(0);
  });

  const refusals: Array<[query: string, path: Array<string | number>]> = [
    ['obligations.csv?filter={', ['filter']],
    ['obligations.csv?filter=[]', ['filter']],
    ['obligations.csv?filter={"standing":["OPEN_OVERDUE"]}', ['filter']],
    ['obligations.csv?standings=LATE', ['filter', 'standings', 0]],
    ['obligations.csv?filter={"standings":["OPEN_OVERDUE"]}&standings=OPEN_OVERDUE', ['filter', 'standings']],
    ['obligations.csv?documentIds=document:none', ['filter', 'documentIds']],
    ['obligations.csv?due.from=2022-02-30', ['filter', 'due', 'from']],
    ['obligations.csv?filter={"due":{"to":"soon"}}', ['filter', 'due', 'to']],
    ['obligations.csv?hasConflict=maybe', ['filter', 'hasConflict']],
    ['obligations.xlsx?orderBy=SIZE', ['orderBy']],
    ['obligations.xlsx?asOf=2022-02-30', ['asOf']],
    ['obligations.csv?asOf=2022-01-01&asOf=2022-01-02', ['asOf']],
    ['connections.csv?language=FR', ['language']],
    ['connections.csv?orderBy=DUE_ON_ASC', ['orderBy']],
    ['connections.xlsx?dueBefore=tomorrow', ['filter', 'dueBefore']],
    ['conflicts.csv?colour=red', ['colour']],
  ];
  it.each(refusals)('%s is refused before anything is sent', async (path, at) => {
    const response = await fetchFile(graph, `/export/${path}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-disposition')).toBeNull();
    expect(await response.json()).toEqual({ error: { code: 'BAD_USER_INPUT', message: expect.any(String), path: at } });
  });

  it('a day that is none in the As-Of header is refused the same way', async () => {
    const response = await fetchFile(graph, '/export/connections.csv', { headers: { 'as-of': 'today' } });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'BAD_USER_INPUT', path: ['As-Of'] } }]);
  });
});
