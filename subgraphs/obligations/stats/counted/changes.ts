import type { EntityManager } from 'typeorm';

/*
 * How many duties stood where, kept as changes by day and as sums at the beginning of each month, so that the nation need not be
 * counted through for each question. What is written goes to duty_count_new at first: appended there, writes about different duties of
 * one body never wait for each other. fold.ts moves it on.
 */

/** What is counted: of every duty one standing, and days past the last day of those that are past it. */
export const counted = [
  'on_time',
  'late',
  'in_term',
  'overdue',
  'done_undated',
  'open_undated',
  'awaiting',
  'late_days',
  'overdue_since',
] as const;

/** Days are counted from it. */
export const EPOCH = '2000-01-01';

const starts = standing('t.valid_from');
const ends = standing("(CASE WHEN t.valid_until = 'infinity' THEN t.valid_until ELSE t.valid_until - 1 END)");

/** The counts of one duty of term `t` on a day, in the order of `counted`. */
function standing(on: string): string[] {
  const open = 't.completed_on IS NULL';
  const dated = "t.due_on < 'infinity'";
  const is = (condition: string) => `(${condition})::int`;
  const late = `t.completed_on > t.due_on`;
  const overdue = `${open} AND t.due_on < ${on}`;
  return [
    is(`${dated} AND t.completed_on IS NOT NULL AND t.completed_on <= t.due_on`),
    is(`t.completed_on IS NOT NULL AND ${late}`),
    is(`${open} AND ${dated} AND t.due_on >= ${on}`),
    is(overdue),
    is(`NOT (${dated}) AND t.completed_on IS NOT NULL`),
    is(`NOT (${dated}) AND ${open} AND NOT o.awaits_trigger`),
    is(`NOT (${dated}) AND ${open} AND o.awaits_trigger`),
    `CASE WHEN t.completed_on IS NOT NULL AND ${late} THEN t.completed_on - t.due_on ELSE 0 END`,
    `CASE WHEN ${overdue} THEN t.due_on - DATE '${EPOCH}' ELSE 0 END`,
  ];
}

const fellDue = ['0', '0', '-1', '1', '0', '0', '0', '0', `t.due_on - DATE '${EPOCH}'`];
const dependsOnReading = `(SELECT count(DISTINCT leads) FROM (
  SELECT array_agg(agency_id ORDER BY agency_id) AS leads FROM reading_lead WHERE obligation_id = o.id GROUP BY reading) AS told) > 1`;

/** SELECT of the changes that the terms of duties make: in the counts of the nation, and in those of who answers for them. */
function changesSql({ where, sign, depends = dependsOnReading }: { where: string; sign: 1 | -1; depends?: string }): string {
  const signed = counted.map((name) => `${sign === 1 ? '' : '-'}c.${name}`).join(', ');
  return `SELECT k.dimension, k.key, ${depends} AS depends, c.day, ${signed}
    FROM duty_term t JOIN obligation o ON o.id = t.obligation_id
    CROSS JOIN LATERAL (
      SELECT t.valid_from AS day, ${named(starts)}
      UNION ALL SELECT t.due_on + 1, ${named(fellDue)}
      WHERE t.completed_on IS NULL AND t.due_on < 'infinity' AND t.due_on >= t.valid_from AND t.due_on + 1 < t.valid_until
      UNION ALL SELECT t.valid_until, ${named(ends.map((sql) => `-(${sql})`))} WHERE t.valid_until < 'infinity') AS c
    CROSS JOIN LATERAL (
      SELECT 'BEARER' AS dimension, coalesce(t.bearer_id, '') AS key UNION ALL SELECT 'NATION', o.level || '/' || o.kind WHERE t.is_first) AS k
    ${where}`;
}

function named(values: readonly string[]): string {
  return values.map((sql, index) => `${sql} AS ${counted[index] ?? ''}`).join(', ');
}

const columns = `dimension, key, depends, day, ${counted.join(', ')}`;

/** Counts the terms of these duties in, or out again before they are altered. */
export async function count(manager: EntityManager, ids: readonly string[], sign: 1 | -1): Promise<void> {
  await manager.query(`INSERT INTO duty_count_new (${columns}) ${changesSql({ where: 'WHERE t.obligation_id = ANY($1)', sign })}`, [ids]);
}

const sums = counted.map((name) => `sum(${name}) AS ${name}`).join(', ');

/** SELECT of the changes that the terms of all duties make. */
export const changesOfAll = `WITH told AS MATERIALIZED (
    SELECT obligation_id FROM (SELECT obligation_id, reading, array_agg(agency_id ORDER BY agency_id) AS leads FROM reading_lead GROUP BY 1, 2) AS r
    GROUP BY 1 HAVING count(DISTINCT leads) > 1)
  SELECT * FROM (${changesSql({ where: '', sign: 1, depends: 'o.id IN (SELECT obligation_id FROM told)' })}) AS c(${columns})`;

