import { mkdtempSync, mkdirSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { Client } from 'pg';
import { startGateway } from '../gateway/gateway';
import { systemClock } from '../shared/clock';
import { developmentKeys, signDevelopmentToken } from '../shared/identity/developmentKey';
import { identifyByToken } from '../shared/identity/tokens';
import { breaksIn, describeBreak } from './audit/breaks';
import { runCommand } from './command';
import { Failure } from './failure';
import { Load } from './failover/Load';
import type { Lifetime } from './Lifetime';
import { findPgbouncer, startPgbouncer } from './pooled/pgbouncer';
import { startEmbedded } from './postgres/embedded';
import { openPrepared } from './prepared';
import { supergraph } from './supergraph';

interface Options {
  seconds: number;
  clients: number;
}

const AGENCY = 'agency:bo-cong-an';
const REPLICAS = 3;
const POOL = 8;
const LIVE = 'subscription Live { obligationChanged { id } }';

/** The graph over a pooler in transaction mode: migrated and loaded, asked, written to and followed at once. */
async function pooled({ seconds, clients }: Options, life: Lifetime): Promise<void> {
  const found = findPgbouncer();
  if (found === null)
    throw new Failure('pgbouncer is not installed here, so nothing was tried; install it (Debian: apt-get install pgbouncer)');
  console.error(
    `ketnoi: ${found.version}, transaction mode, ${String(REPLICAS)} replicas with ${String(POOL)} connections to each subgraph`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-pooled-'));
  chmodSync(folder, 0o711);
  await life.onEnd(() => {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  });
  const [store, keys] = [join(folder, 'store'), join(folder, 'keys')];
  for (const each of [store, keys]) mkdirSync(each);
  const server = await startEmbedded({ dataDir: store, throwaway: true, signal: life.signal });
  await life.onEnd(() => server.stop());
  const pooler = await startPgbouncer(found.program, new URL(server.url), join(folder, 'pgbouncer'));
  await life.onEnd(() => pooler.stop());

  const settings = { issuer: null, agencyClaim: 'agency', rolesClaim: 'roles', roleNames: null, publicReading: true };
  const token = await signDevelopmentToken(keys, { agencyId: AGENCY, roles: new Set(['REPORTER']), expires: '1h' });
  const urls: string[] = [];
  for (let replica = 1; replica <= REPLICAS; replica += 1) {
    const options = { databaseUrl: pooler.url, directUrl: server.url, schemaPrefix: 'ketnoi_', clock: systemClock, poolSize: POOL };
    const { subgraphs } = await openPrepared({ ...options, identify: identifyByToken(settings, developmentKeys(keys)) }, life);
    const inProcess = Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute]));
    const gateway = await startGateway({ supergraph: supergraph(), inProcess, host: '127.0.0.1', port: 0, production: false });
    await life.onEnd(() => gateway.stop());
    urls.push(gateway.url);
  }

  const told = await follow(urls.at(-1) ?? '', life.signal);
  const today = systemClock.today();
  const loads = urls.map((url, index) => new Load({ url, agencyId: AGENCY, token, writers: index === 0 ? 4 : 1, readers: clients, today }));
  const [first] = loads;
  const running = Promise.all([first?.run(), ...loads.slice(1).map((load) => load.onlyRead())]);
  await sleep(seconds * 1000);
  const connections = await connectionsOf(server.url);
  for (const load of loads) load.stop();
  await running;
  await sleep(500);
  const breaks = await breaksIn(server.url);
  report(loads, connections, told.size, breaks);
  const failed = loads.reduce((sum, load) => sum + load.reads.failed + load.writes.failed + load.unseen, 0);
  const missed = (first?.acknowledged ?? []).filter(({ id }) => !told.has(id)).length;
  if (failed > 0 || missed > 0 || first?.acknowledged.length === 0)
    throw new Failure(`through the pooler ${String(failed)} requests failed and ${String(missed)} writes were not told to the live reader`);
  await life.end(breaks.length > 0 ? 1 : 0);
}

function report(loads: readonly Load[], connections: number, told: number, breaks: Awaited<ReturnType<typeof breaksIn>>): void {
  const sum = (of: (load: Load) => number): string => String(loads.reduce((total, load) => total + of(load), 0));
  console.log(
    [
      `  Reads         ${sum(({ reads }) => reads.done)}, failed ${sum(({ reads }) => reads.failed)}`,
      `  Writes        ${sum(({ writes }) => writes.done)}, failed ${sum(({ writes }) => writes.failed)}; not seen by their writer ${sum(({ unseen }) => unseen)}`,
      `  Live          ${String(told)} entries told, at another replica`,
      `  Connections   ${String(connections)} at the server for up to ${String(REPLICAS * POOL * 5)} of the graph`,
      `  Audit         ${breaks.length === 0 ? 'nothing was altered' : breaks.map(describeBreak).join('\n')}`,
    ].join('\n'),
  );
}

/** Ids of the entries that a live reader is told, from when this returns: a stream has begun when it says where it stands. */
async function follow(url: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: LIVE }), signal });
  const read = async (begun: () => void): Promise<void> => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (/^id: /m.test(text)) begun();
      for (const [, id] of text.matchAll(/"obligationChanged":\{"id":"([^"]+)"\}/g)) if (id !== undefined) told.add(id);
      text = text.slice(-1000);
    }
    throw new Failure('the live reader was told nothing');
  };
  await new Promise<void>((begun, failed) => void read(begun).catch(failed)); // later it ends with the graph
  return told;
}

async function connectionsOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE 'ketnoi %' AND application_name NOT IN ('ketnoi listener', 'ketnoi lock')",
    );
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

function whole(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number, 1 to 999');
}

runCommand('npm run pooled --', (program, life) => {
  program
    .description('Runs the graph through pgbouncer in transaction mode (deploy/pgbouncer/pgbouncer.ini): reads, writes, live answers.')
    .option('--seconds <n>', 'how long', whole, 10)
    .option('--clients <n>', 'clients that read, at each replica', whole, 8)
    .action((options: Options) => pooled(options, life));
});
