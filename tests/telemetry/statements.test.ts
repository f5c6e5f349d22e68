import { openDatabase } from '../../shared/database';
import type { Series } from '../../shared/telemetry/Distribution';
import { watchStatements } from '../../shared/telemetry/statements';
import { testServer } from '../support/store';
import { watch, type Watching } from './support';

type Source = Awaited<ReturnType<typeof openDatabase>>;

let watching: Watching;
let source: Source;
beforeAll(async () => {
  watching = await watch('ketnoi', { KETNOI_METRICS: '0' });
  const { url, prefix } = testServer();
  source = await openDatabase({ url, schemaPrefix: prefix, subgraph: 'watched', entities: [], migrations: [], poolSize: 1 });
  watchStatements(source, 'watched', watching.observation);
});
afterAll(async () => {
  await source.destroy();
  await watching.close();
});

function seriesUnder(error: string | undefined): Series | undefined {
  const all = [...(watching.observation.telemetry?.databaseDuration.series ?? [])];
  return all.find(({ attributes }) => attributes['db.operation.name'] === 'SELECT' && attributes['error.type'] === error);
}

test('statements under way at once in one session are measured each, with what came of it', async () => {
  const runner = source.createQueryRunner();
  const outcomes = await Promise.allSettled(
    ['SELECT 1', 'SELECT 1 / 0', 'SELECT pg_sleep(0.05)'].map((statement) => runner.query(statement) as Promise<unknown>),
  );
  await runner.release();
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seriesUnder(undefined)).toMatchObject({ count: 2 });
  expect(seriesUnder(undefined)?.most).toBeGreaterThan(0.049);
  expect(seriesUnder('22012')).toMatchObject({ count: 1 });
});

test('a statement that finds no connection is measured with the time it waited', async () => {
  const { master } = source.driver as unknown as { master: { options: { connectionTimeoutMillis: number } } };
  master.options.connectionTimeoutMillis = 100;
  const holding = source.createQueryRunner();
  await holding.connect();
  await expect(source.query('SELECT 1')).rejects.toThrow('timeout');
  await holding.release();
  expect(seriesUnder('no_connection')).toMatchObject({ count: 1 });
  expect(seriesUnder('no_connection')?.sum).toBeGreaterThan(0.09);
});
