import { fold } from '../../subgraphs/obligations/stats/counted/changes';
import { projectDuties } from '../../subgraphs/obligations/state/projection';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

let graph: OpenedSubgraphs;
beforeAll(async () => {
  graph = await openTestSubgraphs();
});
afterAll(() => graph.close());

const counts = 'total completedOnTime completedLate openInTerm openOverdue undated meanDaysLate leadDependsOnReading group { id label }';
const everyLevel = 'filter: { levels: [CENTRAL, PROVINCE, DISTRICT, COMMUNE, NON_STATE] }';

async function stats(groupBy: string, asOf: string, filter: string): Promise<unknown> {
  const query = `{ obligationStats(groupBy: [${groupBy}], asOf: "${asOf}", ${filter}) { ${counts} } }`;
  const { data, errors } = await graph.named('obligations').execute({ query, headers: {} });
  expect(errors).toBeUndefined();
  return data?.obligationStats;
}

const days = ['1999-01-01', '2022-01-31', '2022-02-01', '2022-12-31', '2025-03-01', '2025-07-01', '2026-11-20', '2031-01-01'];
const groups = ['', 'LEVEL', 'KIND', 'STANDING', 'LEVEL, STANDING', 'BEARER', 'BEARER, STANDING'];

async function expectCountsToAgree(): Promise<void> {
  for (const on of days) for (const by of groups) expect(await stats(by, on, '')).toEqual(await stats(by, on, everyLevel));
}

describe('the counts of the nation', () => {
  it('say what counting through all duties says, on any day', expectCountsToAgree);

  it('still do after duties were reported done, before and after what was appended is moved on', async () => {
    const { source } = graph.named('obligations');
    const duties: Array<{ id: string }> = await source.query('SELECT id FROM obligation WHERE place % 7 = 0 ORDER BY place LIMIT 40');
    await source.transaction(async (manager) => {
      for (const [index, { id }] of duties.entries()) {
        const done = `2022-${String((index % 12) + 1).padStart(2, '0')}-15`;
        await manager.query(
          `INSERT INTO event (id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, parts, hash)
           SELECT 'event:' || $1, $1, 1, 'PROGRESS_REPORTED', 'agency:bo-cong-an', $2::date, $2::date, $2::date, 'COMPLETED',
             ARRAY(SELECT DISTINCT CASE WHEN r.as_member THEN r.bearer_id ELSE '' END FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
               WHERE d.obligation_id = $1 AND d.role = 'LEAD' AND r.bearer_id IS NOT NULL), ''`,
          [id, done],
        );
      }
      await projectDuties(
        manager,
        duties.map(({ id }) => id),
      );
    });
    const before = await stats('STANDING', '2026-11-20', '');
    expect(JSON.stringify(before)).toContain('COMPLETED_');
    await expectCountsToAgree();
    await source.transaction((manager) => fold(manager));
    expect(await source.query('SELECT count(*)::int AS left FROM duty_count_new')).toEqual([{ left: 0 }]);
    await expectCountsToAgree();
  });
});
