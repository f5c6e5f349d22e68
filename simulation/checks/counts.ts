import type { CalendarDate } from '../../domain/calendar';
import type { Line } from '../graph/Line';
import { allNodes } from '../graph/readWorld';
import type { Oracle } from '../oracle/Oracle';
import type { Picture } from '../oracle/standing';
import { bearersOf, countsOf, groupedBy, monthlyStandings, scorecardsOn, type MonthlyStanding, type Pictures } from '../oracle/totals';
import type { Duty } from '../oracle/World';
import type { Comparison } from './Comparison';

const counted = 'total completedOnTime completedLate openInTerm openOverdue undated meanDaysLate';

interface SeenGroup extends Readonly<Record<string, unknown>> {
  readonly group: ReadonlyArray<{ readonly id: string | null }>;
}

/** Duties counted in groups. */
export async function compareStats(
  line: Line,
  oracle: Oracle,
  asOf: CalendarDate,
  pictures: Pictures,
  comparison: Comparison,
): Promise<void> {
  const { unresolved } = oracle.world.epoch(asOf);
  const dimensions: Readonly<Record<string, (duty: Duty, picture: Picture) => ReadonlyArray<string | null>>> = {
    DOCUMENT: (duty) => [duty.documentId],
    KIND: (duty) => [duty.kind],
    LEVEL: (duty) => [duty.level],
    STANDING: (_duty, picture) => [picture.standing],
    DUE_MONTH: (_duty, picture) => [picture.dueOn?.slice(0, 7) ?? null],
    BEARER: (duty) => [...bearersOf(oracle, duty.id, asOf), ...(unresolved.has(duty.id) ? [null] : [])],
  };
  const names = Object.keys(dimensions);
  const fields = names.map((name) => `${name}: obligationStats(groupBy: [${name}], asOf: "${asOf}") { group { id } ${counted} }`);
  const query = `{ ALL: obligationStats(groupBy: [], asOf: "${asOf}") { group { id } ${counted} } ${fields.join(' ')} }`;
  const { data, errors } = await line.ask({ query, variables: {} }, null);
  comparison.same(`errors of the statistics on ${asOf}`, undefined, errors);
  const [whole] = (data?.ALL ?? []) as SeenGroup[];
  comparison.fields(`all duties on ${asOf}`, { ...countsOf([...pictures.values()]) }, whole ?? {});
  for (const name of names) {
    const seen = new Map(((data?.[name] ?? []) as SeenGroup[]).map((row) => [row.group[0]?.id ?? null, row]));
    const expected = groupedBy(oracle, pictures, dimensions[name] ?? (() => []));
    comparison.same(`groups by ${name} on ${asOf}`, [...expected.keys()].map(String).sort(), [...seen.keys()].map(String).sort());
    for (const [key, own] of expected)
      comparison.fields(`duties by ${name} ${String(key)} on ${asOf}`, { ...countsOf(own) }, seen.get(key) ?? {});
  }
}

/** The scorecard of every body, also of those that bear nothing. */
export async function compareScorecards(
  line: Line,
  oracle: Oracle,
  asOf: CalendarDate,
  pictures: Pictures,
  comparison: Comparison,
): Promise<void> {
  const expected = scorecardsOn(oracle, pictures, asOf);
  const seen = await allNodes<{ id: string; scorecard: Readonly<Record<string, unknown>> }>(
    line,
    'agencies(filter: { includeFormer: true }',
    `id scorecard(asOf: "${asOf}") { ${counted} rankInLevel }`,
  );
  for (const { id, scorecard } of seen) {
    comparison.fields(`the scorecard of ${id} on ${asOf}`, { ...(expected.get(id) ?? { ...countsOf([]), rankInLevel: null }) }, scorecard);
  }
}

interface SeenMonthly {
  readonly agency: { readonly id: string };
  readonly obligation: { readonly id: string };
  readonly dueOn: CalendarDate;
  readonly filedOn: CalendarDate | null;
  readonly state: MonthlyStanding['state'];
  readonly daysLate: number | null;
}

/** Who filed the report of a month, and who did not. */
export async function compareMonth(line: Line, oracle: Oracle, period: string, asOf: CalendarDate, comparison: Comparison): Promise<void> {
  const query = `{ monthlyReports(period: "${period}", asOf: "${asOf}") { agency { id } obligation { id } dueOn filedOn state daysLate } }`;
  const { data, errors } = await line.ask({ query, variables: {} }, null);
  comparison.same(`errors of the reports for ${period}`, undefined, errors);
  const named = (agencyId: string, dutyId: string) => `${agencyId} for ${dutyId}`;
  const seen = new Map(((data?.monthlyReports ?? []) as SeenMonthly[]).map((row) => [named(row.agency.id, row.obligation.id), row]));
  const expected = monthlyStandings(oracle, period, asOf);
  comparison.same(
    `who owed a report for ${period}`,
    expected.map((row) => named(row.agencyId, row.dutyId)).sort(),
    [...seen.keys()].sort(),
  );
  for (const { agencyId, dutyId, ...told } of expected) {
    const row = seen.get(named(agencyId, dutyId));
    comparison.fields(`${named(agencyId, dutyId)}, report for ${period} as of ${asOf}`, told, { ...row }, dutyId);
  }
}
