import type { CalendarDate } from '../../domain/calendar';

export type Status = 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETED' | 'SUSPENDED';
export type EventKind =
  | 'PROGRESS_REPORTED'
  | 'REPORT_VERIFIED'
  | 'REPORT_REJECTED'
  | 'EXTENSION_REQUESTED'
  | 'EXTENSION_GRANTED'
  | 'EXTENSION_REFUSED'
  | 'MONTHLY_REPORT_FILED';

/** What the graph has acknowledged. */
export interface LoggedEvent {
  readonly id: string;
  /** 1, 2, 3 … within the duty. */
  readonly number: number;
  readonly dutyId: string;
  readonly kind: EventKind;
  readonly by: string;
  readonly effectiveOn: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly status: Status | null;
  readonly percent: number | null;
  readonly note: string | null;
  readonly about: string | null;
  readonly newDueOn: CalendarDate | null;
  readonly period: string | null;
  readonly evidence: number;
  /** Whose parts of the duty it speaks of. */
  readonly parts: readonly string[];
}

/** Where a duty, or a part of it, is. */
export interface Progress {
  readonly reported: Status;
  readonly verified: Status;
  readonly completedOn: CalendarDate | null;
}

/** Events that count for `asOf` by what was known at the end of `knownOn`, in the order in which they hold. */
export function countedOn(events: readonly LoggedEvent[], asOf: CalendarDate, knownOn: CalendarDate | null): LoggedEvent[] {
  return events
    .filter((event) => event.effectiveOn <= asOf && (knownOn === null || event.recordedOn <= knownOn))
    .sort((a, b) => (a.effectiveOn === b.effectiveOn ? a.number - b.number : a.effectiveOn < b.effectiveOn ? -1 : 1));
}

export function rejectedIn(counted: readonly LoggedEvent[]): ReadonlySet<string> {
  return new Set(counted.flatMap((event) => (event.kind === 'REPORT_REJECTED' ? (event.about ?? []) : [])));
}

export function confirmedIn(counted: readonly LoggedEvent[]): ReadonlySet<string> {
  return new Set(counted.flatMap((event) => (event.kind === 'REPORT_VERIFIED' ? (event.about ?? []) : [])));
}

/** The reports on each part that nobody has rejected, in order. */
function standingReports(counted: readonly LoggedEvent[]): Map<string, LoggedEvent[]> {
  const rejected = rejectedIn(counted);
  const byPart = new Map<string, LoggedEvent[]>();
  for (const event of counted) {
    if (event.kind !== 'PROGRESS_REPORTED' || rejected.has(event.id)) continue;
    for (const part of event.parts) {
      const own = byPart.get(part);
      if (own === undefined) byPart.set(part, [event]);
      else own.push(event);
    }
  }
  return byPart;
}

/** Where each part is; a part that nobody spoke of has not been started. */
export function partsProgress(counted: readonly LoggedEvent[], parts: readonly string[]): Progress[] {
  const reports = standingReports(counted);
  const confirmed = confirmedIn(counted);
  return parts.map((part) => {
    const own = reports.get(part) ?? [];
    const last = own.at(-1);
    return {
      reported: last?.status ?? 'NOT_STARTED',
      verified: own.findLast((event) => confirmed.has(event.id))?.status ?? 'NOT_STARTED',
      completedOn: last?.status === 'COMPLETED' ? last.effectiveOn : null,
    };
  });
}

/** The last report that counts on each part; undefined: nobody spoke of it. */
export function lastReports(counted: readonly LoggedEvent[], parts: readonly string[]): Array<LoggedEvent | undefined> {
  const reports = standingReports(counted);
  return parts.map((part) => reports.get(part)?.at(-1));
}

/** Day to which the last extension granted has moved the end; null: none was. */
export function extendedTo(counted: readonly LoggedEvent[]): CalendarDate | null {
  return counted.findLast((event) => event.kind === 'EXTENSION_GRANTED')?.newDueOn ?? null;
}
