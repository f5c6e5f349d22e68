import type { CalendarDate } from '../../domain/calendar';
import { pagesByParent, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context, Found } from '../../shared/context';
import { Obligation } from './Obligation';
import { dueInForceSql, joinState } from './standingSql';
import { ObligationOutput } from './types';

const inOrder: Order = { direction: 'ASC', keys: [{ sql: 'o.place', type: 'int' }] };

const carriedOut: Found = {
  from: 'obligation_parent p JOIN obligation r ON r.id = p.parent_id',
  owner: 'p.obligation_id',
  order: 'r.place',
};

/** Duties of higher plans that a duty carries out, in document order. */
export function parents(context: Context, id: string): Promise<Obligation[]> {
  return context.recordsOf(Obligation, carriedOut, id);
}

/** Duties of lower plans that carry a duty out. */
export function children(context: Context, id: string, args: PageArgs): Promise<Page<Obligation>> {
  return context
    .loader<string, Page<Obligation>>(`children ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(Obligation)
        .createQueryBuilder('o')
        .innerJoin('obligation_parent', 'p', 'p.obligation_id = o.id');
      return pagesByParent(context, query, 'p.parent_id', ids, inOrder, args);
    })
    .load(id);
}

/** Duties whose text names a connection, in document order. */
export function obligationsOfConnection(context: Context, id: string, on: CalendarDate, args: PageArgs): Promise<Page<Obligation>> {
  return context
    .loader<string, Page<Obligation>>(`of connection ${on} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(Obligation)
        .createQueryBuilder('o')
        .innerJoin('obligation_connection', 'c', 'c.obligation_id = o.id AND NOT c.implied')
        .where('(o.demanded_from IS NULL OR o.demanded_from <= :on)', { on });
      return pagesByParent(context, query, 'c.connection_id', ids, inOrder, args);
    })
    .load(id);
}

/** The earliest last day, as known today, among the duties that name a connection; null when none has one. */
export function earliestDueOn(context: Context, id: string): Promise<CalendarDate | null> {
  return context
    .loader<string, CalendarDate | null>('earliest due', async (ids) => {
      const query = context.source
        .createQueryBuilder()
        .select(['c.connection_id AS id', `min(${dueInForceSql}) AS due`])
        .from('obligation_connection', 'c')
        .innerJoin(Obligation, 'o', 'o.id = c.obligation_id')
        .where('c.connection_id = ANY(:ids) AND NOT c.implied', { ids, on: context.today })
        .groupBy('c.connection_id');
      const rows = await joinState(query).getRawMany<{ id: string; due: CalendarDate | null }>();
      const due = new Map(rows.map((row) => [row.id, row.due]));
      return ids.map((key) => due.get(key) ?? null);
    })
    .load(id);
}

/** Documents known to be the output of a duty, by day of issue. */
export function outputs(context: Context, id: string): Promise<ObligationOutput[]> {
  return context.rowsOf(
    `SELECT obligation_id AS owner, document_id AS "documentId", issued_on AS "issuedOn", confidence, note AS "noteVi", note_en AS "noteEn"
     FROM obligation_output WHERE obligation_id = ANY($1) ORDER BY issued_on, document_id`,
    id,
  );
}
