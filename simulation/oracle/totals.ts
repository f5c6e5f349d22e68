import { daysBetween, type CalendarDate } from '../../domain/calendar';
import type { Oracle } from './Oracle';
import { monthlyDueOn } from './rules';
import type { Picture } from './standing';
import type { Duty, Level } from './World';

export interface Counts {
  readonly total: number;
  readonly completedOnTime: number;
  readonly completedLate: number;
  readonly openInTerm: number;
  readonly openOverdue: number;
  readonly undated: number;
  readonly meanDaysLate: number | null;
}

export type Pictures = ReadonlyMap<string, Picture>;

/** Every duty at the end of `asOf`, by what was known at the end of `knownOn`. */
export function picturesOn(oracle: Oracle, asOf: CalendarDate, knownOn: CalendarDate | null = null): Pictures {
  return new Map([...oracle.world.duties.keys()].map((id) => [id, oracle.picture(id, asOf, knownOn)]));
}

export function countsOf(pictures: readonly Picture[]): Counts {
  const standing = (...wanted: string[]) => pictures.filter((picture) => wanted.includes(picture.standing)).length;
  const late = pictures.flatMap((picture) => picture.daysLate ?? []);
  return {
    total: pictures.length,
    completedOnTime: standing('COMPLETED_ON_TIME'),
    completedLate: standing('COMPLETED_LATE'),
    openInTerm: standing('OPEN_IN_TERM'),
    openOverdue: standing('OPEN_OVERDUE'),
    undated: standing('OPEN_UNDATED', 'AWAITING_TRIGGER', 'COMPLETED_UNDATED'),
    meanDaysLate: late.length === 0 ? null : late.reduce((sum, days) => sum + days, 0) / late.length,
  };
}

/** Duties by the groups that each belongs to; one of no group belongs to the group null. */
export function groupedBy(
  oracle: Oracle,
  pictures: Pictures,
  groupsOf: (duty: Duty, picture: Picture) => ReadonlyArray<string | null>,
): Map<string | null, Picture[]> {
  const groups = new Map<string | null, Picture[]>();
  for (const [id, picture] of pictures) {
    const keys = groupsOf(oracle.world.duty(id), picture);
    for (const key of keys.length === 0 ? [null] : new Set(keys)) groups.set(key, [...(groups.get(key) ?? []), picture]);
  }
  return groups;
}

/** Bodies that bear a duty on a day, each once. */
export function bearersOf(oracle: Oracle, dutyId: string, on: CalendarDate): string[] {
  return [...new Set(oracle.world.leads(dutyId, on).map((lead) => lead.agencyId))];
}

export interface Card extends Counts {
  readonly rankInLevel: number | null;
}

/** The scorecards of all bodies that bear a duty on a day. */
export function scorecardsOn(oracle: Oracle, pictures: Pictures, on: CalendarDate): Map<string, Card> {
  const borne = groupedBy(oracle, pictures, (duty) => bearersOf(oracle, duty.id, on));
  borne.delete(null);
  const shares = [...borne].flatMap(([agencyId, own]) => {
    const dated = own.filter((picture) => picture.dueOn !== null).length;
    const overdue = own.filter((picture) => picture.standing === 'OPEN_OVERDUE').length;
    const level = oracle.world.agencies.get(agencyId ?? '')?.level;
    return dated === 0 ? [] : [{ agencyId, level, share: overdue / dated }];
  });
  return new Map(
    [...borne].map(([agencyId, own]) => {
      const mine = shares.find((entry) => entry.agencyId === agencyId);
      const better = shares.filter((entry) => mine !== undefined && entry.level === mine.level && entry.share < mine.share);
      return [agencyId ?? '', { ...countsOf(own), rankInLevel: mine === undefined ? null : better.length + 1 }];
    }),
  );
}

export interface MonthlyStanding {
  readonly agencyId: string;
  readonly dutyId: string;
  readonly dueOn: CalendarDate;
  readonly filedOn: CalendarDate | null;
  readonly state: 'IN_TIME' | 'LATE' | 'MISSING' | 'NOT_YET_DUE';
  readonly daysLate: number | null;
}

/** Who owed a report for a month, and how that stands at the end of `asOf`. */
export function monthlyStandings(oracle: Oracle, period: string, asOf: CalendarDate): MonthlyStanding[] {
  return [...oracle.world.duties.values()].flatMap((duty) => {
    const dueOn = monthlyDueOn(duty, period);
    if (dueOn === null || (duty.demandedFrom !== null && dueOn < duty.demandedFrom)) return [];
    return bearersOf(oracle, duty.id, dueOn).map((agencyId): MonthlyStanding => {
      const filed = oracle
        .events(duty.id)
        .find((event) => event.period === period && event.by === agencyId && event.kind === 'MONTHLY_REPORT_FILED');
      const filedOn = filed !== undefined && filed.effectiveOn <= asOf ? filed.effectiveOn : null;
      const late = Math.max(0, daysBetween(dueOn, filedOn ?? asOf));
      const state = filedOn !== null ? (late > 0 ? 'LATE' : 'IN_TIME') : late > 0 ? 'MISSING' : 'NOT_YET_DUE';
      return { agencyId, dutyId: duty.id, dueOn, filedOn, state, daysLate: late > 0 ? late : null };
    });
  });
}

export type ConnectionStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'CLAIMED' | 'VERIFIED' | 'SUSPENDED';

const levels: readonly Level[] = ['CENTRAL', 'PROVINCE', 'DISTRICT', 'COMMUNE', 'NON_STATE'];

/** How far each connection is that some duty demands by name: the duties of the highest level decide. */
export function connectionStatuses(oracle: Oracle, pictures: Pictures): Map<string, ConnectionStatus> {
  const demanding = new Map<string, Duty[]>();
  for (const duty of oracle.world.duties.values()) {
    if (duty.kind !== 'CONNECTION') continue;
    for (const id of duty.connectionIds) demanding.set(id, [...(demanding.get(id) ?? []), duty]);
  }
  return new Map(
    [...demanding].map(([id, duties]) => {
      const highest = levels.find((level) => duties.some((duty) => duty.level === level));
      const deciding = duties.filter((duty) => duty.level === highest).flatMap((duty) => pictures.get(duty.id) ?? []);
      if (deciding.some((picture) => picture.verified === 'COMPLETED')) return [id, 'VERIFIED'];
      if (deciding.some((picture) => picture.reported === 'COMPLETED')) return [id, 'CLAIMED'];
      if (deciding.some((picture) => picture.reported === 'IN_PROGRESS')) return [id, 'IN_PROGRESS'];
      return [id, deciding.some((picture) => picture.reported === 'SUSPENDED') ? 'SUSPENDED' : 'NOT_STARTED'];
    }),
  );
}
