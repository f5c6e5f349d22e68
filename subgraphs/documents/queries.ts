import type { CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import { NamedIds } from '../../shared/NamedIds';
import { page, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context, Found } from '../../shared/context';
import { LegalDocument } from './LegalDocument';
import type { DocumentCitation, DocumentFilter, ForceTerm } from './types';

const byIssue: Order = {
  direction: 'ASC',
  keys: [
    { sql: "coalesce(d.issued_on, 'infinity'::date)", type: 'date' },
    { sql: 'd.id', type: 'text' },
  ],
};

/** The rule of domain/force.ts, in SQL. */
const forceOnDay = `CASE
  WHEN d.issued_on > :on THEN 'NOT_YET'
  ELSE coalesce(
    (SELECT f.state FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent
       AND (f.valid_from IS NULL OR f.valid_from <= :on) AND (f.valid_until IS NULL OR f.valid_until > :on)
     ORDER BY f.position DESC LIMIT 1),
    (SELECT CASE WHEN bool_and(f.valid_from IS NOT NULL) AND min(f.valid_from) > :on THEN 'NOT_YET' END
     FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent),
    'UNKNOWN') END`;

/** Documents by day of issue; the undated last. */
export function documents(context: Context, filter: DocumentFilter, on: CalendarDate, args: PageArgs): Promise<Page<LegalDocument>> {
  const query = context.source.getRepository(LegalDocument).createQueryBuilder('d').setParameter('on', on);
  const named = new NamedIds(context);
  if (filter.ids) query.andWhere('d.id = ANY(:ids)', { ids: named.known('document', filter.ids, 'filter.ids') });
  if (filter.kinds) query.andWhere('d.kind = ANY(:kinds)', { kinds: filter.kinds });
  if (filter.issuerIds) {
    const issuerIds = named.known(`"${context.schemas.of('agencies')}".pub_agency`, filter.issuerIds, 'filter.issuerIds');
    query.andWhere('d.issuer_id = ANY(:issuerIds)', { issuerIds });
  }
  if (filter.number) query.andWhere('d.number = :number', { number: filter.number });
  if (filter.force) query.andWhere(`${forceOnDay} = ANY(:force)`, { force: filter.force });
  if (filter.held !== null && filter.held !== undefined) query.andWhere('d.held = :held', { held: filter.held });
  if (filter.text) query.andWhere('d.terms LIKE :text', { text: `%${fold(filter.text)}%` });
  return named.around(page(context, query, byIssue, args), (list) => list.isEmpty);
}

export type StoredForce = Omit<ForceTerm, 'by'> & { byId: string | null };

/** Terms of force in the order of time. */
export function forceTerms(context: Context, id: string): Promise<StoredForce[]> {
  return context.rowsOf(
    `SELECT document_id AS owner, state, valid_from AS "from", valid_until AS "until", by_id AS "byId", dissent, confidence, note
     FROM document_force WHERE document_id = ANY($1) ORDER BY position`,
    id,
  );
}

const relatedBy = (relation: 'BASED_ON' | 'IMPLEMENTS', own: string, other: string): Found => ({
  from: `document_relation x JOIN document r ON r.id = x.${other} AND x.relation = '${relation}'`,
  owner: `x.${own}`,
  order: `x.position, x.${other}`,
});

/** Documents that one names in a relation, or that name it. */
export const relations = {
  basedOn: relatedBy('BASED_ON', 'document_id', 'target_id'),
  implements: relatedBy('IMPLEMENTS', 'document_id', 'target_id'),
  implementedBy: relatedBy('IMPLEMENTS', 'target_id', 'document_id'),
};

/** Mentions in the text of `id`, in order, or (`inverse`) mentions of `id` in the texts held. */
export function citations(context: Context, id: string, inverse = false): Promise<DocumentCitation[]> {
  const own = inverse ? 'target_id' : 'document_id';
  return context.rowsOf(
    `SELECT ${own} AS owner, document_id AS "documentId", target_id AS "targetId", as_written AS "asWritten", path, ARRAY[line_first, line_last] AS lines, note
     FROM document_citation WHERE ${own} = ANY($1) ORDER BY document_id, position`,
    id,
  );
}
