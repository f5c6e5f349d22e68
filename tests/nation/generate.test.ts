import { randomBytes } from 'node:crypto';
import { build } from '../../bench/nation/build';
import { PlanWriter } from '../../bench/nation/duties';
import { Nation } from '../../bench/nation/Nation';
import { databaseOn, emptyDatabase, withClient } from '../../bench/nation/target';
import { day } from '../../domain/calendar';
import { join } from 'node:path';
import { readCorpus } from '../../ingest/read';
import { fixedClock } from '../../shared/clock';
import { projectRoot } from '../../shared/config';
import { auditLog } from '../../subgraphs/obligations/audit/audit';
import { openSubgraphs, type OpenSubgraph } from '../../subgraphs/runtime';
import { testServer } from '../support/store';

const SLOW = 120_000;
const size = { seed: 'a test', communes: 63, obligations: 2500, events: 12_500 };
const prefix = 'ketnoi_';
const name = `ketnoi_generate_${randomBytes(4).toString('hex')}`;
const quiet = () => undefined;

let url = '';
let open: OpenSubgraph[] = [];

beforeAll(async () => {
  const server = testServer().url;
  url = databaseOn(server, name);
  await emptyDatabase(server, name, prefix, false);
  await build({ url, prefix, size, workers: 0, signal: new AbortController().signal, report: quiet, progress: quiet });
  open = await openSubgraphs({
    databaseUrl: url,
    schemaPrefix: prefix,
    clock: fixedClock(day('2026-11-20')),
    generated: true,
    poolSize: 2,
  });
}, SLOW);

afterAll(async () => {
  await Promise.all(open.map((subgraph) => subgraph.close()));
  await withClient(testServer().url, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
});

const obligations = () => open.find((subgraph) => subgraph.name === 'obligations') as OpenSubgraph;

function rowsOf(seed: string): string {
  const nation = new Nation({ ...size, seed });
  const rows: string[] = [];
  const writer = new PlanWriter(nation, { add: (table, row) => rows.push(`${table} ${JSON.stringify(row)}`) });
  for (const plan of nation.plans.slice(0, 20)) writer.write(plan);
  return rows.join('\n');
}

describe('a generated nation', () => {
  it('has as many duties and events as asked for', async () => {
    expect(
      await obligations().source.query(
        'SELECT (SELECT count(*)::int FROM obligation) AS duties, (SELECT count(*)::int FROM event) AS events',
      ),
    ).toEqual([{ duties: size.obligations, events: size.events }]);
  });

  it('has the provinces of 2022 and of today, and every commune of 2022 inside one of today', async () => {
    const [row]: unknown[] = await obligations().source.query(
      `SELECT count(*) FILTER (WHERE kind IN ('PROVINCE', 'CENTRAL_CITY'))::int AS provinces,
         count(*) FILTER (WHERE kind IN ('PROVINCE', 'CENTRAL_CITY') AND exists_until IS NULL)::int AS today,
         count(*) FILTER (WHERE kind = 'COMMUNE' AND exists_until IS NULL)::int AS communes,
         count(*) FILTER (WHERE kind = 'COMMUNE' AND exists_until = '2025-07-01' AND NOT EXISTS (
           SELECT 1 FROM ketnoi_agencies.succession s WHERE s.from_id = a.id AND s.to_id IS NOT NULL))::int AS lost
       FROM ketnoi_agencies.agency a`,
    );
    expect(row).toEqual({ provinces: 63, today: 34, communes: 63, lost: 0 });
  });

  it(
    'has a log in which nothing is broken',
    async () => {
      expect((await auditLog(obligations().source)).breaks).toEqual([]);
    },
    SLOW,
  );

  it('says of itself that it is no fact', async () => {
    const [row]: unknown[] = await obligations().source.query(
      `SELECT (SELECT count(*)::int FROM obligation WHERE id NOT LIKE 'obligation:gen-%') AS duties,
         (SELECT count(*)::int FROM ketnoi_agencies.agency WHERE id NOT LIKE 'agency:gen-%' OR confidence <> 'UNVERIFIED') AS agencies,
         (SELECT count(*)::int FROM ketnoi_documents.document WHERE id NOT LIKE 'document:gen-%' OR note NOT LIKE 'Dữ liệu sinh ra%') AS documents`,
    );
    expect(row).toEqual({ duties: 0, agencies: 0, documents: 0 });
  });

  it('answers through the graph: counts agree with counting through', async () => {
    const stats = (filter: string) =>
      `obligationStats(groupBy: [BEARER]${filter}) { group { id } total openOverdue meanDaysLate leadDependsOnReading }`;
    const query = `{ counted: ${stats('')} through: ${stats(', filter: { levels: [CENTRAL, PROVINCE, DISTRICT, COMMUNE] }')} }`;
    const { data, errors } = await obligations().execute({ query, headers: {} });
    expect(errors).toBeUndefined();
    expect(data?.counted).toEqual(data?.through);
  });

  it('is neither served as the corpus nor overwritten by it', async () => {
    const [subgraph] = await openSubgraphs({ databaseUrl: url, schemaPrefix: prefix, clock: fixedClock(day('2026-11-20')) }, ['agencies']);
    await expect(subgraph?.prepare(readCorpus(join(projectRoot, 'corpus')))).rejects.toThrow(/holds a generated nation/);
    await subgraph?.close();
    await expect(emptyDatabase(testServer().url, name, prefix, false)).rejects.toThrow(/to build it anew: --replace/);
  });

  it('is the same for the same seed, and another for another', () => {
    const once = rowsOf('a');
    expect(rowsOf('a')).toBe(once);
    expect(rowsOf('b')).not.toBe(once);
  });

  it('is never built where something else stands', async () => {
    const other = `${name}_other`;
    const server = testServer().url;
    await withClient(server, (client) => client.query(`CREATE DATABASE "${other}"`));
    await withClient(databaseOn(server, other), (client) => client.query('CREATE TABLE somebodys (id int)'));
    try {
      await expect(emptyDatabase(server, other, prefix, true)).rejects.toThrow(/holds the table public.somebodys/);
    } finally {
      await withClient(server, (client) => client.query(`DROP DATABASE "${other}"`));
    }
  });
});
