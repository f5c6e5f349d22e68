import { Argument } from 'commander';
import { runCommand } from '../../scripts/command';
import { Failure } from '../../scripts/failure';
import type { Lifetime } from '../../scripts/Lifetime';
import { GraphProcesses } from '../graph/GraphProcesses';
import type { Figures } from './Bookkeeping';
import type { Scenario } from './Scenario';
import { scenarios } from './scenarios';
import { Trial, type Size } from './Trial';

const number = new Intl.NumberFormat('en-GB');
const ALL = 'all';

function listed(kinds: Figures['kinds']): string {
  const seen = Object.entries(kinds);
  return seen.length === 0 ? '' : `: ${seen.map(([kind, count]) => `${kind} ${number.format(count)}`).join(', ')}`;
}

function reportOf(figures: Figures, recoveries: readonly number[], lost: number, audit: string): string {
  const { requests, reads, failures, kinds, longestMs, outageMs, acknowledged } = figures;
  const lines: ReadonlyArray<readonly [name: string, value: string]> = [
    ['requests', `${number.format(requests)}, ${number.format(reads)} of them reads`],
    ['failed', `${number.format(failures)}${listed(kinds)}`],
    ['longest wait', `${number.format(Math.round(longestMs))} ms; nothing answered for ${number.format(Math.round(outageMs))} ms at most`],
    ...(recoveries.length > 0
      ? [['ready again', `after ${recoveries.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}`] as const]
      : []),
    ['acknowledged', `${number.format(acknowledged)} writes, ${number.format(lost)} of them lost`],
    ['audit', audit.split('\n')[0] ?? ''],
  ];
  return lines.map(([name, value]) => `  ${name.padEnd(14)}${value}`).join('\n');
}

/** The errors that nobody foresaw, each with the first lines of its stack. */
function unforeseen(log: string): string {
  const lines = log.split('\n');
  const found = lines.flatMap((line, index) => (/^\[[0-9a-f-]{36}\]/.test(line) ? lines.slice(index, index + 6) : []));
  return (found.length > 0 ? found : lines).slice(-30).join('\n');
}

/** Answers what was violated. */
async function runScenario(name: string, scenario: Scenario, size: Size, life: Lifetime): Promise<readonly string[]> {
  console.log(`${name}: ${scenario.about}`);
  const hindrance = scenario.hindrance?.() ?? null;
  if (hindrance !== null) {
    console.log(`  cannot be run here: ${hindrance}\n`);
    return [];
  }
  const { undo = () => undefined, ...settings } = (await scenario.prepare?.()) ?? { today: null };
  let graph: GraphProcesses | null = null;
  const stop = async (): Promise<void> => {
    await graph?.stop();
    graph = null;
  };
  const starting = GraphProcesses.start({ ...settings, signal: life.signal });
  let undone = false;
  const end = async (): Promise<void> => {
    await starting.then(stop, () => undefined);
    if (!undone) undo();
    undone = true;
  };
  await life.onEnd(end);
  try {
    graph = await starting;
    const trial = await Trial.on(graph, size);
    const { books, violations, recoveries = [], again } = await scenario.run(trial);
    if (again === true) await graph.startAgain();
    const lost = await trial.lost(books.acknowledged);
    const audit = await graph.audit();
    const { figures } = books;
    const strange = Object.keys(figures.kinds).filter((kind) => !scenario.codes.test(kind));
    const all = [
      ...violations,
      ...(lost.length > 0 ? [`${String(lost.length)} acknowledged writes were lost, such as ${lost[0] ?? ''}`] : []),
      ...strange.map((kind) => `clients were told: ${kind}`),
    ];
    console.log(reportOf(figures, recoveries, lost.length, audit));
    if (all.length > 0) console.error(`  log:\n${unforeseen(graph.log)}`);
    console.log(all.length === 0 ? '  as promised\n' : `${all.map((each) => `  VIOLATED: ${each}`).join('\n')}\n`);
    return all;
  } finally {
    await end();
  }
}

async function reliability(
  name: string,
  { readers, writers, pause }: { readers: number; writers: number; pause: number },
  life: Lifetime,
): Promise<void> {
  life.markReady();
  const chosen = name === ALL ? Object.keys(scenarios) : [name];
  let violated = 0;
  for (const each of chosen) {
    const scenario = scenarios[each];
    if (scenario === undefined) throw new Failure(`there is no scenario ${each}`);
    life.signal.throwIfAborted();
    violated += (await runScenario(each, scenario, { readers, writers, pauseMs: pause }, life)).length;
  }
  await life.end(violated > 0 ? 1 : 0);
}

runCommand('npm run reliability --', (program, life) => {
  const list = Object.entries(scenarios).map(([name, { about }]) => `  ${name.padEnd(18)}${about}`);
  program
    .description(
      'Starts the whole graph as processes over a PostgreSQL of its own, puts load on it over HTTP, lets something go wrong, and prints ' +
        'requests, failures, longest wait and lost writes. Exits with 1 when a promise of docs/reliability.md was broken.',
    )
    .addArgument(new Argument('<scenario>', 'what goes wrong').choices([ALL, ...Object.keys(scenarios)]))
    .option('--readers <number>', 'clients that ask', Number, 8)
    .option('--writers <number>', 'clients that report', Number, 4)
    .option('--pause <ms>', 'between an answer and the next request of a client', Number, 10)
    .addHelpText('after', `\nScenarios:\n${list.join('\n')}`)
    .action((name: string, options: { readers: number; writers: number; pause: number }) => reliability(name, options, life));
});
