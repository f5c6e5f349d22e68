import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface Link {
  readonly rel: string;
  readonly type: string;
  readonly href: string;
}

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly summary: string;
  readonly category: ReadonlyArray<{ readonly term: string }>;
  readonly author?: ReadonlyArray<{ readonly name: string }>;
  readonly link: readonly Link[];
}

export interface Feed extends Pick<Entry, 'id' | 'title' | 'updated' | 'link'> {
  readonly lang: string;
  readonly author: ReadonlyArray<{ readonly name: string }>;
  readonly entry: readonly Entry[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  isArray: (name) => ['entry', 'link', 'author', 'category'].includes(name),
});

/** Reads an Atom feed as a feed reader does. */
export function readFeed(xml: string): Feed {
  expect(XMLValidator.validate(xml)).toBe(true);
  const { feed } = parser.parse(xml) as {
    feed: Omit<Feed, 'lang' | 'entry'> & { entry?: readonly Entry[] } & { xmlns: string; 'xml:lang': string };
  };
  expect(feed.xmlns).toBe('http://www.w3.org/2005/Atom');
  return { ...feed, entry: feed.entry ?? [], lang: feed['xml:lang'] };
}

/** What a feed tells of one thing, without the head of its tags. */
export function toldOf({ entry }: Feed, of: string): string[] {
  const head = `tag:ketnoi,2026:${of}/`;
  return entry.filter(({ id }) => id.startsWith(head)).map(({ id }) => id.slice(head.length));
}
