import { InvalidArgumentError, Option } from 'commander';
import { isRecord } from '../gateway/json';
import { configFrom, runCommand } from '../scripts/command';
import { startInProcess } from '../scripts/graph';
import { openOptions, openPrepared } from '../scripts/prepared';
import { DataDirectory } from '../scripts/DataDirectory';
import type { Lifetime } from '../scripts/Lifetime';
import { findGraph } from '../scripts/query/findGraph';
import { claimDataDirectory, findStore, openStore } from '../scripts/store';
import { supergraph } from '../scripts/supergraph';
import { measureExecutors } from './executor';
import { measureHostile } from './hostile/measure';
import { kinds, measureGateways } from './gateway/measure';
import { measureOperations } from './operations/measure';
import { scale, type ScaleOptions } from './scale/scale';
import { measureTelemetry, type Measuring } from './telemetry/measure';

interface Options {
  runs: number;
  strict?: boolean;
  variables: Record<string, unknown>;
  url?: string;
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more');
}

function parseVariables(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // said below
  }
  throw new InvalidArgumentError(
    'expected a JSON object by operation, for example \'{"DueBetween": {"from": "2022-03-01", "to": "2022-03-31"}}\'',
  );
}

async function operations({ url, runs, variables, strict }: Options, life: Lifetime): Promise<void> {
  const config = configFrom();
  const alone = config.databaseUrl === null && new DataDirectory(config.dataDir).occupant() === null;
  const store = await findStore(config, life);
  const start = (): Promise<string> =>
    alone ? startInProcess({ ...config, host: '127.0.0.1', port: 0 }, store, life).then((started) => started.url) : findGraph(config, life);
  const { databaseUrl, schemaPrefix } = { ...config, databaseUrl: store.url };
  const measuring = { url: url ?? (await start()), databaseUrl, schemaPrefix, runs, variables, signal: life.signal };
  const met = await measureOperations(measuring);
  await life.end(met || strict !== true ? 0 : 1);
}

async function hostile({ url, limit }: { url?: string; limit: number }, life: Lifetime): Promise<void> {
  const fit = await measureHostile(url ?? (await findGraph(configFrom(), life)), limit, (line) => {
    console.log(line);
  });
  await life.end(fit ? 0 : 1);
}

function parseKinds(text: string): string[] {
  const given = text.split(',');
  if (given.every((kind) => Object.hasOwn(kinds, kind))) return given;
  throw new InvalidArgumentError(`expected some of ${Object.keys(kinds).join(',')}`);
}

/** On subgraphs of this process: the data folder must be free. */
async function executor(life: Lifetime): Promise<void> {
  const config = configFrom();
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  const { subgraphs } = await openPrepared(openOptions(config, store), life);
  await measureExecutors(supergraph(), subgraphs, (line) => {
    console.log(line);
  });
  await life.end(0);
}

/** On graphs of its own, over one store: the data folder must be free. */
async function telemetry(measuring: Measuring, life: Lifetime): Promise<void> {
  const config = configFrom();
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  await measureTelemetry(store.url, measuring, life, (line) => {
    console.log(line);
  });
  await life.end(0);
}

runCommand('npm run bench --', (program, life) => {
  program.description('Measures the graph beside a yardstick, and prints the figures; docs/performance.md tells what they were.');
  program
    .command('operations')
    .description('Every query of schema/operations/ against its hand-written SQL, on the running graph or on one started for it.')
    .option('--runs <count>', 'how often each is asked', parseCount, 100)
    .option('--strict', 'ends with 1 when a bound is missed')
    .option('--variables <json>', 'variables for operations that need some, by operation', parseVariables, {})
    .option('--url <url>', 'ask this graph')
    .action((options: Options) => operations(options, life));
  program
    .command('hostile')
    .description('Sends every attack of docs/security.md to a graph that only serves this, with an ordinary query beside each.')
    .option('--limit <ms>', 'the longest that refusing one may take', parseCount, 250)
    .option('--url <url>', 'ask this graph')
    .action((options: { url?: string; limit: number }) => hostile(options, life));
  program
    .command('gateway')
    .description('This gateway, @apollo/gateway, Hive Gateway and an unfederated server with the same types, data and questions.')
    .option('--rounds <count>', 'how often each is measured', parseCount, 5)
    .option('--seconds <count>', 'how long each is asked in a round', parseCount, 3)
    .option('--only <kinds>', `some of ${Object.keys(kinds).join(',')}`, parseKinds)
    .addOption(new Option('--workload <name>', 'only these questions').choices(['small', 'large']))
    .option('--profile <folder>', 'write a CPU profile of each there')
    .action(async (options: { rounds: number; seconds: number; only?: string[]; workload?: string; profile?: string }) => {
      await measureGateways(options, life);
      await life.end(0);
    });
  program
    .command('scale')
    .description('Times pages, statistics, search, live readers and writes on generated nations (npm run generate) of rising size.')
    .option('--databases <names>', 'on the server of DATABASE_URL, or the embedded one', (text: string) => text.split(','), [
      'ketnoi_generated',
    ])
    .option('--runs <count>', 'how often each question is asked', parseCount, 100)
    .option('--only <word>', 'only questions whose name holds it (live: readers and writes), and no report')
    .option('--readers <count>', 'live readers', parseCount, 1000)
    .option('--writes <count>', 'writes a second, recorded in the last of the databases', parseCount, 500)
    .option('--seconds <count>', 'for so long', parseCount, 60)
    .action(async (options: ScaleOptions) => {
      await life.end((await scale(options, life)) ? 0 : 1);
    });
  program
    .command('executor')
    .description("CPU time of the gateway's executor against that of @graphql-hive/router-runtime, with the same plans.")
    .action(() => executor(life));
  program
    .command('telemetry')
    .description('CPU time of the whole graph with metrics, logs and traces against that without any (Linux).')
    .option('--only <word>', 'only ways of watching whose name holds it', '')
    .option('--workload <word>', 'only questions whose name holds it', '')
    .option('--launches <count>', 'how often the graphs are started for each way of watching', parseCount, 3)
    .action((measuring: Measuring) => telemetry(measuring, life));
});
