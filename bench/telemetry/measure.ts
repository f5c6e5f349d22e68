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

/** The same program is compiled a little differently each time it runs. */
const LAUNCHES = 2;
const ROUNDS = 6;
const WARM_UP = 2;
/** After the requests of a round: until what was traced and logged in it is sent. */
const SETTLED_MS = 600;

/** Of the rounds of all launches. */
interface Found {
  /** CPU time per request without anything on, ms. */
  readonly off: number[];
  /** Of the second graph without anything on, as a ratio to that. */
  readonly control: number[];
  /** Of the one with something on, as a ratio to the mean of the two. */
  readonly on: number[];
}

/**
 * What being watched costs: a graph that is watched beside two that are not, in one process, asked in interleaved rounds. Prints the CPU
 * time per request of the one as its ratio to the others in the same round: lower quartile – median – upper quartile.
 * @param only a word in the names of the ways that are measured
 */
export async function measureTelemetry(databaseUrl: string, only: string, life: Lifetime, report: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-telemetry-'));
  await life.onEnd(() => rm(folder, { recursive: true, force: true }));
  const collector = await collect(life);
  for (const [index, [name, environment]] of ways(collector.url).entries()) {
    if (!name.includes(only)) continue;
    const found = new Map<string, Found>();
    for (let launched = 0; launched < LAUNCHES; launched += 1) {
      const data = join(folder, `${String(index)}-${String(launched)}`);
      const graphs = await launch({ ...environment, DATABASE_URL: databaseUrl }, data, life);
      for (const workload of workloadsOn(await idsFrom(graphs.off))) {
        const told = found.get(workload.name) ?? { off: [], control: [], on: [] };
        found.set(workload.name, told);
        await compare(workload, graphs, told, life, `${name}, launch ${String(launched + 1)} of ${String(LAUNCHES)}`);
      }
      await graphs.stop();
    }
    for (const [workload, { off, control, on }] of found)
      report(`${name.padEnd(32)}${workload.padEnd(40)}${spread(on, 3)}   off: ${spread(off, 2)} ms   control: ${spread(control, 3)}`);
  }
  report(`The collector was sent ${String(Math.round(collector.bytes() / 1024))} KB.`);
}

async function compare(workload: Workload, { pid, off, control, on }: Graphs, found: Found, life: Lifetime, which: string): Promise<void> {
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    progress(`${which}, ${workload.name}: round ${String(Math.max(round, 0) + 1)} of ${String(ROUNDS)}`);
    const times = new Map<Pool, number>();
    for (const graph of orderOf([off, control, on], round + WARM_UP)) {
      life.signal.throwIfAborted();
      times.set(graph, await cpuPerRequest(pid, graph, workload));
    }
    if (round < 0) continue;
    const [first = NaN, second = NaN, watched = NaN] = [off, control, on].map((graph) => times.get(graph));
    found.off.push(first);
    found.control.push(second / first);
    found.on.push((2 * watched) / (first + second));
  }
  progress('');
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
async function cpuPerRequest(pid: number, graph: Pool, { bodies, runs }: Workload): Promise<number> {
  const before = cpuMs(pid);
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
