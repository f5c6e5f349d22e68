import { InvalidArgumentError } from 'commander';
import { isRecord } from '../gateway/json';
import { configFrom, runCommand } from '../scripts/command';
import { openPrepared } from '../scripts/graph';
import type { Lifetime } from '../scripts/Lifetime';
import { findGraph } from '../scripts/query/findGraph';
import { claimDataDirectory, openStore } from '../scripts/store';
import { supergraph } from '../scripts/supergraph';
import { measureExecutors } from './executor';
import { measureOperations } from './operations';

interface Options {
  runs: number;
  limit: number;
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

async function operations({ url, ...options }: Options, life: Lifetime): Promise<void> {
  const within = await measureOperations({ ...options, url: url ?? (await findGraph(configFrom(), life)), signal: life.signal });
  await life.end(within ? 0 : 1);
}

/** On subgraphs of this process: the data folder must be free. */
async function executor(life: Lifetime): Promise<void> {
  const config = configFrom();
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  const { subgraphs } = await openPrepared(config, store, life);
  await measureExecutors(supergraph(), subgraphs, (line) => {
    console.log(line);
  });
  await life.end(0);
}

runCommand('npm run bench --', (program, life) => {
  program
    .command('operations')
    .description('Times every operation of schema/operations/, on the running graph or on one started for it.')
    .option('--runs <count>', 'how often each is asked', parseCount, 30)
    .option('--limit <ms>', 'the median that none may exceed', parseCount, 100)
    .option('--variables <json>', 'variables for operations that need some, by operation', parseVariables, {})
    .option('--url <url>', 'ask this graph')
    .action((options: Options) => operations(options, life));
  program
    .command('executor')
    .description("CPU time of the gateway's executor against that of @graphql-hive/router-runtime, with the same plans.")
    .action(() => executor(life));
});
