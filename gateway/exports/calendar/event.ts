import {
  ICalAlarmType,
  ICalEventRepeatingFreq,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalAlarmData,
  type ICalEventData,
} from 'ical-generator';
import { addMonths, day, lastDayOfMonth, type CalendarDate } from '../../../domain/calendar';
import { AHEAD, descriptionOf, dueSince, dutyFields, written, type DutyRow } from '../duties';
import type { Language } from '../parameters';
import type { Words } from '../words';

export interface CalendarRow extends DutyRow {
  readonly deadline: DutyRow['deadline'] & {
    readonly recurrence: { readonly every: string; readonly beforeDay: number | null; readonly onDay: number | null } | null;
  };
  readonly reportedStatus: string;
  readonly completedOn: CalendarDate | null;
  readonly version: number;
  readonly lastEvent: {
    readonly kind: string;
    readonly effectiveOn: CalendarDate;
    readonly recordedAt: string;
    readonly by: { readonly name: string };
  } | null;
}

export const calendarFields = `${dutyFields}
  deadline { recurrence { every beforeDay onDay } }
  reportedStatus
  completedOn
  version
  lastEvent { kind effectiveOn recordedAt by { name(language: $language) } }`;

/** The last day of a duty, or its day of the month. Null: it has neither. */
export function eventOf(row: CalendarRow, words: Words, language: Language): ICalEventData | null {
  const monthly = monthDay(row);
  const start = monthly === null ? row.dueOn : firstOn(row.document.issuedOn, monthly);
  if (start === null) return null;
  const { done, overdue, stopped } = stateOf(row);
  const changed = lastChange(row, start);
  const heading = HEADINGS[language];
  const before = done ? heading.done : overdue ? heading.overdue : stopped ? heading.stopped : '';
  return {
    id: `${row.id}@ketnoi`,
    start: instant(start),
    allDay: true,
    summary: `${before}${row.title}`,
    description: [descriptionOf(row, words, language), ...changesOf(row, words, language)].join('\n'),
    // Known from the documents and the log alone, so that the same duty reads the same on every day.
    stamp: changed,
    lastModified: changed,
    sequence: row.version,
    // Of a duty that is stopped the day still counts, but may be moved.
    status: stopped ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    categories: [{ name: words('Standing', row.standing) }],
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: done || overdue ? [] : AHEAD.map((days) => alarm(days, row.title, language)),
    ...(monthly === null ? {} : { repeating: { freq: ICalEventRepeatingFreq.MONTHLY, byMonthDay: [monthly] } }),
  };
}

function stateOf({ standing, reportedStatus }: CalendarRow): Record<'done' | 'overdue' | 'stopped', boolean> {
  return { done: standing.startsWith('COMPLETED'), overdue: standing === 'OPEN_OVERDUE', stopped: reportedStatus === 'SUSPENDED' };
}

function alarm(days: number, title: string, language: Language): ICalAlarmData {
  return { type: ICalAlarmType.display, trigger: days * SECONDS_OF_A_DAY, description: `${HEADINGS[language].ahead(days)}: ${title}` };
}

/** When what the event says was last changed: by the documents, or by an entry in the log. */
function lastChange(row: CalendarRow, start: CalendarDate): Date {
  const ordered = instant(dueSince(row) ?? start);
  const logged = row.lastEvent === null ? ordered : new Date(row.lastEvent.recordedAt);
  return logged > ordered ? logged : ordered;
}

function changesOf({ reportedStatus, completedOn, lastEvent }: CalendarRow, words: Words, language: Language): string[] {
  if (lastEvent === null) return [];
  const heading = HEADINGS[language];
  const since = completedOn === null ? '' : ` (${written(completedOn, language)})`;
  return [
    `${heading.progress}: ${words('ProgressStatus', reportedStatus)}${since}`,
    `${heading.newest}: ${words('ObligationEventKind', lastEvent.kind)}, ${written(lastEvent.effectiveOn, language)}, ${lastEvent.by.name}`,
  ];
}

/** The day of each month on which it is due, -1 for the last one: before day 22 is the 21st, before day 1 the end of the month before. */
function monthDay({ deadline: { recurrence } }: CalendarRow): number | null {
  if (recurrence?.every !== 'MONTH') return null;
  if (recurrence.onDay !== null) return recurrence.onDay;
  if (recurrence.beforeDay === null) return null;
  return recurrence.beforeDay === 1 ? -1 : recurrence.beforeDay - 1;
}

/** The first such day from the document's own day on; null: that day is not known. */
function firstOn(issuedOn: CalendarDate | null, monthly: number): CalendarDate | null {
  if (issuedOn === null) return null;
  const inMonth = (month: CalendarDate): CalendarDate => {
    const last = lastDayOfMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
    return monthly === -1 || monthly > Number(last.slice(8)) ? last : day(`${month.slice(0, 8)}${String(monthly).padStart(2, '0')}`);
  };
  const first = inMonth(issuedOn);
  return first >= issuedOn ? first : inMonth(addMonths(issuedOn, 1));
}

function instant(on: CalendarDate): Date {
  return new Date(`${on}T00:00:00Z`);
}

const SECONDS_OF_A_DAY = 86_400;

const HEADINGS = {
  VI: {
    done: 'Đã xong: ',
    overdue: 'Quá hạn: ',
    stopped: 'Tạm dừng: ',
    progress: 'Tiến độ báo cáo',
    newest: 'Thay đổi mới nhất',
    ahead: (days: number) => `Còn ${String(days)} ngày`,
  },
  EN: {
    done: 'Done: ',
    overdue: 'Overdue: ',
    stopped: 'Suspended: ',
    progress: 'Reported progress',
    newest: 'Last change',
    ahead: (days: number) => `${String(days)} day${days === 1 ? '' : 's'} left`,
  },
} as const;
