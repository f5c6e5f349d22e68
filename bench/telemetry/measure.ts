import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'undici';
import { Failure } from '../../scripts/failure';
import type { Lifetime } from '../../scripts/Lifetime';
import { CLIENTS, collect, launch, ways, type Graphs } from './graphs';
import { workloadsOn, type Body, type Workload } from './workloads';

const ROUNDS = 6;
const WARM_UP = 2;
/** After the requests of a round: until what was traced and logged in it is sent. */
const SETTLED_MS = 600;

export interface Measuring {
  /** A word in the names of the ways that are measured. */
  readonly only: string;
  /** A word in the names of what is asked. */
  readonly workload: string;
  /** The same program is compiled a little differently each time it runs. */
  readonly launches: number;
}

/** CPU time, ms. */
interface Cost {
  graph: number;
  database: number;
}

/** Of all rounds of one launch. */
interface Launch {
  readonly off: Cost;
  readonly control: Cost;
  readonly on: Cost;
}

/**
 * What being watched costs: a graph that is watched beside two that are not, in one process, asked in interleaved rounds. Prints the CPU
 * time of its requests as a ratio to the mean of the others, of the graph alone and with that of PostgreSQL (all of this machine), and
 * of the two that are not watched to each other, as a control: least – median – most of the launches.
 */
export async function measureTelemetry(
  databaseUrl: string,
  { only, workload: asked, launches }: Measuring,
  life: Lifetime,
  report: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-telemetry-'));
  await life.onEnd(() => rm(folder, { recursive: true, force: true }));
  const collector = await collect(life);
  for (const [index, [name, environment]] of ways(collector.url).entries()) {
    if (!name.includes(only)) continue;
    const found = new Map<Workload['name'], { launches: Launch[]; requests: number }>();
    for (let launched = 0; launched < launches; launched += 1) {
      const data = join(folder, `${String(index)}-${String(launched)}`);
      // Graphs of one process differ by when they were started.
      const graphs = await launch({ ...environment, DATABASE_URL: databaseUrl }, data, launched % 3, life);
      for (const workload of workloadsOn(await idsFrom(graphs.off)).filter((one) => one.name.includes(asked))) {
        const which = `${name}, launch ${String(launched + 1)} of ${String(launches)}, ${workload.name}`;
        const told = found.get(workload.name) ?? { launches: [], requests: ROUNDS * workload.runs };
        found.set(workload.name, told);
        told.launches.push(await compare(workload, graphs, life, which));
      }
      await graphs.stop();
    }
    for (const [workload, { launches: told, requests }] of found)
      for (const line of linesOf(told, requests)) report(`${name}, ${workload}: ${line}`);
  }
  report(`The collector was sent ${String(Math.round(collector.bytes() / 1024))} KB.`);
}

function linesOf(launches: readonly Launch[], requests: number): string[] {
  const whole = ({ graph, database }: Cost): number => graph + database;
  const told = (of: string, cost: (cost: Cost) => number): string => {
    const on = launches.map((each) => (2 * cost(each.on)) / (cost(each.off) + cost(each.control)));
    const control = launches.map((each) => cost(each.control) / cost(each.off));
    const off = launches.map((each) => cost(each.off) / requests);
    return `${of} ${spread(on, 3)} (off: ${spread(off, 2)} ms a request; control: ${spread(control, 3)})`;
  };
  return [told('graph', ({ graph }) => graph), told('graph and PostgreSQL', whole)];
}

async function compare(workload: Workload, { pid, off, control, on }: Graphs, life: Lifetime, which: string): Promise<Launch> {
  const launched = { off: nothing(), control: nothing(), on: nothing() };
  const kinds = [
    [off, launched.off],
    [control, launched.control],
    [on, launched.on],
  ] as const;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    progress(`${which}: round ${String(Math.max(round, 0) + 1)} of ${String(ROUNDS)}`);
    for (const [graph, sum] of orderOf(kinds, round + WARM_UP)) {
      life.signal.throwIfAborted();
      const { graph: ofGraph, database } = await costOf(pid, graph, workload);
      if (round < 0) continue;
      sum.graph += ofGraph;
      sum.database += database;
    }
  }
  progress('');
  return launched;
}

function nothing(): Cost {
  return { graph: 0, database: 0 };
}

/** Each is first, second and last as often as the others, after each of them as often. */
function orderOf<T>(graphs: readonly T[], round: number): T[] {
  const turned = [...graphs.slice(round % 3), ...graphs.slice(0, round % 3)];
  return round % 6 < 3 ? turned : turned.reverse();
}

async function ask(graph: Pool, body: Body): Promise<Record<string, unknown>> {
  const answer = await graph.request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body });
  const { data, errors } = (await answer.body.json()) as { data: Record<string, unknown>; errors?: unknown };
  if (errors !== undefined) throw new Failure(JSON.stringify(errors));
  return data;
}

async function idsFrom(graph: Pool): Promise<readonly string[]> {
  const data = await ask(graph, JSON.stringify({ query: '{ obligations(first: 100) { nodes { id } } }' }));
  return (data.obligations as { nodes: Array<{ id: string }> }).nodes.map(({ id }) => id);
}

/** What follows from the requests included. */
async function costOf(pid: number, graph: Pool, { bodies, runs }: Workload): Promise<Cost> {
  const before = { graph: cpuMs(String(pid)), database: databaseCpuMs() };
  let asked = 0;
  const client = async (): Promise<void> => {
    while (asked < runs) {
      const body = bodies[asked % bodies.length] as Body;
      asked += 1;
      await ask(graph, body);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await setTimeout(SETTLED_MS);
  return { graph: cpuMs(String(pid)) - before.graph, database: databaseCpuMs() - before.database };
}

/** CPU time of a process so far, of all its threads. */
function cpuMs(pid: string): number {
  const threads = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(threads).map((thread) => Number(readFileSync(join(threads, thread, 'schedstat'), 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

function databaseCpuMs(): number {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      if (readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n') sum += cpuMs(pid);
    } catch {
      // it has ended
    }
  return sum;
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [0, (sorted.length - 1) >> 1, sorted.length - 1].map((at) => (sorted[at] ?? NaN).toFixed(digits)).join(' – ');
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
