import { join } from 'node:path';
import { readCorpus } from '../../ingest/read';
import { projectRoot } from '../../shared/config';
import { putEvents } from '../support/progress';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

const duty = 'obligation:qd-06-qd-ttg-2022/III.5.b.4';

const columns = 'id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, parts, hash';

describe('the log of events', () => {
  let graph: OpenedSubgraphs;
  beforeAll(async () => {
    graph = await openTestSubgraphs();
    await putEvents(graph.named('obligations').source, [
      { duty, on: '2022-02-01', status: 'IN_PROGRESS' },
      { duty, on: '2022-03-20', status: 'COMPLETED' },
    ]);
  });
  afterAll(() => graph.close());

  const events = () => graph.named('obligations').source.query('SELECT id, status, effective_on FROM event ORDER BY number');
  const states = () =>
    graph
      .named('obligations')
      .source.query('SELECT valid_from, valid_until, reported FROM duty_state WHERE obligation_id = $1 ORDER BY 1', [duty]);

  it.each([
    ["UPDATE event SET status = 'SUSPENDED'", 'UPDATE'],
    ['DELETE FROM event', 'DELETE'],
    ['TRUNCATE event', 'TRUNCATE'],
    ['TRUNCATE event CASCADE', 'TRUNCATE'],
    ["SET LOCAL session_replication_role = replica; DELETE FROM event WHERE status = 'COMPLETED'", 'DELETE'],
    [`INSERT INTO event (${columns}) SELECT ${columns} FROM event ON CONFLICT (id) DO UPDATE SET status = 'SUSPENDED'`, 'UPDATE'],
  ])('is append-only in the database: %s is refused', async (sql, refused) => {
    const before: unknown = await events();
    const { source } = graph.named('obligations');
    await expect(source.transaction((manager) => manager.query(sql))).rejects.toThrow(refused);
    expect(await events()).toEqual(before);
  });

  it('refuses with a code of its own', async () => {
    await expect(graph.named('obligations').source.query('DELETE FROM event')).rejects.toMatchObject({ code: 'KN001' });
  });

  it('outlives a new load of the corpus, after which it is told again where each duty was', async () => {
    const obligations = graph.named('obligations');
    const before: unknown = await events();
    const told: unknown = await states();
    await obligations.source.query('UPDATE duty_state SET reported = $1, valid_until = $2', ['SUSPENDED', '2023-01-01']);
    await obligations.source.query("INSERT INTO duty_state VALUES ($1, '2021-01-01', '2022-02-01', 'SUSPENDED', 'NOT_STARTED')", [duty]);
    await obligations.source.query('DELETE FROM corpus_load');
    expect(await obligations.prepare(readCorpus(join(projectRoot, 'corpus')))).toBe(true);
    expect(await events()).toEqual(before);
    expect(await states()).toEqual(told);
    expect(told).toEqual([
      { valid_from: '2022-02-01', valid_until: '2022-03-20', reported: 'IN_PROGRESS' },
      { valid_from: '2022-03-20', valid_until: 'infinity', reported: 'COMPLETED' },
    ]);
  });
});
