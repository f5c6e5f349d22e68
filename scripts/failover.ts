import { InvalidArgumentError } from 'commander';
import Table from 'cli-table3';
import { describeBreak } from './audit/breaks';
import { runCommand } from './command';
import { Failure } from './failure';
import { tryFailover, type Trial } from './failover/trial';
import type { Lifetime } from './Lifetime';
import { accountFor } from './postgres/account';
import { findBinaries } from './postgres/binaries';
import { findInstalled } from './postgres/installed';
import type { Commit, PairOptions } from './postgres/pair';

interface Options {
  bin?: string;
  embedded?: true;
  commit?: Commit;
  writers: number;
  readers: number;
  seconds: number;
  stall: number;
}

type Programs = Pick<PairOptions, 'binaries' | 'baseBackup'>;

function programs({ bin, embedded }: Options): Programs {
  if (embedded === true) {
    console.error('ketnoi: PostgreSQL of the packages; it has no pg_basebackup, so the replica is a copy made before the first start');
    return { binaries: findBinaries(accountFor('/nowhere'), '.'), baseBackup: null };
  }
  const installed = findInstalled(bin ?? null);
  if (installed === null)
    throw new Failure(
      `no PostgreSQL 15 or newer with pg_basebackup ${bin === undefined ? 'is installed here' : `in ${bin}`}; install one, name its folder ` +
        'with --bin, or take the one of the packages, which has no pg_basebackup, with --embedded',
    );
  console.error(`ketnoi: PostgreSQL in ${installed.folder}`);
  return { binaries: installed, baseBackup: installed.baseBackup };
}

async function failover(options: Options, life: Lifetime): Promise<void> {
  const chosen = programs(options);
  const commits: readonly Commit[] = options.commit === undefined ? ['remote_apply', 'local'] : [options.commit];
  const trials = new Map<Commit, Trial>();
  for (const commit of commits) {
    console.error(`ketnoi: synchronous_commit = ${commit}: primary, replica and graph are started, loaded, and the primary is killed`);
    trials.set(commit, await tryFailover({ ...options, ...chosen, commit, stallMs: options.stall }, life));
  }
  console.log(tableOf(trials));
  const complaints = complaintsOf(trials);
  for (const complaint of complaints) console.error(`ketnoi: ${complaint}`);
  await life.end(complaints.length > 0 ? 1 : 0);
}

const rows: ReadonlyArray<readonly [string, (trial: Trial) => string]> = [
  ['writes acknowledged', ({ acknowledged }) => String(acknowledged)],
  ['of those, lost', ({ lost }) => String(lost)],
  ['found altered by the audit', ({ breaks }) => String(breaks.length)],
  ['own writes not seen', ({ unseen, looked }) => `${String(unseen)} of ${String(looked)}`],
  ['writes failed, then repeated', ({ writesFailed }) => String(writesFailed)],
  ['reads answered', ({ reads }) => String(reads)],
  ['reads failed', ({ readsFailed }) => String(readsFailed)],
  ['promotion, ms', ({ promotionMs }) => String(promotionMs)],
  ['longest time without a write, ms', ({ writesAwayMs }) => String(writesAwayMs)],
  ['longest time without a read, ms', ({ readsAwayMs }) => String(readsAwayMs)],
];

function tableOf(trials: ReadonlyMap<Commit, Trial>): string {
  const table = new Table({ head: ['synchronous_commit', ...trials.keys()], style: { head: [], border: [] } });
  for (const [name, of] of rows) table.push([name, ...[...trials.values()].map(of)]);
  return table.toString();
}

/** What must not be. */
function complaintsOf(trials: ReadonlyMap<Commit, Trial>): string[] {
  const complaints: string[] = [];
  for (const [commit, trial] of trials) {
    if (commit === 'remote_apply' && trial.lost > 0)
      complaints.push(`${String(trial.lost)} acknowledged writes were lost under remote_apply`);
    if (commit === 'remote_apply' && trial.unseen > 0)
      complaints.push(`${String(trial.unseen)} times one did not see what one had just written`);
    complaints.push(...trial.breaks.map((each) => `after ${commit}: ${describeBreak(each)}`));
    if (trial.acknowledged === 0) complaints.push(`no write was acknowledged under ${commit}`);
    if (!Number.isFinite(trial.writesAwayMs)) complaints.push(`the graph took no writes after the promotion under ${commit}`);
  }
  return complaints;
}

function whole(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a number, ${String(from)} to ${String(to)}`);
  };
}

function parseCommit(text: string): Commit {
  if (text === 'remote_apply' || text === 'local') return text;
  throw new InvalidArgumentError('expected remote_apply or local');
}

runCommand('npm run failover --', (program, life) => {
  program
    .description(
      'Builds a primary and a streaming replica, starts the graph on them, loads it, kills the primary, promotes the replica, and shows what was lost.',
    )
    .option('--bin <folder>', 'the programs of PostgreSQL (default: the newest that is installed)')
    .option('--embedded', 'the PostgreSQL of the packages instead')
    .option('--commit <how>', 'remote_apply or local only (default: one after the other)', parseCommit)
    .option('--writers <n>', 'clients that write and look for what they wrote', whole(1, 50), 4)
    .option('--readers <n>', 'clients that read', whole(1, 50), 4)
    .option('--seconds <n>', 'load before and after the primary is killed', whole(1, 600), 8)
    .option('--stall <ms>', 'how long the link to the replica stalls before that', whole(0, 10_000), 500)
    .action((options: Options) => failover(options, life));
});
