import type { CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import { asRecords, byOwner, jsonOf } from '../../shared/database';
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

/** Terms of force in the order of time, each with the document that brought it about where that is asked for. */
export function forceTerms(context: Context, id: string): Promise<ForceTerm[]> {
  return context
    .loader<string, ForceTerm[]>('force', (ids) => {
      const by = context.asks('ForceTerm', 'by') ? told(context, 'by') : null;
      const sql = `SELECT f.document_id AS owner, f.state, f.valid_from AS "from", f.valid_until AS "until", f.dissent, f.confidence, f.note
          ${by === null ? '' : `, ${by.sql} AS "by"`}
        FROM document_force f ${by === null ? '' : 'LEFT JOIN document "by" ON "by".id = f.by_id'} WHERE f.document_id = ANY($1) ORDER BY f.position`;
      return withDocuments<ForceTerm>(context, sql, ids, by === null ? [] : [by]);
    })
    .load(id);
}

/** A document that rows tell under this name. */
interface Told {
  readonly name: string;
  readonly sql: string;
}

function told(context: Context, name: string): Told {
  return { name, sql: jsonOf(context.source.getMetadata(LegalDocument), name, context.asked) };
}

/** Rows by their owners, with the documents that they tell as records. */
async function withDocuments<Row extends object>(
  context: Context,
  sql: string,
  owners: readonly string[],
  documentsTold: readonly Told[],
): Promise<Row[][]> {
  const record = context.source.getMetadata(LegalDocument);
  const rows: Array<{ owner: string } & Record<string, object | null>> = await context.source.query(sql, [owners]);
  for (const row of rows) {
    for (const { name } of documentsTold)
      row[name] = row[name] === null ? null : (asRecords(record, [row[name] as object], context.asked)[0] ?? null);
  }
  return byOwner(owners, rows, ({ owner }) => owner) as unknown as Row[][];
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

/** Mentions in the text of `id`, in order, or (`inverse`) mentions of `id` in the texts held; each with its documents as asked for. */
export function citations(context: Context, id: string, inverse = false): Promise<DocumentCitation[]> {
  const own = inverse ? 'target_id' : 'document_id';
  return context
    .loader<string, DocumentCitation[]>(`citations by ${own}`, (ids) => {
      const asked = ['in', 'document'].filter((field) => context.asks('DocumentCitation', field)).map((name) => told(context, name));
      const sql = `SELECT c.${own} AS owner, c.as_written AS "asWritten", c.path, ARRAY[c.line_first, c.line_last] AS lines, c.note
          ${asked.map(({ name, sql: json }) => `, ${json} AS "${name}"`).join('')}
        FROM document_citation c LEFT JOIN document "in" ON "in".id = c.document_id LEFT JOIN document "document" ON "document".id = c.target_id
        WHERE c.${own} = ANY($1) ORDER BY c.document_id, c.position`;
      return withDocuments<DocumentCitation>(context, sql, ids, asked);
    })
    .load(id);
}
