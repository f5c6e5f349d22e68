import { Readable } from 'node:stream';
import ical, { ICalEventRepeatingFreq, ICalEventTransparency, type ICalEventData } from 'ical-generator';
import { addMonths, day, lastDayOfMonth, type CalendarDate } from '../../domain/calendar';
import { started, type Asking, type GraphReader, type Page, type Question } from './GraphReader';
import type { Language } from './parameters';
import { Refusal } from './Refusal';
import { wordsOf, type Words } from './words';

interface DutyRow {
  readonly id: string;
  readonly title: string;
  readonly document: { readonly number: string | null; readonly title: string; readonly issuedOn: CalendarDate | null };
  readonly statements: readonly { readonly path: string }[];
  readonly dueOn: CalendarDate | null;
  readonly standing: string;
  readonly deadline: {
    readonly text: string;
    readonly recurrence: { readonly every: string; readonly beforeDay: number | null; readonly onDay: number | null } | null;
    readonly trigger: { readonly fulfilledOn: CalendarDate | null } | null;
  };
}

interface Owed {
  readonly agency: { readonly owes: Page<DutyRow> };
}

const nameQuery = 'query CalendarOf($id: ID!, $language: Language!) { agency(id: $id) { name(language: $language) } }';
const dutiesQuery = `query CalendarDuties($id: ID!, $filter: ObligationFilter, $orderBy: ObligationOrder = DUE_ON_ASC, $language: Language!, $after: String) {
  agency(id: $id) {
    owes(filter: $filter, orderBy: $orderBy, first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        title(language: $language)
        document { number title(language: $language) issuedOn }
        statements { path }
        dueOn
        standing
        deadline { text recurrence { every beforeDay onDay } trigger { fulfilledOn } }
      }
    }
  }
}`;

export interface CalendarRequest {
  /** With or without `agency:`. */
  readonly agency: string;
  readonly language: Language;
  readonly asking: Asking;
}

/** The due days of what an agency owes, as iCalendar; null where the graph has not what it needs. */
export function calendarOf(reader: GraphReader): ((request: CalendarRequest) => Promise<Readable>) | null {
  const nameOf = reader.question(nameQuery);
  const dutiesOf = reader.question(dutiesQuery);
  if (nameOf === null || dutiesOf === null) return null;
  return async ({ agency, language, asking }) => {
    const id = agency.startsWith('agency:') ? agency : `agency:${agency}`;
    const asked = { ...asking, variables: { ...asking.variables, id } };
    const name = await nameOfAgency(reader, nameOf, { headers: asked.headers, variables: { id, language } });
    const rows = await started(reader.rows(dutiesOf, asked, (data) => (data as Owed).agency.owes));
    return Readable.from(written(name, rows, wordsOf(reader.schema, language), language), { objectMode: false });
  };
}

async function nameOfAgency(reader: GraphReader, question: Question, asking: Asking): Promise<string> {
  const { agency } = (await reader.ask(question, asking)) as { agency: { name: string } | null };
  if (agency !== null) return agency.name;
  throw new Refusal(404, 'NOT_FOUND', `there is no agency ${JSON.stringify(asking.variables.id)}; find ids with search`, ['agency']);
}

const EVENT = /BEGIN:VEVENT[^]*END:VEVENT\r\n/;
const END = 'END:VCALENDAR';

/** The library writes a calendar whole; here it writes the frame once and each event in a calendar of its own. */
async function* written(
  name: string,
  rows: AsyncIterable<DutyRow>,
  words: Words,
  language: Language,
): AsyncGenerator<string, void, undefined> {
  const frame = calendar(name).toString();
  yield frame.slice(0, frame.indexOf(END));
  for await (const row of rows) {
    const event = eventOf(row, words, language);
    if (event === null) continue;
    const around = calendar(name);
    around.createEvent(event);
    yield EVENT.exec(around.toString())?.[0] ?? '';
  }
  yield `${END}\r\n`;
}

function calendar(name: string): ReturnType<typeof ical> {
  const made = ical({ name, prodId: { company: 'Ket Noi', product: 'ketnoi' } });
  made.x('X-WR-TIMEZONE', 'Asia/Ho_Chi_Minh');
  return made;
}

/** Null: neither a last day nor a day of the month. */
function eventOf(row: DutyRow, words: Words, language: Language): ICalEventData | null {
  const monthly = monthDay(row);
  const start = monthly === null ? row.dueOn : firstOn(row.document.issuedOn, monthly);
  if (start === null) return null;
  const since = instant(lastChange(row) ?? start);
  return {
    id: `${row.id}@ketnoi`,
    start: instant(start),
    allDay: true,
    summary: row.title,
    description: descriptionOf(row, words, language),
    // Known from the documents alone, so that the same duty reads the same on every day.
    stamp: since,
    lastModified: since,
    transparency: ICalEventTransparency.TRANSPARENT,
    ...(monthly === null ? {} : { repeating: { freq: ICalEventRepeatingFreq.MONTHLY, byMonthDay: [monthly] } }),
  };
}

/** The day of each month on which it is due, -1 for the last one: before day 22 is the 21st, before day 1 the end of the month before. */
function monthDay({ deadline: { recurrence } }: DutyRow): number | null {
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

/** The day on which the duty came to be due then: the document's, or its trigger's. */
function lastChange({ document: { issuedOn }, dueOn, deadline: { trigger } }: DutyRow): CalendarDate | null {
  const fulfilledOn = dueOn === null ? null : (trigger?.fulfilledOn ?? null);
  return fulfilledOn !== null && (issuedOn === null || fulfilledOn > issuedOn) ? fulfilledOn : issuedOn;
}

function instant(on: CalendarDate): Date {
  return new Date(`${on}T00:00:00Z`);
}

function descriptionOf({ document, statements, deadline, standing }: DutyRow, words: Words, language: Language): string {
  const [document_, provision, term, state] = language === 'EN' ? EN : VI;
  const paths = statements.map(({ path }) => path).join('; ');
  const source = document.number === null ? document.title : `${document.number}, ${document.title}`;
  const lines = [`${document_}: ${source}`, `${provision}: ${paths}`, `${state}: ${words('Standing', standing)}`];
  if (deadline.text !== '') lines.splice(2, 0, `${term}: ${deadline.text}`);
  return lines.join('\n');
}

const VI = ['Văn bản', 'Điều khoản', 'Thời hạn', 'Tình trạng'] as const;
const EN = ['Document', 'Provision', 'Deadline', 'Standing'] as const;
