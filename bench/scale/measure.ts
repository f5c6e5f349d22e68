import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from './Graph';
import { scenarios, type Scenario } from './scenarios';

export interface Measured extends Pick<Scenario, 'name' | 'title' | 'sort'> {
  readonly obligations: number;
  /** Milliseconds over HTTP. */
  readonly p50: number;
  readonly p99: number;
}

const WARM_UP = 5;

/** Asks every question `runs` times, and writes its SQL and plans to a file of `folder`. */
export async function measure(
  graph: Graph,
  obligations: number,
  { runs, folder, only, report }: { runs: number; folder: string; only: string | null; report: (line: string) => void },
): Promise<Measured[]> {
  mkdirSync(folder, { recursive: true });
  const measured: Measured[] = [];
  for (const scenario of await scenarios(graph)) {
    if (only !== null && !scenario.name.includes(only)) continue;
    const times = await timesOf(graph, scenario, runs);
    const [first = {}] = scenario.variables;
    const plans = await graph.log.during(() => graph.ask(scenario.query, first));
    writeFileSync(join(folder, `${scenario.name}.sql.txt`), `${scenario.title}\n\n${plans.join('\n\n')}\n`);
    const { name, title, sort } = scenario;
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
    measured.push({ name, title, sort, obligations, p50, p99 });
    report(`${title.padEnd(52)} p50 ${p50.toFixed(1).padStart(8)} ms   p99 ${p99.toFixed(1).padStart(8)} ms`);
  }
  return measured;
}

async function timesOf(graph: Graph, { query, variables }: Scenario, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = -WARM_UP; run < runs; run += 1) {
    const begun = performance.now();
    await graph.ask(query, variables[(run + WARM_UP) % variables.length]);
    const taken = performance.now() - begun;
    if (run >= 0) times.push(taken);
    if (times.length >= 3 && times.reduce((sum, time) => sum + time, 0) > 30_000) break; // told well enough
  }
  return times.sort((a, b) => a - b);
}

/** Of times in rising order. */
export function quantile(times: readonly number[], part: number): number {
  return times[Math.max(0, Math.ceil(part * times.length) - 1)] ?? 0;
}
