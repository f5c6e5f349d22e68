import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, GraphQLError, type ExecutionResult } from 'graphql';
import readWorkbook from 'read-excel-file/node';
import { layExports } from '../../gateway/exports/routes';
import { startGateway, type RunningGateway, type SubgraphExecutor } from '../../gateway/gateway';
import { serve, stopAll } from '../gateway/support';
import { openTestSubgraphs, schemaFile, type OpenedSubgraphs } from '../support/subgraphs';
import { fetchFile, fetchRows, rowsOf } from './support';

const schema = buildSchema(schemaFile('api.graphql'));

function duty(number: number, title: string): object {
  return {
    id: `obligation:plan/${String(number)}`,
    title,
    document: { number: null, title: '@plan' },
    statements: [],
    level: 'COMMUNE',
    kind: 'POLICY',
    leadAgencies: [{ name: '+one' }],
    coordinatingAgencies: [{ name: '\tone' }],
    bearers: [],
    dueOn: null,
    deadline: { text: '-' },
    standing: 'OPEN_UNDATED',
    daysLate: null,
    connections: [],
  };
}

/** A graph of as many pages as it is asked for, each of a hundred duties. */
class EndlessGraph {
  asked = 0;

  constructor(
    private readonly pages: number,
    private readonly failOn = Infinity,
    private readonly title = '=HYPERLINK("http://example.invalid")',
  ) {}

  execute(): Promise<ExecutionResult> {
    this.asked += 1;
    const page = this.asked;
    if (page >= this.failOn)
      return Promise.resolve({ errors: [new GraphQLError('gone', { extensions: { code: 'SUBGRAPH_UNREACHABLE', subgraph: 'x' } })] });
    const nodes = Array.from({ length: 100 }, (_, index) => duty(page * 100 + index, this.title));
    return Promise.resolve({ data: { list: { nodes, pageInfo: { hasNextPage: page < this.pages, endCursor: String(page) } } } });
  }
}

describe('an export that is read', () => {
  const apps: FastifyInstance[] = [];
  afterAll(() => Promise.all(apps.map((app) => app.close())));

  async function serveExports(graph: EndlessGraph, over = schema): Promise<{ url: string }> {
    const app = Fastify({ forceCloseConnections: true });
    apps.push(app);
    layExports(app, over, graph);
    await app.listen({ host: '127.0.0.1', port: 0 });
    return { url: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}` };
  }

  it('slowly is asked for no faster, and no longer than it is read', async () => {
    const graph = new EndlessGraph(Infinity);
    const abort = new AbortController();
    const response = await fetchFile(await serveExports(graph), '/export/obligations.csv', { signal: abort.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const asked = graph.asked;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(graph.asked).toBe(asked); // buffers of the connection are full, and nothing more is fetched
    abort.abort();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const after = graph.asked;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(graph.asked).toBe(after);
  });

  it('makes no cell of CSV a formula', async () => {
    const [row] = await fetchRows(await serveExports(new EndlessGraph(1)), '/export/obligations.csv?language=EN');
    expect(row).toMatchObject({
      Title: '\'=HYPERLINK("http://example.invalid")',
      'Document number': "'@plan",
      Leads: "'+one",
      Coordinating: "'\tone",
      'Deadline in the text': "'-",
    });
  });

  it('makes text of a workbook text, whatever it begins with', async () => {
    const response = await fetchFile(await serveExports(new EndlessGraph(1)), '/export/obligations.xlsx');
    const [sheet] = await readWorkbook(Buffer.from(await response.arrayBuffer()));
    expect(sheet?.data[1]?.[1]).toBe('=HYPERLINK("http://example.invalid")');
  });

  it('keeps quotes, line breaks and separators inside their cell', async () => {
    const title = 'a "b", c;\r\nd';
    const rows = await fetchRows(await serveExports(new EndlessGraph(1, Infinity, title)), '/export/obligations.csv?language=EN');
    expect(rows).toHaveLength(100);
    expect(rows[99]?.Title).toBe(title);
  });

  it.each(['csv', 'xlsx'])('breaks off as %s when the graph fails on the way, so that it is not taken for whole', async (format) => {
    const response = await fetchFile(await serveExports(new EndlessGraph(Infinity, 50)), `/export/obligations.${format}`);
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('is refused with the code of the failure as long as nothing was sent', async () => {
    const response = await fetchFile(await serveExports(new EndlessGraph(2, 2)), '/export/obligations.csv');
    expect([response.status, response.headers.get('content-disposition'), await response.json()]).toEqual([
      503,
      null,
      { error: { code: 'SUBGRAPH_UNREACHABLE', message: 'gone' } },
    ]);
  });

  it('is refused with the code of the failure when the graph fails at once', async () => {
    const response = await fetchFile(await serveExports(new EndlessGraph(1, 1)), '/export/obligations.csv');
    expect([response.status, await response.json()]).toEqual([503, { error: { code: 'SUBGRAPH_UNREACHABLE', message: 'gone' } }]);
  });

  it('is not offered by a gateway over another graph', async () => {
    const other = await serveExports(new EndlessGraph(1), buildSchema('type Query { obligations: Int }'));
    for (const path of ['/export/obligations.csv', '/export/connections.xlsx', '/calendar/bo-tu-phap.ics', '/catalog.jsonld']) {
      expect((await fetchFile(other, path)).status).toBe(404);
    }
  });
});

/** A subgraph at an address of its own, told what the gateway hands on. */
function behindHttp(execute: SubgraphExecutor): Promise<string> {
  return serve((request, response) => {
    void (async () => {
      const { query, variables } = (await json(request)) as { query: string; variables: Record<string, unknown> };
      const asOf = request.headers['as-of'];
      const answer = await execute({ query, variables, headers: typeof asOf === 'string' ? { 'as-of': asOf } : {} });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    })();
  });
}

describe('in production, with each subgraph behind HTTP', () => {
  let subgraphs: OpenedSubgraphs;
  let gateway: RunningGateway;
  beforeAll(async () => {
    subgraphs = await openTestSubgraphs();
    const urls = await Promise.all(subgraphs.all.map(async ({ name, execute }) => [name, await behindHttp(execute)] as const));
    gateway = await startGateway({
      supergraph: schemaFile('supergraph.graphql'),
      urls: Object.fromEntries(urls),
      host: '127.0.0.1',
      port: 0,
      production: true,
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await stopAll();
    await subgraphs.close();
  });

  it('all exports are there, and the As-Of header reaches every subgraph', async () => {
    const paths = [
      '/export/obligations.xlsx',
      '/export/connections.csv',
      '/export/connections.xlsx',
      '/export/conflicts.csv',
      '/catalog.jsonld',
    ];
    for (const path of [...paths, '/calendar/bo-tu-phap.ics']) {
      const response = await fetchFile(gateway, path);
      expect([path, response.status]).toEqual([path, 200]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    }
    const response = await fetchFile(gateway, '/export/obligations.csv?ids=obligation:qd-06-qd-ttg-2022/III.5.b.3', {
      headers: { 'as-of': '2022-03-30' },
    });
    expect(rowsOf(await response.text())).toMatchObject([
      { 'Đơn vị chịu trách nhiệm': 'Bộ Công an; Bộ Giao thông vận tải', 'Tình trạng': 'chưa hoàn thành, trong hạn' },
    ]);
  });

  it('a refusal suggests no names of the schema', async () => {
    const body = await (await fetchFile(gateway, '/export/obligations.csv?standings=OPEN_OVERDU')).text();
    expect(body).toContain('OPEN_OVERDU');
    expect(body).not.toMatch(/Did you mean/);
  });
});
