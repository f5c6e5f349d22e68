import type { CalendarDate } from '../../domain/calendar';
import { page, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context, Found } from '../../shared/context';
import { PublicService } from './PublicService';

const inOrder: Order = { direction: 'ASC', keys: [{ sql: 's.place', type: 'int' }] };

/** Services ordered on or before a day, in the order of the appendix that lists them. */
export function publicServices(context: Context, on: CalendarDate, args: PageArgs): Promise<Page<PublicService>> {
  const query = context.source
    .getRepository(PublicService)
    .createQueryBuilder('s')
    .where('(s.ordered_from IS NULL OR s.ordered_from <= :on)', { on });
  return page(context, query, inOrder, args);
}

/** Who leads a service, as its appendix says. */
export function leadIds(context: Context, id: string): Promise<Array<{ id: string }>> {
  return context.rowsOf('SELECT service_id AS owner, agency_id AS id FROM service_agency WHERE service_id = ANY($1) ORDER BY position', id);
}

/** Connections a service needs. */
export function requirementIds(context: Context, id: string): Promise<Array<{ id: string }>> {
  return context.rowsOf(
    'SELECT service_id AS owner, connection_id AS id FROM service_requirement WHERE service_id = ANY($1) ORDER BY position',
    id,
  );
}

const needing: Found = {
  from: 'service_requirement x JOIN public_service r ON r.id = x.service_id',
  owner: 'x.connection_id',
  order: 'r.place',
};

/** Services that need a connection. */
export function servicesBlockedBy(context: Context, connectionId: string): Promise<PublicService[]> {
  return context.recordsOf(PublicService, needing, connectionId);
}
