import type { CalendarDate } from '../../../domain/calendar';
import { firstDayOfPeriod, monthlyReportState, reportDaysLate, monthlyDueOn } from '../../../domain/monthlyReport';
import { readRecords } from '../../../shared/database';
import { badInput } from '../../../shared/errors';
import { NamedIds } from '../../../shared/NamedIds';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { MonthlyReportStanding, type MonthlyReportFilter } from './types';

interface Owed {
  readonly obligation: Obligation;
  readonly dueOn: CalendarDate;
}

/**
 * Who owes a report for a month, by the last day of each duty, and who filed it by a day; in document order. A constant number
 * of SQL statements.
 * @throws BAD_USER_INPUT for a period that is no month and for unknown ids
 */
export async function monthlyReports(
  context: Context,
  period: string,
  filter: MonthlyReportFilter,
  on: CalendarDate,
): Promise<MonthlyReportStanding[]> {
  const first = firstDayOfPeriod(period);
  if (first === null) throw badInput(`${JSON.stringify(period)} is not a month; expected YYYY-MM, for example 2022-03`, ['period']);
  const owed = await owedReports(context, first, filter);
  const [bearers, filed] = await Promise.all([bearersOf(context, owed, filter), filedReports(context, period, on)]);
  const standings = bearers.flatMap(({ duty, agencyId }): MonthlyReportStanding[] => {
    const { obligation, dueOn } = owed[duty] as Owed;
    const filedOn = filed.get(`${obligation.id} ${agencyId}`) ?? null;
    const state = monthlyReportState(dueOn, filedOn, on);
    const daysLate = reportDaysLate(dueOn, filedOn, on);
    return [Object.assign(new MonthlyReportStanding(), { agencyId, obligation, dueOn, filedOn, state, daysLate })];
  });
  return standings.filter(({ state }) => filter.states?.includes(state) ?? true);
}

/** The duties that demand a report of the month, in document order. */
async function owedReports(context: Context, first: CalendarDate, filter: MonthlyReportFilter): Promise<Owed[]> {
  const named = new NamedIds(context);
  const query = context.source
    .getRepository(Obligation)
    .createQueryBuilder('o')
    .where("o.deadline -> 'recurrence' ->> 'every' = 'MONTH'")
    .orderBy('o.place');
  if (filter.obligationIds)
    query.andWhere('o.id = ANY(:ids)', { ids: named.known('obligation', filter.obligationIds, 'filter.obligationIds') });
  const monthly = await named.around(readRecords(query), (records) => records.length === 0);
  return monthly.flatMap((obligation) => {
    const dueOn = monthlyDueOn(obligation.deadline.recurrence, first);
    const demanded = dueOn !== null && (obligation.demandedFrom === null || dueOn >= obligation.demandedFrom);
    return demanded ? [{ obligation, dueOn }] : [];
  });
}

/** Who leads each duty on its last day. */
async function bearersOf(
  context: Context,
  owed: readonly Owed[],
  filter: MonthlyReportFilter,
): Promise<Array<{ duty: number; agencyId: string }>> {
  const agencies = `"${context.schemas.of('agencies')}"`;
  const { agencyIds = null, withinAgencyId = null } = filter;
  const named = new NamedIds(context);
  if (agencyIds !== null) named.known(`${agencies}.pub_agency`, agencyIds, 'filter.agencyIds');
  if (withinAgencyId !== null) named.known(`${agencies}.pub_agency`, [withinAgencyId], 'filter.withinAgencyId');
  const valid = (alias: string, day: string) =>
    `(${alias}.valid_from IS NULL OR ${alias}.valid_from <= ${day}) AND (${alias}.valid_until IS NULL OR ${alias}.valid_until > ${day})`;
  const found: Promise<Array<{ duty: number; agencyId: string }>> = context.source.query(
    `WITH RECURSIVE owed AS (SELECT id, due_on, duty - 1 AS duty FROM unnest($1::text[], $2::date[]) WITH ORDINALITY AS t(id, due_on, duty)),
     subtree(id, day) AS (
       SELECT $4::text, due_on FROM owed
       UNION SELECT p.agency_id, s.day FROM ${agencies}.pub_agency_parent p JOIN subtree s ON s.id = p.parent_id WHERE ${valid('p', 's.day')})
     SELECT owed.duty::int AS duty, r.bearer_id AS "agencyId"
     FROM owed JOIN duty_case d ON d.obligation_id = owed.id AND d.role = 'LEAD'
     JOIN responsibility r ON r.case_id = d.case_id AND r.bearer_id IS NOT NULL AND ${valid('r', 'owed.due_on')}
     WHERE ($3::text[] IS NULL OR r.bearer_id = ANY($3))
       AND ($4::text IS NULL OR (r.bearer_id, owed.due_on) IN (SELECT id, day FROM subtree))
     GROUP BY owed.duty, r.bearer_id ORDER BY owed.duty, min(d.position), min(r.position), r.bearer_id`,
    [owed.map(({ obligation }) => obligation.id), owed.map(({ dueOn }) => dueOn), agencyIds, withinAgencyId],
  );
  return named.around(found, (rows) => rows.length === 0);
}

/** When each body filed the report of a month, by the end of a day. */
async function filedReports(context: Context, period: string, on: CalendarDate): Promise<ReadonlyMap<string, CalendarDate>> {
  const rows: Array<{ owner: string; agency: string; day: CalendarDate }> = await context.source.query(
    `SELECT obligation_id AS owner, by_id AS agency, min(effective_on) AS day FROM event
     WHERE kind = 'MONTHLY_REPORT_FILED' AND period = $1 AND effective_on <= $2 GROUP BY obligation_id, by_id`,
    [period, on],
  );
  return new Map(rows.map(({ owner, agency, day }) => [`${owner} ${agency}`, day]));
}
