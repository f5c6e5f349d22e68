import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { configFrom, runCommand } from '../scripts/command';
import { Failure } from '../scripts/failure';
import type { Lifetime } from '../scripts/Lifetime';
import { checkGivenServer, withoutPassword } from '../scripts/postgres/given';
import { findStore } from '../scripts/store';
import { build, rate } from './nation/build';
import { nationToday, provincesOf2022 } from './nation/size';
import { databaseOn, emptyDatabase } from './nation/target';

interface Options {
  communes?: number;
  obligations: number;
  events?: number;
  scale: number;
  seed: string;
  database: string;
  workers: number;
  replace?: true;
}

const EVENTS_OF_A_DUTY = 5;
const EVERY_MS = 2000;
const LEAST_OBLIGATIONS = 5;

function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more');
}

function parseDatabase(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1) return text;
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the name of a database, or postgresql://user:password@host:port/database');
}

/** Fewer duties: a smaller nation of the same shape. */
function sizeOf({ communes, obligations, events, scale, seed }: Options) {
  const duties = obligations * scale;
  const places =
    communes ?? Math.max(provincesOf2022, Math.min(nationToday.communes, Math.round((nationToday.communes * duties) / 1_000_000)));
  if (places < provincesOf2022)
    throw new Failure(`--communes ${String(places)}: a nation has at least one for each of ${String(provincesOf2022)} provinces`);
  const least = places * LEAST_OBLIGATIONS;
  if (duties < least) throw new Failure(`--obligations ${String(duties)}: ${String(places)} communes need at least ${String(least)}`);
  return { seed, communes: places, obligations: duties, events: events ?? duties * EVENTS_OF_A_DUTY };
}

async function generate(options: Options, life: Lifetime): Promise<void> {
  const config = configFrom();
  const size = sizeOf(options);
  const given = options.database.includes('://') ? new URL(options.database) : null;
  const name = given === null ? options.database : decodeURIComponent(given.pathname.slice(1));
  const server = given === null ? (await findStore(config, life)).url : databaseOn(options.database, 'postgres');
  await checkGivenServer(server);
  await emptyDatabase(server, name, config.schemaPrefix, options.replace === true);
  const url = databaseOn(server, name);
  let next = Date.now() + EVERY_MS;
  const built = await build({
    url,
    prefix: config.schemaPrefix,
    size,
    workers: options.workers,
    signal: life.signal,
    report: (line) => {
      console.log(`  ${line}`);
    },
    progress: (line) => {
      if (Date.now() < next) return;
      next = Date.now() + EVERY_MS;
      console.error(`generate: ${line}`);
    },
  });
  console.log(
    [
      `${size.obligations.toLocaleString('en')} obligations and ${size.events.toLocaleString('en')} events of a generated nation (seed ${size.seed}).`,
      `  Rows      ${built.rows.toLocaleString('en')}, copied at ${rate(built.rows, built.copySeconds)} a second; ${built.seconds.toFixed(0)} s in all`,
      `  Data      ${withoutPassword(url)}`,
      `  Serve     npm start -- --generated ${name}`,
    ].join('\n'),
  );
  await life.end(0);
}

runCommand('npm run generate --', (program, life) => {
  program
    .description(
      'Builds a nation to measure on: provinces, districts and communes of 2022 and of today, plans derived from the national one, and what ' +
        'became of their duties. The same options give the same nation. It gets a database of its own and never mixes with the corpus.',
    )
    .option('--communes <count>', 'communes of today, 63 or more (default: 3321, fewer for less than a million obligations)', parseCount)
    .option('--obligations <count>', 'duties in all', parseCount, 1_000_000)
    .option('--events <count>', 'events in their logs (default: 5 a duty)', parseCount)
    .option('--scale <factor>', 'so many times as many obligations', parseCount, 1)
    .option('--seed <text>', 'another one gives another nation', '1')
    .option('--database <name or url>', 'where to: on the server of DATABASE_URL, or the embedded one', parseDatabase, 'ketnoi_generated')
    .option(
      '--workers <count>',
      'threads that write; 0: the main one',
      (text) => (text === '0' ? 0 : parseCount(text)),
      Math.min(4, availableParallelism()),
    )
    .option('--replace', 'removes the generated nation that stands there')
    .action((options: Options) => generate(options, life));
});
