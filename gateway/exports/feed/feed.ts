import type { CalendarDate } from '../../../domain/calendar';
import { agencyIdOf, agencyNameQuery, nameOfAgency } from '../duties';
import type { Asking, GraphReader } from '../GraphReader';
import type { Language } from '../parameters';
import { wordsOf } from '../words';
import { beginningOf, changeEntry, dueEntries, reportEntries } from './entries';
import { feedRows } from './questions';

export interface FeedRequest {
  /** With or without `agency:`. */
  readonly agency: string;
  readonly language: Language;
  readonly today: CalendarDate;
  readonly headers: Asking['headers'];
  /** Where the feed was asked for. */
  readonly self: URL;
}

export interface Feed {
  readonly xml: string;
  readonly updated: Date;
}

/** What comes due, fell due and changed among the duties of a body; null where the graph has not what it needs. */
export function feedOf(reader: GraphReader): ((request: FeedRequest) => Promise<Feed>) | null {
  const nameQuestion = reader.question(agencyNameQuery);
  const rowsOf = feedRows(reader);
  if (nameQuestion === null || rowsOf === null) return null;
  return async ({ agency, language, today, headers, self }) => {
    const id = agencyIdOf(agency);
    const asking = { headers, variables: { id, language } };
    const name = await nameOfAgency(reader, nameQuestion, asking);
    const { due, reports, changes } = await rowsOf(today, asking);
    const wording = { language, words: wordsOf(reader.schema, language) };
    const entries = [
      ...due.flatMap((row) => dueEntries(row, today, wording)),
      ...reports.flatMap((row) => reportEntries(row, today, wording)),
      ...changes.map((event) => changeEntry(event, wording)),
    ].sort((a, b) => b.at.getTime() - a.at.getTime() || a.key.localeCompare(b.key));
    const { atom } = await import('./atom.ts');
    const updated = entries[0]?.at ?? beginningOf(today);
    return { xml: atom({ id, name, language, self, updated }, entries), updated };
  };
}
