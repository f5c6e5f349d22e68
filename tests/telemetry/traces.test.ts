import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { takeStore } from '../../testkit/store/database';
import { testServer } from '../support/store';
import { startCollector, type Collector, type Span } from './support';

const QUERY = 'query Leads($id: ID!) { obligation(id: $id) { leadAgencies { name } } }';
const variables = { id: 'obligation:qd-06-qd-ttg-2022/III.5.b.4' };
const SECRET = 'mot-bi-mat-dai-hon-ba-muoi-hai-ky-tu';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

const undo: Array<() => Promise<unknown>> = [];
let collector: Collector;
let place: { databaseUrl: string; schemaPrefix: string };
let folder: string;

beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'ketnoi-traces-'));
  const { url, prefix } = testServer();
  place = await takeStore(url, prefix).then((store) => {
    undo.push(() => store.release());
    return store;
  });
  undo.push(() => collector.close());
});
beforeEach(() => {
  collector.spans.length = 0;
  collector.paths.clear();
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
  rmSync(folder, { recursive: true });
});

interface Program {
  readonly url: string;
  /** What it has traced is sent then. */
  stop(): Promise<void>;
}

/** Starts a program of the terminal, as it ships, and waits until it says where it serves. */
async function launch(script: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'scripts', script), ...args], {
    env: {
      ...process.env,
      DATABASE_URL: place.databaseUrl,
      KETNOI_SCHEMA_PREFIX: place.schemaPrefix,
      KETNOI_DATA: folder,
      KETNOI_SUBGRAPH_SECRET: SECRET,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.includes('Ctrl-C')) break;
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  undo.push(stop);
  return { url: /http:\S+graphql/.exec(printed)?.[0] ?? '', stop };
}

/** The whole graph in one process, as it usually starts. */
function startOne(environment?: Record<string, string>): Promise<Program> {
  return launch('start.js', ['--port', '0'], environment);
}

async function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify({ query: QUERY, variables });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  expect(await response.json()).toMatchObject({ data: { obligation: { leadAgencies: [{}, {}] } } });
  return response;
}

/** The names of a span and of all it stands within, from the outermost. */
function line(spans: readonly Span[], span: Span): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent === undefined ? [] : line(spans, parent)), span.name];
}

function expectStatements(spans: readonly Span[], within: readonly string[], schema: string): void {
  const statements = spans.filter(({ attributes }) => attributes['db.namespace'] === place.schemaPrefix + schema);
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    expect(line(spans, statement)).toEqual([...within, 'SELECT']);
    expect(statement.kind).toBe(3);
    expect(statement.attributes).toMatchObject({ 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' });
    expect(statement.attributes['db.query.text']).toMatch(/^SELECT /);
    expect(JSON.stringify(statement.attributes)).not.toContain('III.5.b.4');
  }
}

test('one trace leads from the caller over gateway and subgraphs to SQL, in one process', async () => {
  const graph = await startOne();
  collector.spans.length = 0;
  await ask(graph.url, { traceparent: `00-${TRACE}-${CALLER}-01` });
  await graph.stop();
  const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
  const request = spans.find(({ name }) => name === 'POST /graphql');
  expect(request).toMatchObject({ parentSpanId: CALLER, kind: 2, service: 'ketnoi' });
  expect(request?.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'http.response.status_code': 200,
    'graphql.operation.name': 'Leads',
    'graphql.operation.type': 'query',
  });
  expect(line(spans, spans.find(({ name }) => name === 'plan') as Span)).toEqual(['POST /graphql', 'plan']);
  for (const name of ['obligations', 'agencies']) expectStatements(spans, ['POST /graphql', `fetch ${name}`, `subgraph ${name}`], name);
  expect(JSON.stringify(spans)).not.toContain('III.5.b.4');
});

test('one trace leads over processes: traceparent goes along over HTTP', async () => {
  const names = ['obligations', 'agencies'] as const;
  const parts = await Promise.all(names.map((name) => launch('subgraph.js', [name, '--port', '0'])));
  const KETNOI_SUBGRAPH_URLS = names.map((name, index) => `${name}=${String(parts[index]?.url)}`).join();
  const gateway = await launch('gateway.js', ['--port', '0'], { KETNOI_SUBGRAPH_URLS });
  await ask(gateway.url);
  for (const part of [gateway, ...parts]) await part.stop();
  const { spans } = collector;
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  for (const name of names) {
    expectStatements(spans, ['POST /graphql', `fetch ${name}`, 'POST /graphql'], name);
    const served = spans.filter(({ service }) => service === `ketnoi-${name}`);
    expect(served.find(({ kind }) => kind === 2)?.attributes).toMatchObject({ 'ketnoi.subgraph': name });
  }
});

test('a trace that its caller does not keep is not kept here; metrics go to the collector too', async () => {
  const graph = await startOne();
  await ask(graph.url, { traceparent: `00-${TRACE}-${CALLER}-00` });
  await graph.stop();
  expect(collector.spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
  expect([...collector.paths].sort()).toEqual(['/v1/metrics', '/v1/traces']); // the start itself asks once
});

test('a trace that is kept by its caller but not here is followed nowhere in the graph', async () => {
  const graph = await startOne({ OTEL_TRACES_SAMPLER: 'always_off' });
  await ask(graph.url, { traceparent: `00-${TRACE}-${CALLER}-01` });
  await graph.stop();
  expect(collector.spans).toEqual([]);
});

test.each([
  ['nothing of OpenTelemetry is loaded unless it is wanted', {}, false],
  ['it is loaded for metrics', { KETNOI_METRICS: '0' }, true],
])('%s', (_sentence, environment, loaded) => {
  const script = `
    const { observe } = require('./dist/scripts/observation.js');
    const { readConfig } = require('./dist/shared/config.js');
    for (const file of ['scripts/graph', 'scripts/supergraph', 'subgraphs/server']) require('./dist/' + file + '.js');
    void observe(readConfig(), null, { onEnd: async () => undefined }).then(() => {
      console.log(Object.keys(require.cache).some((file) => file.includes('@opentelemetry')));
      process.exit();
    });`;
  const output = execFileSync(process.execPath, ['-e', script], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  expect(output.trim()).toBe(String(loaded));
});
