import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pureRand from 'pure-rand';
import { Failure } from '../../scripts/failure';
import type { Lifetime } from '../../scripts/Lifetime';
import { printTables, type Contender } from './tables';
import { Client, workloads, type Workload } from './load';
import { PEERS } from './peers';
import { Pinned, pinned, pinThisProcess } from './Pinned';

export interface Measuring {
  readonly rounds: number;
  /** How long each is asked in a round. */
  readonly seconds: number;
  readonly only?: readonly string[];
  readonly workload?: string;
  /** Writes a CPU profile of each into this folder. */
  readonly profile?: string;
}

export const kinds: Readonly<Record<string, string>> = {
  'apollo-gateway': '@apollo/gateway',
  'hive-js': 'Hive Gateway, JS planner',
  'hive-rust': 'Hive Gateway, Rust planner',
  'ours-http': 'Kết Nối, subgraphs over HTTP',
  'ours-in-process': 'Kết Nối, subgraphs in process',
  unfederated: 'one unfederated server',
};

const WARM_UP_MS = 4000;
const SEED = 20220106;
const CHECKED = 5;

/** Asks every gateway the same questions in rounds that take turns, and prints what each used for them. */
export async function measureGateways({ rounds, seconds, only, profile, workload: wanted = '' }: Measuring, life: Lifetime): Promise<void> {
  const chosen = workloads.filter(({ name }) => name.startsWith(wanted));
  installPeers();
  pinThisProcess(1);
  console.log(
    pinned
      ? 'Each gateway on core 0; the subgraphs and whoever asks on core 1.'
      : 'Cores cannot be reserved here (taskset, two cores): throughput says little, CPU time holds.',
  );
  const subgraphs = new Pinned('subgraphServer.js', [], 1);
  await life.onEnd(() => subgraphs.stop());
  const urls = JSON.stringify((await subgraphs.ready()).urls);
  const contenders: Contender[] = [];
  for (const [kind, name] of Object.entries(kinds)) {
    if (only !== undefined && !only.includes(kind)) continue;
    const nodeArgs = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${kind}.cpuprofile`];
    const process = new Pinned('contender.js', [kind, urls], 0, nodeArgs);
    await life.onEnd(() => process.stop());
    const { url } = await process.ready();
    const client = new Client(url ?? '');
    await life.onEnd(() => client.close());
    const { rssMb } = await process.usage();
    contenders.push({ kind, name, process, client, startMs: process.startMs, idleMb: rssMb, loadedMb: rssMb, runs: new Map() });
  }
  for (const workload of chosen) await compareAnswers(contenders, workload);
  for (let round = 0; round <= rounds; round += 1) {
    for (const workload of chosen) {
      for (const contender of contenders) {
        life.signal.throwIfAborted();
        progress(`${round === 0 ? 'warming up' : `round ${String(round)} of ${String(rounds)}`}: ${contender.name}, ${workload.name}`);
        await run(contender, workload, round, seconds);
      }
    }
  }
  progress('');
  printTables(contenders, chosen);
  for (const { process } of contenders) await process.stop();
}

async function run(contender: Contender, workload: Workload, round: number, seconds: number): Promise<void> {
  const { process, client, runs } = contender;
  const generator = pureRand.xoroshiro128plus(SEED + round);
  const random = (): number => pureRand.unsafeUniformIntDistribution(0, 0xffffff, generator) / 0x1000000;
  const before = await process.usage();
  const { requests, ms } = await client.load(workload, round === 0 ? WARM_UP_MS : seconds * 1000, random);
  const after = await process.usage();
  contender.loadedMb = Math.max(contender.loadedMb, after.rssMb);
  if (round === 0) return;
  const all = runs.get(workload.name) ?? [];
  runs.set(workload.name, all);
  all.push({ perSecond: (requests * 1000) / ms, cpuMs: (after.cpuMs - before.cpuMs) / requests });
}

/** All have to give the same data, or the figures compare nothing. */
async function compareAnswers(contenders: readonly Contender[], { name, body }: Workload): Promise<void> {
  const generator = pureRand.xoroshiro128plus(SEED);
  for (let question = 0; question < CHECKED; question += 1) {
    const asked = body(() => pureRand.unsafeUniformIntDistribution(0, 0xffffff, generator) / 0x1000000);
    const answers = await Promise.all(
      contenders.map(async (contender) => JSON.stringify((JSON.parse(await contender.client.ask(asked)) as { data: unknown }).data)),
    );
    const different = contenders.filter((_, index) => answers[index] !== answers[0]);
    if (different.length > 0)
      throw new Failure(`${name}: ${different.map((one) => one.name).join(', ')} answered otherwise than the first`);
  }
}

/** The peers are no part of the product, and are installed when they are first asked for. */
function installPeers(): void {
  if (existsSync(join(PEERS, 'node_modules', '.package-lock.json'))) return;
  console.log('Installing the gateways to compare with: npm ci --prefix bench/peers');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', PEERS], { stdio: 'inherit' });
  if (status !== 0) throw new Failure('npm ci --prefix bench/peers failed; the peers are needed for this bench');
}

/** A line that the next one replaces; only for someone who watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
