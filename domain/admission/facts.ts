import { covers, type CalendarDate } from '../calendar';
import type { Recurrence } from '../monthlyReport';
import type { LeadTerm, ObligationEventKind, ProgressEvent, ProgressStatus } from '../progress';
import type { Problem } from './refusals';

export interface Evidence {
  readonly url: string;
  /** What it is, for example application/pdf. */
  readonly type: string | null;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string | null;
}

export interface LegalBasis {
  readonly documentId: string | null;
  readonly path: string | null;
  readonly sourceUrl: string | null;
}

/** What a monthly report says about one thing. */
export interface MonthlyReportItem {
  readonly text: string;
  readonly obligationId: string | null;
  readonly status: ProgressStatus | null;
  readonly percent: number | null;
}

/** What an accepted write adds to the log. */
export interface EventContent {
  readonly kind: ObligationEventKind;
  readonly byId: string;
  readonly effectiveOn: CalendarDate;
  readonly status: ProgressStatus | null;
  readonly percent: number | null;
  readonly note: string | null;
  readonly evidence: readonly Evidence[];
  readonly legalBasis: LegalBasis | null;
  readonly aboutId: string | null;
  readonly newDueOn: CalendarDate | null;
  readonly period: string | null;
  readonly items: readonly MonthlyReportItem[] | null;
  /** Whose part of the duty it concerns. */
  readonly parts: readonly string[];
}

/** An event of the log, as far as a later write depends on it. */
export interface LoggedEvent extends ProgressEvent {
  readonly byId: string;
  readonly period: string | null;
}

/** A body with an office over a half-open term. */
export interface BodyTerm {
  /** Null: no body holds it in that term. */
  readonly agencyId: string | null;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** What is known of a duty when a write about it arrives. */
export interface DutyOnFile {
  readonly id: string;
  /** The day on which it was given; null: not known. */
  readonly demandedFrom: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly triggerOn: CalendarDate | null;
  /** Null: it does not come back. */
  readonly recurrence: Recurrence | null;
  /** How many events its log holds. */
  readonly version: number;
  /** Its log; of the monthly reports those of the acting agency alone. */
  readonly events: readonly LoggedEvent[];
  readonly leads: readonly LeadTerm[];
  /** Bodies that the document names to verify. */
  readonly verifying: readonly BodyTerm[];
  /** Who issued the document. */
  readonly issuing: readonly BodyTerm[];
}

/** What surrounds a write. */
export interface Situation {
  readonly today: CalendarDate;
  readonly duty: DutyOnFile;
  /** Agencies that are the acting one or stand below it, on the day the write holds for. */
  readonly within: ReadonlySet<string>;
  /** Ids that the write names and nothing carries. */
  readonly unknown: ReadonlySet<string>;
}

export type Decision = { readonly problems: readonly [Problem, ...Problem[]] } | { readonly event: EventContent };

/** The event, unless something stands against it. */
export function decide(
  problems: readonly Problem[],
  event: Pick<EventContent, 'kind' | 'byId' | 'effectiveOn' | 'parts'> & Partial<EventContent>,
): Decision {
  const [first, ...others] = problems;
  if (first !== undefined) return { problems: [first, ...others] };
  const silent = {
    status: null,
    percent: null,
    note: null,
    evidence: [],
    legalBasis: null,
    aboutId: null,
    newDueOn: null,
    period: null,
    items: null,
  };
  return { event: { ...silent, ...event } };
}

/** The bodies in office on a day, each once. */
export function inOffice(terms: readonly BodyTerm[], on: CalendarDate): string[] {
  const held = terms.filter((term) => covers(term.from, term.until, on));
  return [...new Set(held.flatMap(({ agencyId }) => agencyId ?? []))];
}
