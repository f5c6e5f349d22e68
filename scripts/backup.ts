import { createWriteStream, existsSync, openSync, renameSync, rmSync, statSync, fsyncSync, closeSync } from 'node:fs';
import { openDatabase } from '../shared/database';
import { systemClock } from '../shared/clock';
import { backUp } from '../subgraphs/obligations/backup/backup';
import { configFrom, runCommand } from './command';
import { Failure, reasonOf } from './failure';
import type { Lifetime } from './Lifetime';
import { reporter } from './reporter';
import { findStore } from './store';

async function backup({ to }: { to: string }, life: Lifetime): Promise<void> {
  if (existsSync(to)) throw new Failure(`${to} exists already; name another file`);
  const config = configFrom();
  const store = await findStore(config, life);
  const { schemaPrefix } = config;
  const source = await openDatabase({ url: store.url, schemaPrefix, subgraph: 'obligations', entities: [], migrations: [], poolSize: 1 });
  await life.onEnd(() => source.destroy());
  const [there]: Array<{ log: string | null }> = await source.query("SELECT to_regclass('imported_plan')::text AS log");
  if ((there?.log ?? null) === null) throw new Failure(`there is no log in ${store.description}; start the graph once: npm start`);
  const unfinished = `${to}.unfinished-${String(process.pid)}`;
  await life.onEnd(() => {
    rmSync(unfinished, { force: true });
    return undefined;
  });
  const written = await backUp(source, await writing(unfinished), { clock: systemClock, onProgress: reporter('backup', 'rows') });
  flush(unfinished);
  renameSync(unfinished, to);
  const rows = written.tables.map(({ name, rows: count }) => `${String(count)} ${name}`).join(', ');
  console.log(
    [
      `Backed up to ${to} (${String(statSync(to).size)} bytes).`,
      `  Rows      ${rows}`,
      `  Chains    ${String(written.chains)}`,
      `  Digest    ${written.digest}`,
    ].join('\n'),
  );
  await life.end(0);
}

async function writing(file: string) {
  const stream = createWriteStream(file, { mode: 0o600 });
  await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject)).catch((error: unknown) => {
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  });
  return stream;
}

/** What is called a backup has to outlast a power cut. */
function flush(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

runCommand('npm run backup --', (program, life) => {
  program
    .description(
      'Writes all that cannot be told from the corpus into one file: the log of events, accepted writes, imported plans. Taken at one moment, ' +
        'while the graph runs. Needs no client tools of PostgreSQL. Prints the digest over the chains; npm run restore takes it back in.',
    )
    .requiredOption('--to <file>', 'where to; must not exist')
    .action((options: { to: string }) => backup(options, life));
});
