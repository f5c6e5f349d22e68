import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { configFrom } from '../../scripts/command';
import type { Lifetime } from '../../scripts/Lifetime';
import { findStore } from '../../scripts/store';
import { projectRoot } from '../../shared/config';
import { systemClock } from '../../shared/clock';
import { databaseOn } from '../nation/target';
import { Graph } from './Graph';
import { live, WARM_SECONDS, type Live } from './live';
import { measure, type Measured } from './measure';
import { writeReport } from './report';

export interface ScaleOptions {
  readonly databases: readonly string[];
  readonly runs: number;
  readonly only?: string;
  readonly readers: number;
  readonly writes: number;
  readonly seconds: number;
}

/** Measures generated nations of rising size, live reading and writing on the last; writes the report unless only some questions are asked. False: a limit is not kept. */
export async function scale({ databases, runs, only, readers, writes, seconds }: ScaleOptions, life: Lifetime): Promise<boolean> {
  const config = configFrom();
  const server = await findStore(config, life);
  const folder = join(projectRoot, 'docs', 'performance');
  const all: Measured[] = [];
  let lived: Live | null = null;
  const report = (line: string) => {
    console.log(`  ${line}`);
  };
  for (const [index, name] of databases.entries()) {
    const graph = await Graph.over(databaseOn(server.url, name), config, life);
    const [row]: Array<{ count: number }> = await graph.store.query('SELECT count(*)::int AS count FROM obligation');
    const count = row?.count ?? 0;
    console.log(`${count.toLocaleString('en')} obligations (${name})`);
    all.push(...(await measure(graph, count, { runs, folder: join(folder, 'plans', String(count)), only: only ?? null, report })));
    if (index === databases.length - 1 && (only === undefined || only === 'live')) {
      const today = config.today ?? systemClock.today();
      lived = await live(graph, { readers, perSecond: writes, seconds, dataDir: config.dataDir, today, report });
      const { perSecond, seconds: taken, writeP50, writeP99, settledP50, settledP99, readP50, readP99, refused } = lived;
      report(
        `${perSecond.toFixed(0)} writes a second for ${taken.toFixed(0)} s (${String(refused)} refused): p50 ${writeP50.toFixed(1)} ms, p99 ${writeP99.toFixed(1)} ms`,
      );
      report(`of these, after the first ${String(WARM_SECONDS)} s: p50 ${settledP50.toFixed(1)} ms, p99 ${settledP99.toFixed(1)} ms`);
      report(`pages meanwhile: p50 ${readP50.toFixed(1)} ms, p99 ${readP99.toFixed(1)} ms`);
    }
    await graph.stop();
  }
  if (only !== undefined) return true;
  const circumstances = `Gateway, subgraphs, PostgreSQL and the one who asks share ${String(cpus().length)} cores; load average at the end ${(loadavg()[0] ?? 0).toFixed(1)}.`;
  const problems = await writeReport(folder, all, lived, circumstances);
  for (const problem of problems) console.log(`Not kept: ${problem}`);
  return problems.length === 0;
}
