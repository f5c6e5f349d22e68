import type { CalendarDate } from '../../../domain/calendar';
import type { ReadingPolicy } from '../../../domain/reading';
import { badInput } from '../../../shared/errors';
import { enumLabel } from '../../../shared/graph';
import { once } from '../../../shared/promises';
import type { Context } from '../../../shared/context';
import type { ObligationFilter } from '../filters';
import { Obligation } from '../Obligation';
import { restrict } from '../queries';
import { daysPastSql, standingSql } from '../standingSql';
import { countedStats, isCounted } from './counted/queries';
import { dimensions } from './dimensions';
import { StatsKey, type Names, type ObligationDimension, type ObligationStats, type StandingCounts } from './types';

const standing = (...values: string[]) =>
  `count(*) FILTER (WHERE ${standingSql} IN (${values.map((value) => `'${value}'`).join(', ')}))::int`;

/** Columns that count duties `o` by where they stand on `:on`. */
export const countColumns: Readonly<Record<keyof StandingCounts, string>> = {
  total: 'count(*)::int',
  completedOnTime: standing('COMPLETED_ON_TIME'),
  completedLate: standing('COMPLETED_LATE'),
  openInTerm: standing('OPEN_IN_TERM'),
  openOverdue: standing('OPEN_OVERDUE'),
  undated: standing('OPEN_UNDATED', 'AWAITING_TRIGGER', 'COMPLETED_UNDATED'),
  meanDaysLate: `(avg(${daysPastSql}) FILTER (WHERE ${standingSql} IN ('OPEN_OVERDUE', 'COMPLETED_LATE')))::float8`,
};

const leadDependsOnReading = `count(*) FILTER (WHERE (SELECT count(DISTINCT leads) FROM (
  SELECT array_agg(agency_id ORDER BY agency_id) AS leads FROM reading_lead WHERE obligation_id = o.id GROUP BY reading) AS told) > 1)::int`;

/** Duties counted by any dimensions, in one SQL statement and one for the names of each dimension; largest groups first. */
export async function obligationStats(
  context: Context,
  filter: ObligationFilter,
  groupBy: readonly ObligationDimension[],
  reading: ReadingPolicy,
  on: CalendarDate,
): Promise<ObligationStats[]> {
  if (new Set(groupBy).size < groupBy.length) throw badInput(`${groupBy.join(', ')} names a dimension twice; name each once`, ['groupBy']);
  const rows = isCounted(filter, groupBy)
    ? await countedStats(context, groupBy, on)
    : await countedNow(context, filter, groupBy, reading, on);
  const told = groupBy.map((dimension, index) => ({ dimension, key: `key_${String(index)}` }));
  const names = told.map(({ dimension, key }) => once(() => namesOf(context, dimension, rows, key)));
  return rows.map((row) => {
    const group = told.map(({ dimension, key }, index) =>
      Object.assign(new StatsKey(), { dimension, id: row[key] ?? null, names: names[index] }),
    );
    return Object.assign(row, { reading, group }) as unknown as ObligationStats;
  });
}

type Row = Record<string, string | null>;

async function countedNow(
  context: Context,
  filter: ObligationFilter,
  groupBy: readonly ObligationDimension[],
  reading: ReadingPolicy,
  on: CalendarDate,
): Promise<Row[]> {
  const query = context.source.getRepository(Obligation).createQueryBuilder('o').select([]).setParameters({ on, reading });
  groupBy.forEach((dimension, index) => {
    const { join, key } = dimensions[dimension];
    if (join !== null) query.leftJoin(...join(context));
    query.addSelect(key, `key_${String(index)}`).addGroupBy(key);
  });
  for (const [name, sql] of Object.entries({ ...countColumns, leadDependsOnReading })) {
    if (name === 'total' || context.asks('ObligationStats', name)) query.addSelect(sql, name);
  }
  query.orderBy('total', 'DESC');
  groupBy.forEach((dimension) => query.addOrderBy(dimensions[dimension].key));
  const named = await restrict(context, query, filter);
  return named.around(query.getRawMany<Row>(), (rows) => rows.every((row) => Number(row.total) === 0));
}

const enumOf: Readonly<Partial<Record<ObligationDimension, string>>> = {
  LEVEL: 'GovernmentLevel',
  KIND: 'ObligationKind',
  STANDING: 'Standing',
};

async function namesOf(context: Context, dimension: ObligationDimension, rows: readonly Row[], key: string): Promise<Names> {
  const type = enumOf[dimension];
  if (type !== undefined) return { get: (value) => enumLabel(type, value) };
  const { names } = dimensions[dimension];
  if (names === null) return new Map();
  const [table, vi, en] = names(context);
  const ids = [...new Set(rows.map((row) => row[key]))];
  const found: Array<{ id: string; vi: string; en: string }> = await context.source.query(
    `SELECT id, ${vi} AS vi, ${en} AS en FROM ${table} WHERE id = ANY($1)`,
    [ids],
  );
  return new Map(found.map((row) => [row.id, row]));
}
