import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openDatabase } from '../shared/database';
import { auditLog, type Audit } from '../subgraphs/obligations/audit/audit';
import { describeBreak } from './audit/breaks';
import { readHeads, writeHeads } from './audit/heads';
import { configFrom, runCommand } from './command';
import { Failure, reasonOf } from './failure';
import type { Lifetime } from './Lifetime';
import { reporter } from './reporter';
import { findStore } from './store';

interface Options {
  save?: string;
  against?: string;
}

async function audit({ save, against }: Options, life: Lifetime): Promise<void> {
  const config = configFrom();
  const saved = against === undefined ? undefined : savedHeads(against);
  const store = await findStore(config, life);
  const { schemaPrefix } = config;
  const source = await openDatabase({ url: store.url, schemaPrefix, subgraph: 'obligations', entities: [], migrations: [], poolSize: 1 });
  await life.onEnd(() => source.destroy());
  const [there]: Array<{ log: string | null }> = await source.query("SELECT to_regclass('event')::text AS log");
  if ((there?.log ?? null) === null) throw new Failure(`there is no log in ${store.description}; start the graph once: npm start`);
  const found = await auditLog(source, { saved: saved?.heads, onProgress: reporter('audit', 'steps') });
  for (const each of found.breaks) console.log(describeBreak(each));
  console.log(summary(found, store.description));
  if (saved !== undefined && found.breaks.length === 0)
    console.log(`  Contains  the ${String(saved.heads.size)} chains saved in ${against ?? ''} (${saved.digest})`);
  if (save !== undefined) {
    saveHeads(save, found);
    console.log(`  Saved     ${save}`);
  }
  await life.end(found.breaks.length > 0 ? 1 : 0);
}

function savedHeads(file: string) {
  if (!existsSync(file)) throw new Failure(`there is no file ${file}; write one with --save`);
  try {
    return readHeads(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file} cannot be used: ${reasonOf(error)}`);
  }
}

function saveHeads(file: string, found: Audit): void {
  try {
    writeFileSync(file, writeHeads(found));
  } catch (error) {
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

function summary({ events, plans, heads, breaks, digest }: Audit, where: string): string {
  const verdict = breaks.length === 0 ? 'Nothing was altered.' : breaks.length === 1 ? '1 break.' : `${String(breaks.length)} breaks.`;
  const chains = `${String(events)} events and ${String(plans)} imported plans in ${String(heads.size)} chains`;
  return [verdict, `  Log       ${chains}, ${where}`, `  Digest    ${digest}`].join('\n');
}

runCommand('npm run audit:verify --', (program, life) => {
  program
    .description(
      'Proves that nothing in the log of events was altered: every entry gives its hash and follows the one before it, none is missing, ' +
        'and what is told from the log agrees with it. Exits with 1 when something is broken. Keep a saved file, or its digest, elsewhere: ' +
        'held against it later, a rewriting of whole chains shows too.',
    )
    .option('--save <file>', 'write the heads of all chains')
    .option('--against <file>', 'demand that the heads saved there are still contained')
    .action((options: Options) => audit(options, life));
});
