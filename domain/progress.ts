import { covers, type CalendarDate } from './calendar';

export const progressStatuses = ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'SUSPENDED'] as const;
export type ProgressStatus = (typeof progressStatuses)[number];

/** What a bearer may report after what. A completed duty is closed: only the rejection of that claim opens it again. */
export const transitions: Readonly<Record<ProgressStatus, readonly ProgressStatus[]>> = {
  NOT_STARTED: ['IN_PROGRESS', 'COMPLETED', 'SUSPENDED'],
  IN_PROGRESS: ['IN_PROGRESS', 'COMPLETED', 'SUSPENDED'],
  SUSPENDED: ['IN_PROGRESS'],
  COMPLETED: [],
};

export const obligationEventKinds = [
  'PROGRESS_REPORTED',
  'REPORT_VERIFIED',
  'REPORT_REJECTED',
  'EXTENSION_REQUESTED',
  'EXTENSION_GRANTED',
  'EXTENSION_REFUSED',
  'MONTHLY_REPORT_FILED',
] as const;
export type ObligationEventKind = (typeof obligationEventKinds)[number];

/** How far a connection is, least first: the place in this list is its rank. */
export const connectionStatuses = ['NOT_STARTED', 'SUSPENDED', 'IN_PROGRESS', 'CLAIMED', 'VERIFIED'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** What of an event decides where its duty stands. */
export interface ProgressEvent {
  readonly id: string;
  /** 1, 2, 3 … within the duty. */
  readonly number: number;
  readonly kind: ObligationEventKind;
  /** The day it holds for. */
  readonly effectiveOn: CalendarDate;
  /** The day on which it became known. */
  readonly recordedOn: CalendarDate;
  /** Of a report. */
  readonly status: ProgressStatus | null;
  /** The event verified or decided on. */
  readonly aboutId: string | null;
  /** Of an extension. */
  readonly newDueOn: CalendarDate | null;
  /** Whose part of the duty it concerns: SHARED_PART, or a member of a collective. */
  readonly parts: readonly string[];
}

/** The part of all who bear a duty together: what one of them reports holds for all. */
export const SHARED_PART = '';

/** One who leads a duty over a half-open term; null: open, or unresolved. */
export interface LeadTerm {
  readonly agencyId: string | null;
  /** It does its own share as a member of a collective. */
  readonly asMember: boolean;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** Where one part of a duty is. */
export interface PartProgress {
  /** What its bearer reported and nobody rejected. */
  readonly reported: ProgressStatus;
  /** The last report that was verified. */
  readonly verified: ProgressStatus;
  /** The day of the claim COMPLETED. */
  readonly completedOn: CalendarDate | null;
  /** The day of the verification of that claim. */
  readonly verifiedOn: CalendarDate | null;
}

/** Where a whole duty is. */
export interface DutyProgress extends PartProgress {
  /** Granted extension. */
  readonly extendedTo: CalendarDate | null;
}

export const noProgress: DutyProgress = {
  reported: 'NOT_STARTED',
  verified: 'NOT_STARTED',
  completedOn: null,
  verifiedOn: null,
  extendedTo: null,
};

/** Where a duty was over a half-open span of days; `until` null: to this day and on. */
export interface ProgressInterval extends DutyProgress {
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
}

/** The part that a bearer's work belongs to. */
export function partOf({ agencyId, asMember }: Pick<LeadTerm, 'agencyId' | 'asMember'>): string {
  return asMember && agencyId !== null ? agencyId : SHARED_PART;
}

/** The parts a duty has on a day; where nobody is known to bear it, it is one. */
export function partsOn(leads: readonly LeadTerm[], on: CalendarDate): string[] {
  const borne = leads.filter((term) => term.agencyId !== null && covers(term.from, term.until, on));
  const parts = [...new Set(borne.map(partOf))];
  return parts.length === 0 ? [SHARED_PART] : parts;
}

/** Where one part was at the end of `asOf`, by what was known at the end of `knownOn` (null: by all that is known). */
export function partProgressOn(
  events: readonly ProgressEvent[],
  part: string,
  asOf: CalendarDate,
  knownOn: CalendarDate | null = null,
): PartProgress {
  const reading = new Reading();
  for (const event of considered(events, asOf, knownOn)) reading.add(event);
  return reading.part(part);
}

/** Where the whole duty was at the end of `asOf`, by what was known at the end of `knownOn` (null: by all that is known). */
export function dutyProgressOn(
  events: readonly ProgressEvent[],
  leads: readonly LeadTerm[],
  asOf: CalendarDate,
  knownOn: CalendarDate | null = null,
): DutyProgress {
  return progressByDay(considered(events, asOf, knownOn), leads, asOf).at(-1)?.progress ?? noProgress;
}

/** Where the duty was on every day, as all that is known tells it; days of no progress are left out. */
export function progressIntervals(events: readonly ProgressEvent[], leads: readonly LeadTerm[]): ProgressInterval[] {
  const days = progressByDay(inOrder(events), leads, null);
  const intervals: ProgressInterval[] = [];
  for (const [index, { on, progress }] of days.entries()) {
    const until = days[index + 1]?.on ?? null;
    const last = intervals.at(-1);
    if (last !== undefined && last.until === on && sameProgress(last, progress)) intervals.splice(-1, 1, { ...last, until });
    else if (!sameProgress(noProgress, progress)) intervals.push({ ...progress, from: on, until });
  }
  return intervals;
}

/** Where the duty was from each day on which an event or a reorganisation may have moved it, up to `last` (null: to the end). */
function progressByDay(
  ordered: readonly ProgressEvent[],
  leads: readonly LeadTerm[],
  last: CalendarDate | null,
): Array<{ on: CalendarDate; progress: DutyProgress }> {
  const first = ordered[0]?.effectiveOn;
  if (first === undefined) return [];
  const reorganised = leads
    .flatMap(({ from, until }) => [from, until])
    .filter((on): on is CalendarDate => on !== null && on > first && (last === null || on <= last));
  const days = [...new Set([...ordered.map(({ effectiveOn }) => effectiveOn), ...reorganised])].sort();
  const reading = new Reading();
  let read = 0;
  return days.map((on) => {
    for (; read < ordered.length && (ordered[read] as ProgressEvent).effectiveOn <= on; read++) reading.add(ordered[read] as ProgressEvent);
    return { on, progress: reading.whole(partsOn(leads, on)) };
  });
}

/** Events in the order in which they hold: by day, then as they were recorded. */
function inOrder(events: readonly ProgressEvent[]): ProgressEvent[] {
  return [...events].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.number - b.number));
}

