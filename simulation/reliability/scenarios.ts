import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { clockJump } from './clockJump';
import { diskFull } from './diskFull';
import type { Scenario, Seen } from './Scenario';
import type { Trial } from './Trial';

/** A few seconds of load before and after what happens. */
const CALM_MS = 3000;
/** What has to be well again. */
const RECOVERY_LIMIT_MS = 90_000;
/** Clients that found a part away try again after a moment. */
const SETTLE_MS = 1000;
/** How long all connections to the store are held. */
const HELD_MS = 12_000;

/** What clients may be told meanwhile. */
const codes = /^(STORE_(UNAVAILABLE|BUSY|FULL)|BUSY|SUBGRAPH_(UNREACHABLE|TIMEOUT))$/;

/** Every step is a blow; after each the graph gets the time it needs to say that it is ready. */
async function around(trial: Trial, ...steps: ReadonlyArray<() => unknown>): Promise<Seen> {
  const load = trial.load();
  const violations: string[] = [];
  const recoveries: number[] = [];
  await sleep(CALM_MS);
  const { failures } = load.books.figures;
  if (failures > 0) violations.push(`${String(failures)} failures before anything happened`);
  for (const step of steps) {
    const since = performance.now();
    await step();
    if (!(await trial.isReady(RECOVERY_LIMIT_MS))) violations.push(`not ready after ${String(RECOVERY_LIMIT_MS / 1000)} s`);
    recoveries.push(performance.now() - since);
    await sleep(SETTLE_MS);
    const recovered = load.books.figures;
    await sleep(CALM_MS);
    const after = load.books.figures;
    if (after.failures > recovered.failures)
      violations.push(`${String(after.failures - recovered.failures)} failures after it was ready again`);
    if (after.acknowledged === recovered.acknowledged) violations.push('nothing was acknowledged after it was ready again');
  }
  await load.stop();
  return { books: load.books, violations, recoveries };
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'postgres-restart': {
    about: 'PostgreSQL is stopped and started again under load',
    codes,
    run: (trial) => around(trial, () => trial.graph.restartPostgres()),
  },
  'disk-full': diskFull,
  'pool-exhausted': {
    about: `every connection to the store waits for a lock, for ${String(HELD_MS / 1000)} s`,
    codes,
    run: (trial) => around(trial, () => holdTable(trial)),
  },
  'clock-jump': clockJump,
  sigterm: {
    about: 'the whole graph is asked to end under load; every request that was sent is answered',
    codes: /^$/,
    run: async (trial) => {
      const load = trial.load();
      await sleep(CALM_MS);
      load.expectEnd();
      const code = await trial.graph.terminate();
      await load.stop();
      const violations = code === 0 ? [] : [`the graph ended with code ${String(code)}`];
      return { books: load.books, violations, again: true };
    },
  },
  kill: {
    about: 'kill -9 of the obligations subgraph, then the gateway, then PostgreSQL, under load',
    codes: /^(STORE_(UNAVAILABLE|BUSY)|BUSY|SUBGRAPH_(UNREACHABLE|TIMEOUT)|connection: .*)$/,
    run: (trial) =>
      around(
        trial,
        () => {
          trial.graph.kill('obligations', /subgraph\.js obligations /);
        },
        () => {
          trial.graph.kill('gateway', /gateway\.js/);
        },
        () => trial.graph.killPostgres(),
      ),
  },
};

/** Nobody can read or write the duties, so that whoever wants to waits, with a connection in the hand. */
async function holdTable({ graph }: Trial): Promise<void> {
  const client = new Client({ connectionString: graph.postgres.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE ketnoi_obligations.obligation, ketnoi_obligations.event IN ACCESS EXCLUSIVE MODE');
  await sleep(HELD_MS);
  await client.query('ROLLBACK');
  await client.end();
}
