import { addDays, addMonths, lastDayOfMonth, type CalendarDate } from '../../../domain/calendar';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { borneSql } from '../responsibility/borneSql';
import { dueInForceOn, dueInForceSql, joinState } from '../standingSql';
import { countColumns } from './queries';
import type { MonthlyTrend, Scorecard } from './Scorecard';
import type { StandingCounts } from './types';

const MONTHS = 12;
const borne = borneSql('LEAD');
const nothing: StandingCounts = {
  total: 0,
  completedOnTime: 0,
  completedLate: 0,
  openInTerm: 0,
  openOverdue: 0,
  undated: 0,
  meanDaysLate: null,
};

/** The scorecard of an agency on a day; five SQL statements for any number of agencies. */
export function scorecard(context: Context, agencyId: string, on: CalendarDate): Promise<Scorecard> {
  return context
    .loader<string, Scorecard>(`scorecard ${on}`, async (ids) => {
      const [counts, next, oldest, trends] = await Promise.all([
        countsOf(context, ids, on),
        foremost(context, ids, on, `${dueInForceSql} >= :on`),
        foremost(context, ids, on, `${dueInForceSql} < :on`),
        trendsOf(context, ids, on),
      ]);
      return Promise.all(
        ids.map(async (id) => {
          const { rank = null, ...own }: Counted = counts.get(id) ?? nothing;
          const [nextDue, oldestOverdue] = await Promise.all([next, oldest].map((found) => recordOf(context, found.get(id))));
          return { ...own, rankInLevel: rank, nextDue: nextDue ?? null, oldestOverdue: oldestOverdue ?? null, trend: trends.get(id) ?? [] };
        }),
      );
    })
    .load(agencyId);
}

function recordOf(context: Context, id: string | undefined): Promise<Obligation | null> {
  return id === undefined ? Promise.resolve(null) : context.record(Obligation, id);
}

type Counted = StandingCounts & { id?: string; rank?: number | null };

/** Counts of each agency and its place among all bodies of its level. */
async function countsOf(context: Context, ids: readonly string[], on: CalendarDate): Promise<ReadonlyMap<string, Counted>> {
  const query = context.source
    .createQueryBuilder()
    .select('b.bearer_id', 'id')
    .from(Obligation, 'o')
    .innerJoin(borne, 'b', 'b.obligation_id = o.id');
  for (const [name, sql] of Object.entries(countColumns)) query.addSelect(sql, name);
  joinState(query)
    .innerJoin(`(SELECT id, level FROM "${context.schemas.of('agencies')}".pub_agency)`, 'a', 'a.id = b.bearer_id')
    .addSelect(
      `CASE WHEN count(${dueInForceSql}) > 0 THEN rank() OVER (PARTITION BY a.level, count(${dueInForceSql}) > 0
        ORDER BY ${countColumns.openOverdue}::float8 / greatest(count(${dueInForceSql}), 1)) END::int`,
      'rank',
    )
    .groupBy('b.bearer_id')
    .addGroupBy('a.level')
    .setParameters({ on });
  const rows = await query.getRawMany<Counted & { id: string }>();
  return new Map(rows.filter((row) => ids.includes(row.id)).map(({ id, ...row }) => [id, row]));
}

/** The open duty of each agency with the earliest last day among those that `condition` admits. */
async function foremost(
  context: Context,
  ids: readonly string[],
  on: CalendarDate,
  condition: string,
): Promise<ReadonlyMap<string, string>> {
  const query = context.source
    .createQueryBuilder()
    .select('b.bearer_id', 'agency')
    .addSelect(`(array_agg(o.id ORDER BY ${dueInForceSql}, o.place))[1]`, 'id')
    .from(Obligation, 'o')
    .innerJoin(borne, 'b', 'b.obligation_id = o.id')
    .where(`b.bearer_id = ANY(:ids) AND s.completed_on IS NULL AND ${condition}`, { ids, on })
    .groupBy('b.bearer_id');
  const rows = await joinState(query).getRawMany<{ agency: string; id: string }>();
  return new Map(rows.map((row) => [row.agency, row.id]));
}

const dueAtMonthEnd = dueInForceOn('m.day');

/** Month by month, what had fallen due and stood open at the end of it; the bearers are those of the day asked about. */
async function trendsOf(context: Context, ids: readonly string[], on: CalendarDate): Promise<ReadonlyMap<string, MonthlyTrend[]>> {
  const ends = monthEnds(on);
  const query = context.source
    .createQueryBuilder()
    .select(['b.bearer_id AS agency', 'm.day::text AS day'])
    .addSelect(`count(*) FILTER (WHERE s.completed_on IS NULL AND ${dueAtMonthEnd} < m.day)::int`, 'openOverdue')
    .addSelect(`count(*) FILTER (WHERE date_trunc('month', ${dueAtMonthEnd}) = date_trunc('month', m.day))::int`, 'fellDue')
    .from(Obligation, 'o')
    .innerJoin(borne, 'b', 'b.obligation_id = o.id')
    .innerJoin('(SELECT unnest(CAST(:ends AS date[])) AS day)', 'm', 'true')
    .where('b.bearer_id = ANY(:ids)', { ids, on, ends })
    .groupBy('b.bearer_id')
    .addGroupBy('m.day')
    .orderBy('m.day');
  const rows = await joinState(query, 'm.day').getRawMany<{ agency: string; day: CalendarDate; openOverdue: number; fellDue: number }>();
  return new Map(
    ids.map((id) => [
      id,
      rows.filter((row) => row.agency === id).map(({ day, openOverdue, fellDue }) => ({ on: day, openOverdue, fellDue })),
    ]),
  );
}

/** The last days of the months before `on`, and `on` itself. */
function monthEnds(on: CalendarDate): CalendarDate[] {
  const firstOfMonth = addDays(on, 1 - Number(on.slice(8)));
  const earlier = Array.from({ length: MONTHS - 1 }, (_, index) => addMonths(firstOfMonth, index + 1 - MONTHS));
  return [...earlier.map((first) => lastDayOfMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7)))), on];
}
