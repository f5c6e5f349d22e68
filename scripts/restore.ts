import { createReadStream, existsSync } from 'node:fs';
import { DomainError } from '../shared/errors';
import { auditLog } from '../subgraphs/obligations/audit/audit';
import { restore as restoreFrom, type Restored } from '../subgraphs/obligations/backup/restore';
import type { OpenSubgraph } from '../subgraphs/runtime';
import { configFrom, runCommand } from './command';
import { Failure } from './failure';
import type { Lifetime } from './Lifetime';
import { checkedCorpus, openOptions, openPrepared } from './prepared';
import { reporter } from './reporter';
import { claimDataDirectory, openStore } from './store';

interface Options {
  from: string;
  replace?: true;
}

async function restore({ from, replace }: Options, life: Lifetime): Promise<void> {
  if (!existsSync(from)) throw new Failure(`there is no file ${from}; npm run backup writes one`);
  const config = configFrom();
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  const { subgraphs } = await openPrepared(openOptions(config, store), life);
  const { source } = subgraphs.find(({ name }) => name === 'obligations') as OpenSubgraph;
  const restored = await takeIn(source, from, replace === true);
  const corpus = checkedCorpus();
  for (const subgraph of subgraphs) await subgraph.prepare(corpus);
  const audit = await auditLog(source, { saved: restored.entries.heads, onProgress: reporter('audit', 'steps') });
  const { manifest } = restored;
  const same = audit.digest === manifest.digest && audit.breaks.length === 0;
  console.log(
    [
      `Restored ${from}, taken at ${manifest.takenAt}, into ${store.description}.`,
      `  Log       ${String(audit.events)} events and ${String(audit.plans)} imported plans in ${String(audit.heads.size)} chains`,
      `  Digest    ${audit.digest} here`,
      `            ${manifest.digest} when it was backed up`,
      ...audit.breaks.map(({ chain, number, what }) => `  BREAK     ${chain} ${String(number ?? '')}: ${what}`),
      same ? '  The chains are the same, and what is told from them agrees.' : '  They DIFFER.',
    ].join('\n'),
  );
  await life.end(same ? 0 : 1);
}

async function takeIn(source: OpenSubgraph['source'], from: string, replace: boolean): Promise<Restored> {
  try {
    return await restoreFrom(source, createReadStream(from), { replace, onProgress: reporter('restore', 'rows') });
  } catch (error) {
    throw error instanceof DomainError ? new Failure(`nothing was changed: ${error.message} (${error.code})`) : error;
  }
}

runCommand('npm run restore --', (program, life) => {
  program
    .description(
      'Takes in what npm run backup wrote, all of it or nothing. The graph must not run. Afterwards the corpus is loaded, where the duties ' +
        'stand is told from the log anew, and every hash is compared. Exits with 1 when something differs.',
    )
    .requiredOption('--from <file>', 'a backup')
    .option('--replace', 'remove what the store holds; without this it has to be empty')
    .action((options: Options) => restore(options, life));
});
