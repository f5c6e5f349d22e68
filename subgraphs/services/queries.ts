import type { CalendarDate } from '../../domain/calendar';
import { page, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context } from '../../shared/subgraph';
import { PublicService } from './PublicService';

const inOrder: Order = { direction: 'ASC', keys: [{ sql: 's.place', type: 'int' }] };

/** Services ordered on or before a day, in the order of the appendix that lists them. */
export function publicServices(context: Context, on: CalendarDate, args: PageArgs): Promise<Page<PublicService>> {
  const query = context.source
    .getRepository(PublicService)
    .createQueryBuilder('s')
    .where('(s.ordered_from IS NULL OR s.ordered_from <= :on)', { on });
  return page(query, inOrder, args);
}

/** Who leads a service, as its appendix says. */
export function leadIds(context: Context, id: string): Promise<Array<{ id: string }>> {
  return listed(
    context,
    id,
    'SELECT service_id AS owner, agency_id AS target FROM service_agency WHERE service_id = ANY($1) ORDER BY position',
  );
}

/** Connections a service needs. */
export function requirementIds(context: Context, id: string): Promise<Array<{ id: string }>> {
  return listed(
    context,
    id,
    'SELECT service_id AS owner, connection_id AS target FROM service_requirement WHERE service_id = ANY($1) ORDER BY position',
  );
}

/** Services that need a connection. */
export async function servicesBlockedBy(context: Context, connectionId: string): Promise<PublicService[]> {
  const ids = await listed(
    context,
    connectionId,
    `SELECT r.connection_id AS owner, r.service_id AS target FROM service_requirement r JOIN public_service s ON s.id = r.service_id
     WHERE r.connection_id = ANY($1) ORDER BY s.place`,
  );
  return (await Promise.all(ids.map(({ id }) => context.record(PublicService, id)))).filter((record) => record !== null);
}

function listed(context: Context, owner: string, sql: string): Promise<Array<{ id: string }>> {
  return context
    .loader<string, Array<{ id: string }>>(sql, async (owners) => {
      const rows: Array<{ owner: string; target: string }> = await context.source.query(sql, [owners]);
      return owners.map((key) => rows.filter((row) => row.owner === key).map((row) => ({ id: row.target })));
    })
    .load(owner);
}
