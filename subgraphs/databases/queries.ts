import type { CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import { connectionStatuses } from '../../domain/progress';
import { validOn } from '../../shared/database';
import { badInput } from '../../shared/errors';
import { NamedIds } from '../../shared/NamedIds';
import { page, pagesByParent, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context, Found } from '../../shared/context';
import { Database } from './Database';
import { DataConnection } from './DataConnection';
import type { DatabaseFilter, DataConnectionFilter } from './types';

const byName: Order = {
  direction: 'ASC',
  keys: [
    { sql: 'd.name COLLATE "vi-x-icu"', type: 'text' },
    { sql: 'd.id', type: 'text' },
  ],
};
const byId: Order = { direction: 'ASC', keys: [{ sql: 'c.id', type: 'text' }] };

const onListInForce = `EXISTS (SELECT 1 FROM national_list_member m JOIN national_list l ON l.id = m.list_id WHERE m.database_id = d.id AND ${validOn('l')})`;

/** Some document issued by the day calls it 'quốc gia'. */
function calledNational(context: Context): string {
  return `EXISTS (SELECT 1 FROM "${context.schemas.of('documents')}".pub_document p
    WHERE p.id = ANY(d.called_national_in) AND (p.issued_on IS NULL OR p.issued_on <= :on))`;
}

/** Databases by name; owners and the national list are those of the day. */
export function databases(context: Context, filter: DatabaseFilter, on: CalendarDate, args: PageArgs): Promise<Page<Database>> {
  const query = context.source.getRepository(Database).createQueryBuilder('d').setParameter('on', on);
  const named = new NamedIds(context);
  if (filter.ids) query.andWhere('d.id = ANY(:ids)', { ids: named.known('database', filter.ids, 'filter.ids') });
  if (filter.kinds) query.andWhere('d.kind = ANY(:kinds)', { kinds: filter.kinds });
  if (filter.ownerIds) {
    const ownerIds = named.known(`"${context.schemas.of('agencies')}".pub_agency`, filter.ownerIds, 'filter.ownerIds');
    query.andWhere(
      `EXISTS (SELECT 1 FROM database_owner o WHERE o.database_id = d.id AND o.agency_id = ANY(:ownerIds) AND ${validOn('o')})`,
      { ownerIds },
    );
  }
  if (filter.national !== null && filter.national !== undefined) query.andWhere(filter.national ? onListInForce : `NOT ${onListInForce}`);
  if (typeof filter.calledNationalNotListed === 'boolean')
    query.andWhere(`${filter.calledNationalNotListed ? '' : 'NOT '}(${calledNational(context)} AND NOT ${onListInForce})`);
  if (filter.text) query.andWhere('d.terms LIKE :text', { text: `%${fold(filter.text)}%` });
  return named.around(page(context, query, byName, args), (list) => list.isEmpty);
}

/** Owner on a day; of several readings the surest. Null: no source says. */
export async function ownerId(context: Context, id: string, on: CalendarDate): Promise<string | null> {
  const owners = await context.rowsOf<{ agency: string }>(
    `SELECT o.database_id AS owner, o.agency_id AS agency FROM database_owner o WHERE o.database_id = ANY($1) AND ${validOn('o', '$2')}
     ORDER BY o.confidence = 'DISPUTED', o.valid_from NULLS LAST`,
    id,
    on,
  );
  return owners[0]?.agency ?? null;
}

const ofGroup: Found = { from: 'database_part p JOIN database r ON r.id = p.part_id', owner: 'p.group_id', order: 'p.position' };

/** Parts of a group, in the order the text names them. */
export function parts(context: Context, id: string): Promise<Database[]> {
  return context.recordsOf(Database, ofGroup, id);
}

/** What demands a connection, as the obligations publish it. */
function demandOf(context: Context): string {
  return `SELECT 1 FROM "${context.schemas.of('obligations')}".pub_connection_demand p WHERE p.connection_id = c.id`;
}

/** The extension in force of a duty `p`. */
function extendedTo(context: Context): string {
  return `(SELECT x.due_on FROM "${context.schemas.of('obligations')}".pub_extension x WHERE x.obligation_id = p.obligation_id AND ${validOn('x')})`;
}

/** How far the connection `c` is: the place of its status in the list of all. */
function furthest(context: Context): string {
  return `coalesce((SELECT max(g.rank) FROM "${context.schemas.of('obligations')}".pub_connection_progress g
    WHERE g.connection_id = c.id AND ${validOn('g')}), 0)`;
}

/** A connection is hidden before the first document that demands it. */
function demandedBy(context: Context): string {
  return `(EXISTS (${demandOf(context)} AND (p.demanded_from IS NULL OR p.demanded_from <= :on)) OR NOT EXISTS (${demandOf(context)}))`;
}

/** Connections with a database at one end, demanded on or before the day. */
export function connectionsOf(context: Context, id: string, on: CalendarDate, args: PageArgs): Promise<Page<DataConnection>> {
  return context
    .loader<string, Page<DataConnection>>(`connections ${on} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(DataConnection)
        .createQueryBuilder('c')
        .innerJoin(Database, 'd', 'd.id IN (c.endA, c.endB)')
        .where(demandedBy(context), { on });
      return pagesByParent(context, query, 'd.id', ids, byId, args);
    })
    .load(id);
}

/** Connections by id. What demands them is read from the published view of the obligations. */
export async function dataConnections(
  context: Context,
  filter: DataConnectionFilter,
  on: CalendarDate,
  args: PageArgs,
): Promise<Page<DataConnection>> {
  const query = context.source.getRepository(DataConnection).createQueryBuilder('c').where(demandedBy(context), { on });
  const demanded = demandOf(context);
  const named = new NamedIds(context);
  if (filter.ids) query.andWhere('c.id = ANY(:ids)', { ids: named.known('data_connection', filter.ids, 'filter.ids') });
  if (filter.databaseIds) {
    named.known('database', filter.databaseIds, 'filter.databaseIds');
    query.andWhere('(c.end_a = ANY(:ends) OR c.end_b = ANY(:ends))', { ends: filter.databaseIds });
  }
  if (filter.obligedBy) {
    const wrong = filter.obligedBy.filter((id) => !/^(document|obligation|agency):/.test(id));
    if (wrong.length > 0)
      throw badInput(`${wrong.join(', ')}: expected ids of documents, obligations or agencies`, ['filter', 'obligedBy']);
    query.andWhere(`EXISTS (${demanded} AND (p.document_id = ANY(:by) OR p.obligation_id = ANY(:by) OR p.lead_ids && :by))`, {
      by: filter.obligedBy,
    });
  }
  if (filter.dueBefore) {
    query.andWhere(
      `EXISTS (${demanded} AND coalesce(${extendedTo(context)}, p.due_on, CASE WHEN p.trigger_on <= :on THEN p.trigger_on END) < :dueBefore)`,
      {
        dueBefore: filter.dueBefore,
      },
    );
  }
  if (filter.statuses) {
    const ranks = filter.statuses.map((status) => connectionStatuses.indexOf(status));
    query.andWhere(`${furthest(context)} = ANY(:ranks)`, { ranks });
  }
  return named.around(page(context, query, byId, args), (list) => list.isEmpty);
}