const running = counted.map((name) => `sum(${name}) OVER w AS ${name}`).join(', ');

/** SELECT of the sums at the beginning of each month that the changes in duty_count add up to: each stands until the next one. */
export const monthlySums = `
  WITH monthly AS (
    SELECT dimension, key, depends, CASE WHEN day = '-infinity' THEN m.first ELSE CAST(date_trunc('month', day) + interval '1 month' AS date) END AS month,
      ${counted.map((name) => `CAST(sum(${name}) AS bigint) AS ${name}`).join(', ')}
    FROM duty_count, (SELECT CAST(date_trunc('month', min(day)) AS date) AS first FROM duty_count WHERE day > '-infinity') AS m GROUP BY 1, 2, 3, 4),
  summed AS (
    SELECT dimension, key, depends, month, coalesce(lead(month) OVER w, (SELECT max(month) FROM monthly) + 1) AS until, ${running}
    FROM monthly WINDOW w AS (PARTITION BY dimension, key, depends ORDER BY month))
  SELECT s.dimension, s.key, s.depends, CAST(months.month AS date) AS month, ${counted.map((name) => `s.${name}`).join(', ')}
  FROM summed s CROSS JOIN LATERAL generate_series(s.month, s.until - 1, '1 month') AS months(month)
  WHERE (${counted
    .slice(0, 7)
    .map((name) => `s.${name}`)
    .join(', ')}) <> (0, 0, 0, 0, 0, 0, 0)`;

/** Counts everything anew, and stores together what is read together. Within a transaction in which no duty is altered. */
export async function recount(manager: EntityManager): Promise<void> {
  await manager.query('DELETE FROM duty_count_new');
  await keep(
    manager,
    'duty_count',
    'day',
    `SELECT dimension, key, depends, day, ${sums} FROM (${changesOfAll}) AS changes GROUP BY 1, 2, 3, 4`,
  );
  await keep(manager, 'duty_count_month', 'month', monthlySums);
}

/** Makes these the counts of `table`; those that stand there already are not touched. */
async function keep(manager: EntityManager, table: string, on: 'day' | 'month', told: string): Promise<void> {
  const of = (row: string, names: readonly string[]) => names.map((name) => `${row}.${name}`).join(', ');
  const key = ['dimension', on, 'key', 'depends'];
  const row = [...key, ...counted];
  await manager.query(
    `WITH told AS MATERIALIZED (${told}),
     other AS MATERIALIZED (
       SELECT k.ctid AS place, ${of('t', row)} FROM told t FULL JOIN ${table} k ON (${of('t', key)}) = (${of('k', key)})
       WHERE (${of('t', counted)}) IS DISTINCT FROM (${of('k', counted)})),
     gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY (SELECT place FROM other WHERE key IS NULL)))
     INSERT INTO ${table} (${row.join(', ')}) SELECT ${row.join(', ')} FROM other WHERE key IS NOT NULL ORDER BY 1, 2, 3
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET (${counted.join(', ')}) = ROW (${of('EXCLUDED', counted)})`,
  );
}

/** Moves what was appended into the sums, unless another process is doing so. */
export async function fold(manager: EntityManager): Promise<boolean> {
  const [turn]: Array<{ taken: boolean }> = await manager.query(
    "SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' counts', 0)) AS taken",
  );
  if (turn?.taken !== true) return false;
  const added = (table: string) => counted.map((name) => `${name} = ${table}.${name} + EXCLUDED.${name}`).join(', ');
  await manager.query(
    `WITH moved AS (DELETE FROM duty_count_new RETURNING *),
     summed AS (SELECT dimension, key, depends, day, ${sums} FROM moved GROUP BY 1, 2, 3, 4),
     months AS (
       INSERT INTO duty_count_month (dimension, key, depends, month, ${counted.join(', ')})
       SELECT s.dimension, s.key, s.depends, m.month, ${sums} FROM summed s
       JOIN (SELECT DISTINCT month FROM duty_count_month WHERE dimension = 'NATION') AS m ON m.month > s.day GROUP BY 1, 2, 3, 4
       ON CONFLICT (dimension, month, key, depends) DO UPDATE SET ${added('duty_count_month')})
     INSERT INTO duty_count (${columns}) SELECT * FROM summed
     ON CONFLICT (dimension, day, key, depends) DO UPDATE SET ${added('duty_count')}`,
  );
  return true;
}
