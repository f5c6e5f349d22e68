import { generateAtomFeed } from 'feedsmith';
import type { Language } from '../parameters';
import type { FeedEntry } from './entries';
import { PHRASES } from './phrases';

interface Head {
  /** Of the body that the feed is for. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly self: URL;
  readonly updated: Date;
}

/** A feed in Atom (RFC 4287). */
export function atom({ id, name, language, self, updated }: Head, entries: readonly FeedEntry[]): string {
  const address = (path: string, query: Record<string, string>) => new URL(`${path}?${new URLSearchParams(query).toString()}`, self).href;
  return generateAtomFeed({
    id: tag(`feed/${id}`),
    title: { value: clean(PHRASES[language].feed(name)) },
    updated,
    xml: { lang: language.toLowerCase() },
    authors: [{ name: 'Kết Nối' }],
    links: [
      { rel: 'self', type: 'application/atom+xml', href: self.href },
      { rel: 'alternate', type: 'text/html', href: address('/graphql', { query: dutiesOf(id) }) },
      { rel: 'related', type: 'text/calendar', href: address(`/calendar/${encodeURI(id)}.ics`, { language }) },
    ],
    entries: entries.map(({ key, at, category, title, text, by, obligationId }) => ({
      id: tag(key),
      title: { value: clean(title) },
      updated: at,
      published: at,
      categories: [{ term: category }],
      ...(by === null ? {} : { authors: [{ name: clean(by) }] }),
      summary: { value: clean(text) },
      links: [
        { rel: 'alternate', type: 'text/html', href: address('/graphql', { query: dutyOf(obligationId) }) },
        { rel: 'related', type: 'text/csv', href: address('/export/obligations.csv', { ids: obligationId, language }) },
      ],
    })),
  });
}

/** A tag URI (RFC 4151): the same for all time, wherever the graph is served. */
function tag(specific: string): string {
  return `tag:ketnoi,2026:${encodeURI(specific)}`;
}

function dutyOf(id: string): string {
  return `{ obligation(id: ${JSON.stringify(id)}) { title document { number } dueOn standing reportedStatus verifiedStatus bearers { explanation } history { nodes { kind effectiveOn by { name } note } } } }`;
}

function dutiesOf(id: string): string {
  return `{ agency(id: ${JSON.stringify(id)}) { name owes { nodes { id title dueOn standing } } } }`;
}

/** Without the characters that XML has no way to write. */
function clean(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
