import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './chart';
import { WARM_SECONDS, type Live } from './live';
import type { Measured } from './measure';

const LIMITS = { page: 50, stats: 250, growth: 3 } as const;
const CHART = 'growth.svg';

/** Writes what was measured beside the plans: the figures, a chart of how they grow, and a page that tells both. Answers the page's limits that were not kept. */
export async function writeReport(
  folder: string,
  measured: readonly Measured[],
  live: Live | null,
  circumstances: string,
): Promise<string[]> {
  const file = join(folder, 'scale.json');
  const sizes = [...new Set(measured.map(({ obligations }) => obligations))].sort((a, b) => a - b);
  const names = [...new Set(measured.map(({ name }) => name))];
  const at = (name: string, size: number) => measured.find((one) => one.name === name && one.obligations === size);
  const last = sizes.at(-1) ?? 0;
  const rows = names.map((name) => {
    const growth = (at(name, last)?.p50 ?? 0) / (at(name, sizes[0] ?? 0)?.p50 ?? 1);
    const cells = sizes.map((size) => `${(at(name, size)?.p50 ?? 0).toFixed(1)} / ${(at(name, size)?.p99 ?? 0).toFixed(1)}`);
    return `| ${at(name, last)?.title ?? name} | ${cells.join(' | ')} | ${growth.toFixed(1)}× | [${name}](plans/${String(last)}/${name}.sql.txt) |`;
  });
  const exceeded = measured.filter(({ obligations, sort, p99 }) => obligations === last && sort !== 'other' && p99 > LIMITS[sort]);
  const grown = names.filter((name) => {
    const [small, large] = [at(name, sizes[0] ?? 0), at(name, last)];
    return small?.sort === 'page' && large !== undefined && large.p50 > LIMITS.growth * small.p50;
  });
  const problems = [
    ...exceeded.map(({ title, sort, p99 }) => `${title}: p99 ${p99.toFixed(1)} ms, above ${String(LIMITS[sort as 'page' | 'stats'])} ms`),
    ...grown.map((name) => `${name}: grows more than ${String(LIMITS.growth)}×`),
  ];
  const page = [
    '# Scale',
    '',
    `Generated nations (\`npm run generate\`), asked over HTTP by \`npm run bench -- scale\`; p50 / p99 in milliseconds. ${circumstances}`,
    '',
    `| question | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} | growth of p50 | SQL and plans |`,
    `| --- | ${sizes.map(() => '---').join(' | ')} | --- | --- |`,
    ...rows,
    '',
    `![How the p99 grows with the nation; the dashed line is the ${String(LIMITS.page)} ms of a page](${CHART})`,
    '',
    ...(live === null ? [] : liveLines(live)),
    problems.length === 0 ? 'Every limit is kept.' : `Not kept in this run: ${problems.join('; ')}.`,
    '',
  ];
  writeFileSync(file, `${JSON.stringify({ circumstances, measured, live }, null, 2)}\n`);
  writeFileSync(
    join(folder, CHART),
    await chart(
      measured.filter(({ sort }) => sort !== 'other'),
      LIMITS.page,
    ),
  );
  writeFileSync(join(folder, 'scale.md'), page.join('\n'));
  return problems;
}

function liveLines({
  readers,
  fanOutMs,
  writes,
  seconds,
  perSecond,
  writeP50,
  writeP99,
  settledP50,
  settledP99,
  reads,
  readP50,
  readP99,
  refused,
}: Live): string[] {
  return [
    `${String(readers)} live readers have a new event ${fanOutMs.p50.toFixed(0)} ms after it was recorded (p50), all of them after ${fanOutMs.last.toFixed(0)} ms.`,
    `${String(writes)} writes in ${seconds.toFixed(0)} s, ${perSecond.toFixed(0)} a second, ${String(refused)} refused: p50 ${writeP50.toFixed(1)} ms, p99 ${writeP99.toFixed(1)} ms; of those sent after the first ${String(WARM_SECONDS)} s: p50 ${settledP50.toFixed(1)} ms, p99 ${settledP99.toFixed(1)} ms;`,
    `${String(reads)} pages read meanwhile: p50 ${readP50.toFixed(1)} ms, p99 ${readP99.toFixed(1)} ms.`,
    '',
  ];
}
