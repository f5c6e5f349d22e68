import { createHash } from 'node:crypto';
import { formatProblem } from '../ingest/corpus';
import { agencyNamedIn } from '../shared/identity/tokens';
import { ask } from './ask';
import { configFrom, runCommand } from './command';
import { Failure, reasonOf } from './failure';
import { readPlanFiles, type FoundPlan } from './import/planFiles';
import { watchImport } from './import/watch';
import type { Lifetime } from './Lifetime';
import { findGraph } from './query/findGraph';

interface Options {
  dryRun?: true;
  agency?: string;
  key?: string;
  url?: string;
}

interface Payload {
  readonly applied: boolean;
  readonly served: boolean;
  readonly documents: ReadonlyArray<{ readonly id: string }>;
  readonly statements: number;
  readonly obligations: number;
  readonly records: number;
  readonly duplicates: ReadonlyArray<{ readonly file: string; readonly line: number; readonly record: string }>;
  readonly problems: ReadonlyArray<{ readonly file: string; readonly line: number; readonly record: string; readonly message: string }>;
  readonly userErrors: ReadonlyArray<{ readonly code: string; readonly message: string; readonly path: readonly string[] }>;
}

const SERVED_WITHIN_MS = 120_000;
const IMPORT = `mutation Import($input: ImportPlanInput!) {
  importPlan(input: $input) {
    applied served documents { id } statements obligations records
    duplicates { file line record } problems { file line record message } userErrors { code message path }
  }
}`;

async function importPlan(paths: readonly string[], options: Options, life: Lifetime): Promise<void> {
  const config = configFrom();
  const { token } = config;
  if (token === null)
    throw new Failure(
      'KETNOI_TOKEN holds no token; for development: export KETNOI_TOKEN=$(npm run --silent token -- --agency <id> --role editor)',
    );
  const agencyId = options.agency ?? agencyNamedIn(token, config.identity);
  if (agencyId === null) throw new Failure('the token of KETNOI_TOKEN names no agency; say with --agency for which one it is');
  const plan = readPlanFiles(paths);
  const idempotencyKey = options.key ?? keyOf(plan);
  const url = options.url ?? (await findGraph(config, life));

  const answered = new AbortController();
  const watching = watchImport(url, token, idempotencyKey, answered.signal);
  const input = { idempotencyKey, agencyId, files: plan.files, dryRun: options.dryRun === true };
  const answer = await ask(url, { query: IMPORT, variables: { input } }, { token, language: 'en' })
    .catch((error: unknown) => {
      const reason = reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
      throw new Failure(`no answer from ${url}: ${reason}; the same command again does not import twice`);
    })
    .finally(() => {
      answered.abort();
    });
  await watching;
  for (const { message, extensions } of answer.errors ?? []) console.error(`error [${extensions?.code ?? 'UNKNOWN'}]: ${message}`);
  const payload = answer.data?.importPlan as Payload | null | undefined;
  const good = payload !== undefined && payload !== null && tell(payload, plan, options.dryRun === true);
  if (good && payload.applied && !payload.served)
    await watchImport(url, token, idempotencyKey, AbortSignal.any([AbortSignal.timeout(SERVED_WITHIN_MS), life.signal]));
  await life.end(good ? 0 : 1);
}

/** The same files have the same key, so that the same command again is the same import. */
function keyOf({ files }: FoundPlan): string {
  return `import ${createHash('sha256').update(JSON.stringify(files)).digest('hex')}`;
}

/** Prints what became of it. Answers whether nothing stands against it. */
function tell(payload: Payload, { foundAt }: FoundPlan, dryRun: boolean): boolean {
  const at = (file: string) => foundAt.get(file) ?? file;
  for (const { file, line, record, message } of payload.problems)
    console.error(formatProblem({ file: at(file), line, id: record, message }));
  for (const { code, message, path } of payload.userErrors) console.error(`error [${code}] at ${path.join('.')}: ${message}`);
  for (const { file, line, record } of payload.duplicates) console.log(`${at(file)}:${String(line)} ${record}: held already`);
  if (payload.problems.length > 0 || payload.userErrors.length > 0) {
    console.error('ketnoi: nothing was taken in');
    return false;
  }
  const { statements, obligations, records, documents } = payload;
  const brings = [counted(records, 'new record'), counted(statements, 'statement'), counted(obligations, 'obligation')].join(', ');
  console.log(`${dryRun ? 'would be taken in' : 'taken in'}: ${brings}`);
  for (const { id } of documents) console.log(`  ${id}`);
  return true;
}

function counted(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

runCommand('npm run import --', (program, life) => {
  program
    .description(
      'Takes a plan into the running graph (or one started for it), all of it or nothing, with the token of KETNOI_TOKEN (role editor). ' +
        'Prints every problem as file:line record: message. Exits with 1 when anything stands against it.',
    )
    .argument('<path...>', 'folders laid out like corpus/, or single files of one')
    .option('--dry-run', 'only tell what it would bring and every problem, and change nothing')
    .option('--agency <id>', 'the agency that acts (default: the one of the token)')
    .option('--key <key>', 'the idempotency key (default: made from the files, so that the same command again imports nothing twice)')
    .option('--url <url>', 'import into this graph')
    .action((paths: string[], options: Options) => importPlan(paths, options, life));
});
