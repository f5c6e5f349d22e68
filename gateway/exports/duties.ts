import { type CalendarDate } from '../../domain/calendar';
import type { Asking, GraphReader, Question } from './GraphReader';
import type { Language } from './parameters';
import { Refusal } from './Refusal';
import type { Words } from './words';

/** How many days ahead of the last day a reminder comes, the first one first. */
export const AHEAD = [7, 3, 1] as const;

/** A duty of a body, as reminders of it need it. */
export interface DutyRow {
  readonly id: string;
  readonly title: string;
  readonly document: { readonly number: string | null; readonly title: string; readonly issuedOn: CalendarDate | null };
  readonly statements: readonly { readonly path: string }[];
  readonly dueOn: CalendarDate | null;
  readonly standing: string;
  readonly deadline: {
    readonly text: string;
    readonly trigger: { readonly fulfilledOn: CalendarDate | null } | null;
  };
}

export const dutyFields = `
  id
  title(language: $language)
  document { number title(language: $language) issuedOn }
  statements { path }
  dueOn
  standing
  deadline { text trigger { fulfilledOn } }`;

export const agencyNameQuery = 'query NameOfAgency($id: ID!, $language: Language!) { agency(id: $id) { name(language: $language) } }';

/** `agency:` goes without saying in an address. */
export function agencyIdOf(named: string): string {
  return named.startsWith('agency:') ? named : `agency:${named}`;
}

/** @throws Refusal when there is no such body */
export async function nameOfAgency(reader: GraphReader, question: Question, asking: Asking): Promise<string> {
  const { agency } = (await reader.ask(question, asking)) as { agency: { name: string } | null };
  if (agency !== null) return agency.name;
  throw new Refusal(404, 'NOT_FOUND', `there is no agency ${JSON.stringify(asking.variables.id)}; find ids with search`, ['agency']);
}

/** The day on which the duty came to be due then: the document's, or its trigger's. */
export function dueSince({ document: { issuedOn }, dueOn, deadline: { trigger } }: DutyRow): CalendarDate | null {
  const fulfilledOn = dueOn === null ? null : (trigger?.fulfilledOn ?? null);
  return fulfilledOn !== null && (issuedOn === null || fulfilledOn > issuedOn) ? fulfilledOn : issuedOn;
}

/** Document, provision, deadline and standing, a line each. */
export function descriptionOf({ document, statements, deadline, standing }: DutyRow, words: Words, language: Language): string {
  const label = LABELS[language];
  const lines = [`${label.document}: ${nameOfDocument(document)}`, `${label.provision}: ${statements.map(({ path }) => path).join('; ')}`];
  if (deadline.text !== '') lines.push(`${label.deadline}: ${deadline.text}`);
  return [...lines, `${label.standing}: ${words('Standing', standing)}`].join('\n');
}

export function nameOfDocument({ number, title }: DutyRow['document']): string {
  return number === null ? title : `${number}, ${title}`;
}

/** A day as it is written in Vietnam, and in English. */
export function written(on: CalendarDate, language: Language): string {
  return language === 'VI' ? on.split('-').reverse().join('/') : on;
}

const LABELS = {
  VI: { document: 'Văn bản', provision: 'Điều khoản', deadline: 'Thời hạn', standing: 'Tình trạng' },
  EN: { document: 'Document', provision: 'Provision', deadline: 'Deadline', standing: 'Standing' },
} as const;
