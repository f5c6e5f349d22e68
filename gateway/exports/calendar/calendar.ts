import { Readable } from 'node:stream';
import ical from 'ical-generator';
import { agencyIdOf, agencyNameQuery, nameOfAgency } from '../duties';
import { started, type Asking, type GraphReader, type Page } from '../GraphReader';
import type { Language } from '../parameters';
import { wordsOf, type Words } from '../words';
import { calendarFields, eventOf, type CalendarRow } from './event';

interface Owed {
  readonly agency: { readonly owes: Page<CalendarRow> };
}

const dutiesQuery = `query CalendarDuties($id: ID!, $filter: ObligationFilter, $orderBy: ObligationOrder = DUE_ON_ASC, $language: Language!, $after: String) {
  agency(id: $id) {
    owes(filter: $filter, orderBy: $orderBy, first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        ${calendarFields}
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
  const nameOf = reader.question(agencyNameQuery);
  const dutiesOf = reader.question(dutiesQuery);
  if (nameOf === null || dutiesOf === null) return null;
  return async ({ agency, language, asking }) => {
    const id = agencyIdOf(agency);
    const asked = { ...asking, variables: { ...asking.variables, id } };
    const name = await nameOfAgency(reader, nameOf, { headers: asked.headers, variables: { id, language } });
    const rows = await started(reader.rows(dutiesOf, asked, (data) => (data as Owed).agency.owes));
    return Readable.from(written(name, rows, wordsOf(reader.schema, language), language), { objectMode: false });
  };
}

const EVENT = /BEGIN:VEVENT[^]*END:VEVENT\r\n/;
const END = 'END:VCALENDAR';

/** The library writes a calendar whole; here it writes the frame once and each event in a calendar of its own. */
async function* written(
  name: string,
  rows: AsyncIterable<CalendarRow>,
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
