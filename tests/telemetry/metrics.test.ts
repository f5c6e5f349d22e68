import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { day } from '../../domain/calendar';
import { startGateway } from '../../gateway/gateway';
import { fixedClock } from '../../shared/clock';
import { projectRoot, readConfig } from '../../shared/config';
import { openSubgraphs } from '../../subgraphs/runtime';
import { takeStore } from '../../testkit/store/database';
import { testServer } from '../support/store';
import { schemaFile } from '../support/subgraphs';
import { watch } from './support';

const folder = join(projectRoot, 'deploy', 'observability');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Dashboard {
  readonly panels: ReadonlyArray<{ readonly title: string; readonly targets: ReadonlyArray<{ readonly expr: string }> }>;
}
interface Rules {
  readonly groups: ReadonlyArray<{ readonly rules: ReadonlyArray<{ readonly alert: string; readonly expr: string }> }>;
}

const panels = (JSON.parse(read('grafana-dashboard.json')) as Dashboard).panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => [title, expr.replaceAll('$__rate_interval', '5m')] as const),
);
const alerts = (parse(read('prometheus-alerts.yaml')) as Rules).groups.flatMap(({ rules }) =>
  rules.map(({ alert, expr }) => [alert, expr] as const),
);

const undo: Array<() => Promise<unknown>> = [];
let page: string;
let scrapeUrl: string;
beforeAll(async () => {
  const watching = await watch('ketnoi', { KETNOI_METRICS: '0' });
  const { observation } = watching;
  scrapeUrl = watching.scrapeUrl as string;
  const { url, prefix } = testServer();
  const store = await takeStore(url, prefix);
  const { databaseUrl, schemaPrefix } = store;
  const subgraphs = await openSubgraphs({ databaseUrl, schemaPrefix, clock: fixedClock(day('2026-11-20')), poolSize: 3, observation });
  const inProcess = Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute]));
  const supergraph = schemaFile('supergraph.graphql');
  const gateway = await startGateway({ supergraph, inProcess, host: '127.0.0.1', port: 0, production: false, observation });
  undo.push(
    () => store.release(),
    () => watching.close(),
    () => Promise.all(subgraphs.map((subgraph) => subgraph.close())),
    () => gateway.stop(),
  );
  for (const query of ['query Names { agencies(first: 2) { nodes { name } } }', 'query Wrong { nothing }'])
    await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  await fetch(new URL('/health/ready', gateway.url));
  page = await (await fetch(scrapeUrl)).text();
});
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

/** The metrics that an expression names. @throws where it is no PromQL */
function metricsIn(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, name, from, to, node }) => {
      if (type.isError) throw new Error(`no PromQL at ${String(from)}: ${expression}`);
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') names.push(expression.slice(from, to));
    },
  });
  return names;
}

function samples(metric: string): string[] {
  return page.split('\n').filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
}

test.each([...panels, ...alerts])('%s is about metrics that there are', (_title, expression) => {
  const names = metricsIn(expression);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) if (name !== 'up') expect({ name, exposed: samples(name).length > 0 }).toEqual({ name, exposed: true }); // up is Prometheus's own
});

test('what is measured has the names and labels of the conventions', () => {
  const [request] = samples('http_server_request_duration_seconds_count').filter((line) => line.includes('http_route="/graphql"'));
  for (const label of ['http_request_method="POST"', 'http_response_status_code="', 'url_scheme="http"']) expect(request).toContain(label);
  const statements = samples('db_client_operation_duration_seconds_count').join('\n');
  expect(statements).toMatch(/db_system_name="postgresql",db_namespace="\w+_agencies",db_operation_name="SELECT"/);
  expect(samples('ketnoi_operation_duration_seconds_count').join('\n')).toContain('error_type="GRAPHQL_VALIDATION_FAILED"');
});

test('the manual lists every metric that there is, and no other', () => {
  const families = [...page.matchAll(/^# TYPE (\S+) \w+$/gm)].map(([, name = '']) => name).filter((name) => name !== 'target_info');
  const manual = readFileSync(join(projectRoot, 'docs', 'operations.md'), 'utf8');
  const [, table = ''] = manual.split('### Metrics\n');
  const listed = [...table.matchAll(/^\| `([a-z][a-z0-9_]+)` /gm)].map(([, name = '']) => name);
  expect([...listed].sort()).toEqual([...families].sort());
});

test('the manual explains every alert', () => {
  const manual = readFileSync(join(projectRoot, 'docs', 'operations.md'), 'utf8');
  for (const [alert] of alerts) expect(manual).toContain(`| ${alert} `);
});

test('nothing but the metrics is found at their port', async () => {
  expect((await fetch(new URL('/', scrapeUrl))).status).toBe(404);
  expect((await fetch(new URL('/graphql', scrapeUrl), { method: 'POST' })).status).toBe(404);
});

test.each([
  ['a port', { KETNOI_METRICS: '9464' }, { host: '127.0.0.1', port: 9464 }],
  ['host and port', { KETNOI_METRICS: '0.0.0.0:9000' }, { host: '0.0.0.0', port: 9000 }],
  ['an IPv6 host', { KETNOI_METRICS: '[::1]:9000' }, { host: '::1', port: 9000 }],
  [
    'the standard variables',
    { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: '9001' },
    { host: '127.0.0.1', port: 9001 },
  ],
  ['nothing', {}, null],
  ['everything disabled', { KETNOI_METRICS: '9464', OTEL_SDK_DISABLED: 'true' }, null],
])('where metrics are scraped can be said by %s', (_how, environment, scrape) => {
  expect(readConfig(environment).telemetry.scrape).toEqual(scrape);
});

test.each(['99999', 'host', ':', '1:2:3'])('%s is no place for metrics', (text) => {
  expect(() => readConfig({ KETNOI_METRICS: text })).toThrow('KETNOI_METRICS: expected a port, or host:port');
});
