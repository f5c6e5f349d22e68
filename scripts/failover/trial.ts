import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { environmentWith, readConfig } from '../../shared/config';
import { systemClock } from '../../shared/clock';
import { signDevelopmentToken } from '../../shared/identity/developmentKey';
import type { Break } from '../../subgraphs/obligations/audit/Chains';
import { countLoaded } from '../ask';
import { breaksIn } from '../audit/breaks';
import { Failure } from '../failure';
import type { Lifetime } from '../Lifetime';
import { startPair, type Commit, type Pair, type PairOptions } from '../postgres/pair';
import { freePorts } from '../ports';
import { Load, longestGap } from './Load';

export interface TrialOptions extends Pick<PairOptions, 'binaries' | 'baseBackup'> {
  readonly commit: Commit;
  readonly writers: number;
  readonly readers: number;
  /** Load before and after the primary dies. */
  readonly seconds: number;
  /** For how long the link to the replica stalls before that. */
  readonly stallMs: number;
}

export interface Trial {
  readonly acknowledged: number;
  /** Of those, how many the promoted server does not have. */
  readonly lost: number;
  /** What the audit finds in the log of the promoted server. */
  readonly breaks: readonly Break[];
  /** Times that one who had just written did not see it, and how often that was looked at. */
  readonly unseen: number;
  readonly looked: number;
  readonly writesFailed: number;
  readonly reads: number;
  readonly readsFailed: number;
  /** From the end of the primary to the next write that was acknowledged. */
  readonly writesAwayMs: number;
  readonly readsAwayMs: number;
  readonly promotionMs: number;
}

const AGENCY = 'agency:bo-cong-an';
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 20_000;

/** A pair of servers, a graph on it, load on the graph; then the primary dies and the replica is promoted. */
export async function tryFailover(options: TrialOptions, life: Lifetime): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-failover-'));
  const servers = join(folder, 'servers');
  mkdirSync(servers);
  for (const each of [folder, servers]) chmodSync(each, 0o711); // PostgreSQL may run under another account
  let pair: Pair | null = null;
  let graph: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    if (graph !== null) await endOf(graph);
    await pair?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  let ended: Promise<void> | null = null;
  const once = (): Promise<void> => (ended ??= end());
  await life.onEnd(once);
  try {
    pair = await startPair({ ...options, folder: servers, signal: life.signal });
    const port = await freePorts();
    const log = join(folder, 'graph.log');
    graph = launchGraph(pair, join(folder, 'data'), port, log);
    const url = `http://127.0.0.1:${String(port)}/graphql`;
    await untilReady(url, graph, log, life);
    return await underLoad(options, pair, url, join(folder, 'data'));
  } finally {
    await once();
  }
}

async function underLoad({ writers, readers, seconds, stallMs }: TrialOptions, pair: Pair, url: string, data: string): Promise<Trial> {
  const token = await signDevelopmentToken(data, { agencyId: AGENCY, roles: new Set(['REPORTER']), expires: '1h' });
  const load = new Load({ url, agencyId: AGENCY, token, writers, readers, today: systemClock.today() });
  const running = load.run();
  await sleep(seconds * 1000);
  if (stallMs > 0) pair.stall();
  await sleep(stallMs);
  const killed = Date.now();
  await pair.primary.kill();
  const promoting = Date.now();
  await pair.promote();
  const promotionMs = Date.now() - promoting;
  await sleep(seconds * 1000);
  load.stop();
  await running;
  const lost = await missing(load.acknowledged, pair.standby.url);
  const breaks = await breaksIn(pair.standby.url);
  const { acknowledged, writes, reads, unseen, looked } = load;
  return {
    acknowledged: acknowledged.length,
    lost,
    breaks,
    unseen,
    looked,
    writesFailed: writes.failed,
    reads: reads.done,
    readsFailed: reads.failed,
    writesAwayMs: longestGap(writes, killed),
    readsAwayMs: longestGap(reads, killed),
    promotionMs,
  };
}

async function missing(acknowledged: ReadonlyArray<{ id: string; hash: string }>, url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ lost: string }>(
      `SELECT count(*) AS lost FROM unnest($1::text[], $2::text[]) a(id, hash)
       WHERE NOT EXISTS (SELECT 1 FROM ${readConfig().schemaPrefix}obligations.event e WHERE e.id = a.id AND e.hash = a.hash)`,
      [acknowledged.map(({ id }) => id), acknowledged.map(({ hash }) => hash)],
    );
    return Number(rows[0]?.lost);
  } finally {
    await client.end();
  }
}

function launchGraph({ primary, standby }: Pair, data: string, port: number, logFile: string): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  const file = join(__dirname, '..', `start${extname(__filename)}`);
  const child = spawn(process.execPath, [file, '--port', String(port), '--host', '127.0.0.1', '--end-with-parent'], {
    env: environmentWith({
      DATABASE_URL: primary.url,
      DATABASE_URL_FILE: '',
      KETNOI_REPLICA_URLS: standby.url,
      KETNOI_REPLICA_URLS_FILE: '',
      KETNOI_DIRECT_URL: '',
      KETNOI_DATA: data,
      NODE_ENV: 'development',
    }),
    stdio: ['ignore', 'ignore', log, 'ipc'],
    detached: true,
  });
  closeSync(log);
  return child;
}

async function untilReady(url: string, graph: ChildProcess, log: string, life: Lifetime): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    life.signal.throwIfAborted();
    if (graph.exitCode !== null || graph.signalCode !== null)
      throw new Failure(`the graph ended before it was ready:\n${readFileSync(log, 'utf8')}`);
    const counted = await countLoaded(url).catch(() => null);
    if (counted !== null) return;
    await sleep(200);
  }
  throw new Failure(`the graph is not ready after ${String(START_LIMIT_MS / 1000)} s`);
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(late);
}
