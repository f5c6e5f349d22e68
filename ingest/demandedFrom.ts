import type { CalendarDate } from '../domain/calendar';
import type { Corpus } from './corpus';

/**
 * The first day on which a document counts: the day of its issue. Where that is not known, the latest day of issue among the
 * documents that it rests on, carries out or cites, which it cannot precede; failing that, the earliest last day that it sets.
 */
export function demandedFrom(corpus: Corpus): Map<string, CalendarDate | null> {
  const issued = new Map(corpus.documents.map((document) => [document.id, document.issuedOn]));
  return new Map(
    corpus.documents.map((document) => {
      const earlier = [...document.basedOn, ...document.implements, ...document.citations.map((citation) => citation.document ?? '')];
      const notBefore = earlier.flatMap((id) => issued.get(id) ?? []).sort();
      const due = corpus.statements.flatMap((statement) => (statement.document === document.id ? (statement.deadline.dueOn ?? []) : []));
      return [document.id, document.issuedOn ?? notBefore.at(-1) ?? due.sort()[0] ?? null];
    }),
  );
}
