import type { CalendarDate } from '../../../../domain/calendar';
import type { Context } from '../../../../shared/context';
import type { ObligationFilter } from '../../filters';
import type { ObligationDimension } from '../types';
import { counted, EPOCH } from './changes';

const keys: Readonly<Partial<Record<ObligationDimension, string>>> = {
  BEARER: "nullif(key, '')",
  LEVEL: "split_part(key, '/', 1)",
  KIND: "split_part(key, '/', 2)",
  STANDING: 'standing',
};

/** Whether statistics can be read from the counts: of the whole nation, by what is counted there. */
export function isCounted(filter: ObligationFilter, groupBy: readonly ObligationDimension[]): boolean {
  if (Object.values(filter).some((value) => value !== null && value !== undefined)) return false;
  if (groupBy.some((dimension) => keys[dimension] === undefined)) return false;
  return !groupBy.includes('BEARER') || groupBy.every((dimension) => dimension === 'BEARER' || dimension === 'STANDING');
}

/** Added without PostgreSQL's slow decimals: duties of a group are fewer than 2^31, their days fewer than 2^53. */
const sums = counted
  .map((name) => (/late_days|since/.test(name) ? `${exact(name)} AS ${name}` : `sum(${name}::int) AS ${name}`))
  .join(', ');

function exact(days: string): string {
  return `sum((${days})::float8)::bigint`;
}

const sum = (column: string) => `coalesce(sum((${column})::int), 0)::int`;
const undated = 'done_undated + open_undated + awaiting';
const all = `on_time + late + in_term + overdue + ${undated}`;
const days = `late_days + overdue * ($2::date - DATE '${EPOCH}') - overdue_since`;

const tallies = `${sum(all)} AS total, ${sum('on_time')} AS "completedOnTime", ${sum('late')} AS "completedLate",
  ${sum('in_term')} AS "openInTerm", ${sum('overdue')} AS "openOverdue", ${sum(undated)} AS undated,
  (${exact(days)}::numeric / nullif(${sum('late + overdue')}, 0))::float8 AS "meanDaysLate",
  coalesce(sum((${all})::int) FILTER (WHERE depends), 0)::int AS "leadDependsOnReading"`;

/** The counts of `changed` added up for each key, and told apart by where the duties stand. */
const byStanding = `SELECT key, depends, v.* FROM (SELECT key, depends, ${sums} FROM changed GROUP BY key, depends) AS held CROSS JOIN LATERAL (VALUES
  ('COMPLETED_ON_TIME', on_time, 0, 0, 0, 0, 0, 0, 0, 0), ('COMPLETED_LATE', 0, late, 0, 0, 0, 0, 0, late_days, 0),
  ('OPEN_IN_TERM', 0, 0, in_term, 0, 0, 0, 0, 0, 0), ('OPEN_OVERDUE', 0, 0, 0, overdue, 0, 0, 0, 0, overdue_since),
  ('COMPLETED_UNDATED', 0, 0, 0, 0, done_undated, 0, 0, 0, 0), ('OPEN_UNDATED', 0, 0, 0, 0, 0, open_undated, 0, 0, 0),
  ('AWAITING_TRIGGER', 0, 0, 0, 0, 0, 0, awaiting, 0, 0)) AS v(standing, ${counted.join(', ')})`;

/** The rows of such statistics, as if every duty were counted now: one SQL statement, however many duties there are. */
export function countedStats(
  context: Context,
  groupBy: readonly ObligationDimension[],
  on: CalendarDate,
): Promise<Array<Record<string, string | null>>> {
  const columns = ['key', 'depends', ...counted].join(', ');
  const selected = groupBy.map((dimension, index) => `${keys[dimension] ?? ''} AS key_${String(index)}`);
  const grouped = groupBy.map((_, index) => String(index + 1));
  return context.source.query(
    `WITH at AS (SELECT max(month) AS month FROM duty_count_month WHERE dimension = 'NATION' AND month <= $2),
     changed AS (
       SELECT ${columns} FROM duty_count_month WHERE dimension = $1 AND month = (SELECT month FROM at)
       UNION ALL SELECT ${columns} FROM duty_count WHERE dimension = $1 AND day >= coalesce((SELECT month FROM at), '-infinity') AND day <= $2
       UNION ALL SELECT ${columns} FROM duty_count_new WHERE dimension = $1 AND day <= $2)
     SELECT ${[...selected, tallies].join(', ')} FROM ${groupBy.includes('STANDING') ? `(${byStanding}) AS stood` : 'changed'}
     ${grouped.length === 0 ? '' : `GROUP BY ${grouped.join(', ')} HAVING sum((${all})::int) > 0`} ORDER BY total DESC${grouped.map((key) => `, ${key}`).join('')}`,
    [groupBy.includes('BEARER') ? 'BEARER' : 'NATION', on],
  );
}
