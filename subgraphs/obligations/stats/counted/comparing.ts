import type { EntityManager } from 'typeorm';
import { changesOfAll, counted, monthlySums } from './changes';

/** A count that is not what the terms of the duties give. */
interface Miscount {
  /** What is wrong: the changes of a day, or the sum at the beginning of a month. */
  readonly kept: 'the change of' | 'the sum of';
  /** The dimension and its key. */
  readonly of: string;
  readonly depends: boolean;
  readonly on: string;
  /** Null: nothing is kept. */
  readonly stored: string | null;
  readonly right: string | null;
}

/** So many are told. */
const MOST = 100;

const zero = `(${counted.map(() => '0').join(', ')})`;
const told = (row: string) =>
  `CASE WHEN ${row}.key IS NOT NULL THEN concat_ws(' ', ${counted.map((name) => `${row}.${name}`).join(', ')}) END`;
const sums = counted.map((name) => `sum(${name})::bigint AS ${name}`).join(', ');
const columns = (on: string) => `dimension, key, depends, ${on}, ${counted.join(', ')}`;

/** Counts everything anew and holds it against what is kept; two SQL statements, which write nothing. */
export async function miscounted(manager: EntityManager): Promise<Miscount[]> {
  const kept = `SELECT ${columns('day')} FROM duty_count UNION ALL SELECT ${columns('day')} FROM duty_count_new`;
  const daily = await compare(manager, 'day', summed(kept), summed(changesOfAll));
  const months = `(SELECT * FROM (${monthlySums}) AS m WHERE month IN (SELECT month FROM duty_count_month WHERE dimension = 'NATION'))`;
  const monthly = await compare(
    manager,
    'month',
    `SELECT ${columns('month')} FROM duty_count_month`,
    `SELECT ${columns('month')} FROM ${months} AS n`,
  );
  return [
    ...daily.map((row): Miscount => ({ kept: 'the change of', ...row })),
    ...monthly.map((row): Miscount => ({ kept: 'the sum of', ...row })),
  ];
}

function summed(rows: string): string {
  return `SELECT dimension, key, depends, day, ${sums} FROM (${rows}) AS r GROUP BY 1, 2, 3, 4`;
}

function compare(manager: EntityManager, on: string, stored: string, right: string): Promise<Array<Omit<Miscount, 'kept'>>> {
  const filled = (rows: string) => `(SELECT * FROM (${rows}) AS r WHERE (${counted.join(', ')}) <> ${zero})`;
  return manager.query(
    `SELECT concat_ws(' ', dimension, nullif(key, '')) AS of, depends, ${on}::text AS on, ${told('s')} AS stored, ${told('r')} AS right
     FROM ${filled(stored)} AS s FULL JOIN ${filled(right)} AS r USING (dimension, key, depends, ${on})
     WHERE (${counted.map((name) => `s.${name}`).join(', ')}) IS DISTINCT FROM (${counted.map((name) => `r.${name}`).join(', ')})
     ORDER BY 1, 2, 3 LIMIT ${String(MOST)}`,
  );
}
