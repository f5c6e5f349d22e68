import { addDays, addMonths, type CalendarDate } from '../../../domain/calendar';
import { AHEAD, dutyFields, type DutyRow } from '../duties';
import type { Asking, GraphReader } from '../GraphReader';

type Obligation = Pick<DutyRow, 'id' | 'title' | 'document'>;

export interface ReportRow {
  readonly period: string;
  readonly obligation: Obligation;
  readonly dueOn: CalendarDate;
  readonly state: string;
}

export interface ChangeRow {
  readonly id: string;
  readonly kind: string;
  readonly by: { readonly name: string };
  readonly effectiveOn: CalendarDate;
  readonly recordedAt: string;
  readonly status: string | null;
  readonly percent: number | null;
  readonly note: string | null;
  readonly newDueOn: CalendarDate | null;
  readonly period: string | null;
  readonly legalBasis: { readonly label: string } | null;
  readonly obligation: Obligation;
}

const obligationFields = 'id title(language: $language) document { number title(language: $language) issuedOn }';

const dueQuery = `query FeedDue($id: ID!, $filter: ObligationFilter!, $language: Language!) {
  agency(id: $id) { owes(filter: $filter, orderBy: DUE_ON_DESC, first: 100) { nodes { ${dutyFields} } } }
}`;

const reportsQuery = `query FeedReports($id: ID!, $period: String!, $language: Language!) {
  monthlyReports(period: $period, filter: { agencyIds: [$id], states: [MISSING, NOT_YET_DUE] }) { dueOn state obligation { ${obligationFields} } }
}`;

const changesQuery = `query FeedChanges($id: ID!, $language: Language!) {
  agency(id: $id) {
    changes(first: 100) {
      nodes {
        id kind effectiveOn recordedAt status percent note newDueOn period
        by { name(language: $language) }
        legalBasis { label(language: $language) }
        obligation { ${obligationFields} }
      }
    }
  }
}`;

/** What a feed tells of a body on a day. */
export interface FeedRows {
  /** Not done, and due at most so many days after as the first reminder comes ahead; at most a hundred, latest day first. */
  readonly due: ReadonlyArray<DutyRow & { dueOn: CalendarDate }>;
  /** Monthly reports not filed: of this month and the two before it, and those that the first reminder announces. */
  readonly reports: readonly ReportRow[];
  /** At most a hundred, the newest first. */
  readonly changes: readonly ChangeRow[];
}

/** Asks for all of it on one day; null where the graph has not what it needs. */
export function feedRows(reader: GraphReader): ((today: CalendarDate, asking: Asking) => Promise<FeedRows>) | null {
  const [dueQuestion, reportsQuestion, changesQuestion] = [dueQuery, reportsQuery, changesQuery].map((source) => reader.question(source));
  if (!dueQuestion || !reportsQuestion || !changesQuestion) return null;
  return async (today, asking) => {
    const ask = async <Answer>(question: typeof dueQuestion, more: object = {}) =>
      (await reader.ask(question, { ...asking, variables: { ...asking.variables, ...more } })) as Answer;
    const filter = { standings: ['OPEN_IN_TERM', 'OPEN_OVERDUE'], due: { to: addDays(today, AHEAD[0]) } };
    const [due, changes, ...reports] = await Promise.all([
      ask<{ agency: { owes: { nodes: FeedRows['due'] } } }>(dueQuestion, { filter }),
      ask<{ agency: { changes: { nodes: FeedRows['changes'] } } }>(changesQuestion),
      ...periodsAround(today).map(async (period) => {
        const { monthlyReports } = await ask<{ monthlyReports: Array<Omit<ReportRow, 'period'>> }>(reportsQuestion, { period });
        return monthlyReports.map((row) => ({ ...row, period }));
      }),
    ]);
    return { due: due.agency.owes.nodes, changes: changes.agency.changes.nodes, reports: reports.flat() };
  };
}

function periodsAround(today: CalendarDate): string[] {
  const days = [addMonths(today, -2), addMonths(today, -1), today, addDays(today, AHEAD[0])];
  return [...new Set(days.map((on) => on.slice(0, 7)))];
}
