import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { Failure } from '../scripts/failure';
import type { Lifetime } from '../scripts/Lifetime';
import { environmentWith } from '../shared/config';

/** Short, for the load of a machine changes from one second to the next. */
const ROUNDS = 28;
const CLIENTS = 8;
const WARM_UP = 4;
/** After the requests of a round: until what was traced and logged in it is sent. */
const SETTLED_MS = 600;
const TRACES_SENT_EVERY_MS = 500;

interface Workload {
  readonly name: string;
  readonly query: string;
  readonly runs: number;
}

/** In one process, which is compiled and collected as one: two processes of the same program differ by as much as 20 %. */
interface Graphs {
  readonly pid: number;
  readonly off: Pool;
  /** Watched as little as `off`: so far two equal graphs are apart. */
  readonly control: Pool;
  readonly on: Pool;
  stop(): Promise<void>;
}

const workloads: readonly Workload[] = [
  {
    name: 'one duty, a hundred ids in turn',
    query: 'query OneDuty($id: ID!) { obligation(id: $id) { title dueOn leadAgencies { name } document { number } } }',
    runs: 2400,
  },
  {
    name: 'a hundred duties with all around them',
    query: `query HundredDuties { obligations(first: 100) { nodes { id title dueOn leadAgencies { name level } coordinatingAgencies { name }
      connections { id ends { name owner { name } } } statements { path citation { label } } } } }`,
    runs: 160,
  },
];

const OFF = {
  KETNOI_LOG: 'warn',
  KETNOI_METRICS: '',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  KETNOI_SLOW_SQL_MS: '',
  KETNOI_SLOW_OPERATION_MS: '',
};

function ways(collector: string): ReadonlyArray<readonly [name: string, environment: Record<string, string>]> {
  const measured = { ...OFF, KETNOI_METRICS: '0', KETNOI_LOG: 'info', KETNOI_SLOW_SQL_MS: '1000', KETNOI_SLOW_OPERATION_MS: '1000' };
  const traced = {
    ...measured,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: String(TRACES_SENT_EVERY_MS),
  };
  return [
    ['metrics and logs', measured],
    ['metrics, logs, one trace in ten', { ...traced, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }],
    ['metrics, logs, every trace', { ...traced, OTEL_TRACES_SAMPLER: 'parentbased_always_on' }],
  ];
}

/**
 * What being watched costs: a graph that is watched beside one that is not, in one process, asked in interleaved rounds. Prints the CPU time
 * per request of the one as its ratio to the other in the same round: lower quartile – median – upper quartile.
 * @param only a word in the names of the ways that are measured
 */
export async function measureTelemetry(databaseUrl: string, only: string, life: Lifetime, report: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-telemetry-'));
  await life.onEnd(() => rm(folder, { recursive: true, force: true }));
  const collector = await collect(life);
  for (const [index, [name, environment]] of ways(collector.url).entries()) {
    if (!name.includes(only)) continue;
    const twins = await launch({ ...environment, DATABASE_URL: databaseUrl }, join(folder, String(index)), life);
    const ids = await idsFrom(twins.off);
    for (const workload of workloads) await compare(name, workload, twins, ids, life, report);
    await twins.stop();
  }
  report(`The collector was sent ${String(Math.round(collector.bytes() / 1024))} KB.`);
}

async function compare(
  name: string,
  workload: Workload,
  { pid, off, control, on }: Graphs,
  ids: readonly string[],
  life: Lifetime,
  report: (line: string) => void,
): Promise<void> {
  const base: number[] = [];
  const ratios: number[] = [];
  const controls: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    progress(`${name}, ${workload.name}: round ${String(Math.max(round, 0) + 1)} of ${String(ROUNDS)}`);
    const times = new Map<Pool, number>();
    for (const graph of orderOf([off, control, on], round + WARM_UP)) {
      life.signal.throwIfAborted();
      times.set(graph, await cpuPerRequest(pid, graph, workload, ids));
    }
    if (round < 0) continue;
    const [first = NaN, second = NaN, watched = NaN] = [off, control, on].map((graph) => times.get(graph));
    base.push(first);
    controls.push(second / first);
    ratios.push((2 * watched) / (first + second));
  }
  progress('');
  report(`${name.padEnd(32)}${workload.name.padEnd(40)}${spread(ratios, 3)}   off: ${spread(base, 2)} ms   control: ${spread(controls, 3)}`);
}

/** Each is first, second and last as often as the others, after each of them as often. */
function orderOf<T>(graphs: readonly T[], round: number): T[] {
  const turned = [...graphs.slice(round % 3), ...graphs.slice(0, round % 3)];
  return round % 6 < 3 ? turned : turned.reverse();
}

async function launch(environment: Record<string, string>, data: string, life: Lifetime): Promise<Graphs> {
  const child = spawn(process.execPath, [join(__dirname, 'twins.js')], {
    env: environmentWith({ ...environment, KETNOI_DATA: data, NODE_ENV: '' }),
    stdio: ['ignore', 'pipe', openSync(`${data}.log`, 'a')],
  });
  await life.onEnd(() => ended(child));
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk);
    if (printed.endsWith('\n')) break;
  }
  const pools = [...printed.matchAll(/http:\S+\/graphql/g)].map(([url]) => new Pool(new URL(url).origin, { connections: CLIENTS }));
  const [off, control, on] = pools;
  if (off === undefined || control === undefined || on === undefined || child.pid === undefined)
    throw new Failure(`the graphs do not start:\n${readFileSync(`${data}.log`, 'utf8')}`);
  return {
    pid: child.pid,
    off,
    control,
    on,
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** Takes whatever it is sent. */
async function collect(life: Lifetime): Promise<{ url: string; bytes: () => number }> {
  let bytes = 0;
  const server = createServer((request, response) => {
    request
      .on('data', (chunk: Buffer) => (bytes += chunk.length))
      .on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await life.onEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, bytes: () => bytes };
}

async function ask(graph: Pool, query: string, variables: object): Promise<{ data: Record<string, unknown>; errors?: unknown }> {
  const answer = await graph.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const read = (await answer.body.json()) as { data: Record<string, unknown>; errors?: unknown };
  if (read.errors !== undefined) throw new Failure(JSON.stringify(read.errors));
  return read;
}

async function idsFrom(graph: Pool): Promise<readonly string[]> {
  const { data } = await ask(graph, '{ obligations(first: 100) { nodes { id } } }', {});
  return (data.obligations as { nodes: Array<{ id: string }> }).nodes.map(({ id }) => id);
}

/** What follows from the requests included. */
async function cpuPerRequest(pid: number, graph: Pool, { query, runs }: Workload, ids: readonly string[]): Promise<number> {
  const needsId = query.includes('$id');
  const before = cpuMs(pid);
  let left = runs;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask(graph, query, needsId ? { id: ids[left % ids.length] } : {});
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await setTimeout(SETTLED_MS);
  return (cpuMs(pid) - before) / runs;
}

/** CPU time of a process so far, of all its threads. */
function cpuMs(pid: number): number {
  const threads = `/proc/${String(pid)}/task`;
  const nanoseconds = readdirSync(threads).map((thread) => Number(readFileSync(join(threads, thread, 'schedstat'), 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [1, 2, 3].map((quarter) => (sorted[Math.floor((sorted.length * quarter) / 4)] ?? NaN).toFixed(digits)).join(' – ');
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