/** The events up to `asOf` that were known by `knownOn`, in order. */
function considered(events: readonly ProgressEvent[], asOf: CalendarDate, knownOn: CalendarDate | null): ProgressEvent[] {
  return inOrder(events.filter((event) => event.effectiveOn <= asOf && (knownOn === null || event.recordedOn <= knownOn)));
}

function sameProgress(a: DutyProgress, b: DutyProgress): boolean {
  const claimed = a.reported === b.reported && a.completedOn === b.completedOn && a.extendedTo === b.extendedTo;
  return claimed && a.verified === b.verified && a.verifiedOn === b.verifiedOn;
}

/** The log of one duty, read in order up to some event. */
class Reading {
  private readonly reports = new Map<string, ProgressEvent[]>();
  private readonly rejected = new Set<string>();
  private readonly verifiedOn = new Map<string, CalendarDate>();
  /** The claims that closed the whole duty, each time all its parts were completed. */
  private readonly closings: Array<readonly ProgressEvent[]> = [];
  private extendedTo: CalendarDate | null = null;

  add(event: ProgressEvent): void {
    if (event.kind === 'PROGRESS_REPORTED') this.addReport(event);
    else if (event.kind === 'REPORT_REJECTED') this.rejected.add(event.aboutId ?? '');
    else if (event.kind === 'REPORT_VERIFIED') this.verifiedOn.set(event.aboutId ?? '', event.effectiveOn);
    else if (event.kind === 'EXTENSION_GRANTED') this.extendedTo = event.newDueOn;
  }

  private addReport(event: ProgressEvent): void {
    for (const part of event.parts) {
      const reports = this.reports.get(part);
      if (reports === undefined) this.reports.set(part, [event]);
      else reports.push(event);
    }
  }

  part(key: string): PartProgress {
    const last = this.lastOf(key);
    const verified = this.reports.get(key)?.findLast(({ id }) => !this.rejected.has(id) && this.verifiedOn.has(id));
    const completed = last?.status === 'COMPLETED' ? last : null;
    return {
      reported: last?.status ?? 'NOT_STARTED',
      verified: verified?.status ?? 'NOT_STARTED',
      completedOn: completed?.effectiveOn ?? null,
      verifiedOn: completed === null ? null : (this.verifiedOn.get(completed.id) ?? null),
    };
  }

  /**
   * Each member of a collective does its own share: the duty is done with the last of them. Once done it stays done when
   * others become its members, unless one of the claims that closed it is rejected.
   */
  whole(parts: readonly string[]): DutyProgress {
    const { extendedTo } = this;
    const last = parts.map((part) => this.lastOf(part));
    if (last.every((report) => report?.status === 'COMPLETED')) this.closings.push(last as ProgressEvent[]);
    const closing = this.closings.find((claims) => claims.every(({ id }) => !this.rejected.has(id)));
    const own = parts.map((part) => this.part(part));
    const verified = together(own.map((part) => part.verified));
    if (closing === undefined) {
      return { reported: together(own.map(({ reported }) => reported)), verified, completedOn: null, verifiedOn: null, extendedTo };
    }
    const verifiedOn = latest(closing.map(({ id }) => this.verifiedOn.get(id) ?? null));
    const completedOn = latest(closing.map(({ effectiveOn }) => effectiveOn));
    return { reported: 'COMPLETED', verified: verifiedOn === null ? verified : 'COMPLETED', completedOn, verifiedOn, extendedTo };
  }

  private lastOf(part: string): ProgressEvent | undefined {
    return this.reports.get(part)?.findLast(({ id }) => !this.rejected.has(id));
  }
}

function together([first, ...others]: readonly ProgressStatus[]): ProgressStatus {
  return others.every((status) => status === first) ? (first ?? 'NOT_STARTED') : 'IN_PROGRESS';
}

/** The latest day; null when one is missing. */
function latest(days: ReadonlyArray<CalendarDate | null>): CalendarDate | null {
  return days.includes(null) ? null : days.reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null);
}
