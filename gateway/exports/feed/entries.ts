import { addDays, daysBetween, type CalendarDate } from '../../../domain/calendar';
import { AHEAD, descriptionOf, dueSince, nameOfDocument, written, type DutyRow } from '../duties';
import type { Language } from '../parameters';
import type { Words } from '../words';
import { PHRASES } from './phrases';
import type { ChangeRow, ReportRow } from './questions';

/** One thing that a feed tells, once. */
export interface FeedEntry {
  /** Its place among the tags of the graph: the same for the same thing on every day. */
  readonly key: string;
  readonly at: Date;
  readonly category: string;
  readonly title: string;
  readonly text: string;
  readonly by: string | null;
  /** The duty that it is about. */
  readonly obligationId: string;
}

/** In which words entries are written. */
export interface Wording {
  readonly language: Language;
  readonly words: Words;
}

/** Something that is not done, with its last day. */
interface Pending {
  readonly obligationId: string;
  /** Tells it apart from what else is due for the same duty. */
  readonly key: string;
  readonly dueOn: CalendarDate;
  /** Since when it is due then; null: always. */
  readonly since: CalendarDate | null;
  readonly title: string;
  readonly text: string;
}

/** That the last day of a duty comes near, or has passed. */
export function dueEntries(row: DutyRow & { dueOn: CalendarDate }, today: CalendarDate, wording: Wording): FeedEntry[] {
  const { id: obligationId, dueOn, title } = row;
  const text = descriptionOf(row, wording.words, wording.language);
  return reminders({ obligationId, key: `due/${dueOn}`, dueOn, since: dueSince(row), title, text }, today, wording);
}

/** That the last day of a monthly report comes near, or has passed. */
export function reportEntries({ period, obligation, dueOn, state }: ReportRow, today: CalendarDate, wording: Wording): FeedEntry[] {
  const { language, words } = wording;
  const say = PHRASES[language];
  const title = `${say.report(period)} – ${obligation.title}`;
  const text = [`${say.document}: ${nameOfDocument(obligation.document)}`, `${say.state}: ${words('MonthlyReportState', state)}`].join(
    '\n',
  );
  return reminders({ obligationId: obligation.id, key: `report/${period}`, dueOn, since: null, title, text }, today, wording);
}

function reminders({ obligationId, key, dueOn, since, title, text }: Pending, today: CalendarDate, { language }: Wording): FeedEntry[] {
  const say = PHRASES[language];
  const entry = (which: string, on: CalendarDate, category: string, heading: string): FeedEntry => ({
    key: `${obligationId}/${key}/${which}`,
    at: beginningOf(since !== null && since > on ? since : on),
    category,
    title: `${heading}: ${title}`,
    text,
    by: null,
    obligationId,
  });
  if (dueOn < today) return [entry('passed', addDays(dueOn, 1), 'OVERDUE', say.passed(written(dueOn, language)))];
  return AHEAD.filter((days) => daysBetween(today, dueOn) <= days && (since === null || since <= addDays(dueOn, -days))).map((days) =>
    entry(String(days), addDays(dueOn, -days), 'DUE', say.ahead(days, written(dueOn, language))),
  );
}

/** What was reported and decided. */
export function changeEntry(event: ChangeRow, { language, words }: Wording): FeedEntry {
  const { id, kind, by, effectiveOn, recordedAt, status, percent, note, newDueOn, period, legalBasis, obligation } = event;
  const say = PHRASES[language];
  const happened = words('ObligationEventKind', kind);
  const lines: Array<[string, string | null]> = [
    [say.by, by.name],
    [say.day, written(effectiveOn, language)],
    [say.status, status === null ? null : words('ProgressStatus', status)],
    [say.percent, percent === null ? null : `${String(percent)}%`],
    [say.newDueOn, newDueOn === null ? null : written(newDueOn, language)],
    [say.period, period],
    [say.legalBasis, legalBasis?.label ?? null],
    [say.note, note],
    [say.document, nameOfDocument(obligation.document)],
  ];
  return {
    key: id,
    at: new Date(recordedAt),
    category: kind,
    title: `${happened.charAt(0).toUpperCase()}${happened.slice(1)}: ${obligation.title}`,
    text: lines.flatMap(([label, value]) => (value === null ? [] : `${label}: ${value}`)).join('\n'),
    by: by.name,
    obligationId: obligation.id,
  };
}

/** The first instant of a day in Vietnam. */
export function beginningOf(on: CalendarDate): Date {
  return new Date(`${on}T00:00:00+07:00`);
}
