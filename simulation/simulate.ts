import { MultiBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { daysBetween, parseDay, type CalendarDate } from '../domain/calendar';
import { runCommand } from '../scripts/command';
import { Failure } from '../scripts/failure';
import type { Lifetime } from '../scripts/Lifetime';
import type { GraphUnderTest } from './graph/GraphUnderTest';
import { startInProcess } from './graph/inProcess';
import { startProcesses } from './graph/processes';
import type { Plan } from './Plan';
import { commandFor, reportOf } from './report';
import { shrink } from './shrink';
import { Simulation, type Outcome, type Watching } from './Simulation';

interface Options extends Omit<Plan, 'duties'> {
  readonly duties?: readonly string[];
  readonly long?: true;
  readonly inProcess?: true;
}

const LONG = { until: '2025-12-31', events: 145_000, faults: 20, samples: 24 } as const;

function parseDate(text: string): CalendarDate {
  const day = parseDay(text);
  if (day === null) throw new InvalidArgumentError('expected a calendar day, YYYY-MM-DD');
  return day;
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

function parseBearers(text: string): Plan['bearers'] {
  if (text === 'all') return text;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  const ids = text.split(',');
  if (ids.every((id) => /^agency:[a-z0-9-]+$/.test(id))) return ids;
  throw new InvalidArgumentError('expected "all", a number, or ids with commas between: agency:bo-cong-an,agency:bo-tai-chinh');
}

function parseWidth(text: string): number {
  const count = parseCount(text);
  if (count > 0) return count;
  throw new InvalidArgumentError('expected a whole number, 1 or more');
}

const parseIds = (text: string): readonly string[] => text.split(',');

function planOf(options: Options, program: Command): Plan {
  const given = { ...options, duties: options.duties ?? null };
  if (options.long !== true) return given;
  const preset = Object.entries(LONG).filter(([name]) => program.getOptionValueSource(name) === 'default');
  return { ...given, ...Object.fromEntries(preset) };
}

/** A bar in a terminal, plain lines elsewhere. */
function watch(plan: Plan, life: Lifetime): Watching & { done(): void } {
  const days = daysBetween(plan.from, plan.until) + 1;
  const say = (text: string): void => {
    console.error(text);
  };
  if (!process.stderr.isTTY) {
    let told = 0;
    return {
      signal: life.signal,
      onNews: say,
      onDay: (day, done, tally) => {
        const tenth = Math.floor((done * 20) / days);
        if (tenth > told) say(`${day}  ${String(Math.round((done * 100) / days))} %  ${String(tally.accepted)} events acknowledged`);
        told = tenth;
      },
      done: () => undefined,
    };
  }
  const bars = new MultiBar({ format: '{bar} {day}  {events} events  {duration_formatted}', hideCursor: true, stream: process.stderr });
  const bar = bars.create(days, 0, { day: plan.from, events: 0 });
  return {
    signal: life.signal,
    onNews: (text) => {
      bars.log(`${text}\n`);
    },
    onDay: (day, done, tally) => {
      bar.update(done, { day, events: tally.accepted });
    },
    done: () => {
      bars.stop();
    },
  };
}

async function once(plan: Plan, inProcess: boolean, life: Lifetime, watching: Watching & { done?(): void }): Promise<Outcome> {
  const starting = inProcess ? startInProcess(plan) : startProcesses(plan, life.signal);
  let graph: GraphUnderTest | null = null;
  const stop = async (): Promise<void> => {
    await graph?.stop();
    graph = null;
  };
  await life.onEnd(() => starting.then(stop, () => undefined));
  graph = await starting;
  try {
    return await Simulation.run(plan, graph, watching);
  } finally {
    watching.done?.();
    await stop();
  }
}

async function simulate(options: Options, program: Command, life: Lifetime): Promise<void> {
  const plan = planOf(options, program);
  const inProcess = options.inProcess === true;
  if (plan.until < plan.from) throw new Failure(`--until ${plan.until} is before --from ${plan.from}; nothing would happen`);
  console.log(commandFor(plan, inProcess));
  const outcome = await once(plan, inProcess, life, watch(plan, life));
  console.log(reportOf(outcome));
  const { mismatch } = outcome;
  if (mismatch === null) {
    console.log('Graph and oracle agree.');
    return life.end(0);
  }
  console.error(`\nGraph and oracle differ: ${describe(mismatch)}\n\nLooking for the smallest run that fails …`);
  const attempt = async (smaller: Plan, alone: boolean) => (await once(smaller, alone, life, { signal: life.signal })).mismatch;
  const smallest = await shrink({ plan, mismatch, inProcess }, attempt, outcome.bearersOf);
  console.error(`\nSmallest failing run: ${describe(smallest.mismatch)}\n  ${commandFor(smallest.plan, smallest.inProcess)}`);
  await life.end(1);
}

function describe({ place, message }: NonNullable<Outcome['mismatch']>): string {
  const step = place.step === null ? 'a comparison' : `step ${String(place.step)} of ${place.dutyId ?? ''}`;
  return `seed and step: ${place.day}, ${step}\n  ${message}`;
}

runCommand('npm run simulate --', (program, life) => {
  program
    .description(
      'Lets simulated agencies live through the plan on a graph of its own, through the public API, with faults on schedule, and holds every answer against an independent oracle.',
    )
    .option('--seed <number>', 'what all chance comes from', parseCount, 42)
    .option('--from <day>', 'first day', parseDate, '2022-01-06' as CalendarDate)
    .option('--until <day>', 'last day', parseDate, '2024-12-31' as CalendarDate)
    .option('--bearers <which>', 'who acts: all, so many bodies, or these (agency:…,agency:…)', parseBearers, 'all')
    .option('--duties <ids>', 'only on these duties (obligation:…,obligation:…)', parseIds)
    .option('--events <number>', 'about how many events are to be acknowledged', parseCount, 5000)
    .option('--faults <number>', 'subgraph killed, gateway killed, PostgreSQL restarted, connections cut, in turn', parseCount, 8)
    .option('--samples <number>', 'days on which everything is compared', parseCount, 12)
    .option('--width <number>', 'duties worked on at once', parseWidth, 16)
    .option('--in-process', 'the graph in one process; connections are cut, nothing is killed')
    .option('--long', `until ${LONG.until}, more than 100000 events, ${String(LONG.faults)} faults, ${String(LONG.samples)} days compared`)
    .action((options: Options) => simulate(options, program, life));
});
