import type { CalendarDate } from '../../domain/calendar';
import { dueBeforeConnection } from '../../domain/dependencies';
import type { Context } from '../../shared/context';

/**
 * Connections that a service needs, that documents issued on or before the day demand, and that are not done at its end.
 * What is done is read from the published view `pub_connection_done` of the obligations.
 */
export function openRequirementIds(context: Context, id: string, on: CalendarDate): Promise<Array<{ id: string }>> {
  const duties = `"${context.schemas.of('obligations')}"`;
  return context.rowsOf(
    `SELECT r.service_id AS owner, r.connection_id AS id FROM service_requirement r
     WHERE r.service_id = ANY($1)
       AND EXISTS (SELECT 1 FROM ${duties}.pub_connection_demand p
         WHERE p.connection_id = r.connection_id AND (p.demanded_from IS NULL OR p.demanded_from <= $2))
       AND NOT EXISTS (SELECT 1 FROM ${duties}.pub_connection_done d
         WHERE d.connection_id = r.connection_id AND d.valid_from <= $2 AND d.valid_until > $2)
     ORDER BY r.position`,
    id,
    on,
  );
}

/** Connections that a service needs but that its document wants only later. */
export async function lateRequirementIds(context: Context, id: string): Promise<Array<{ id: string }>> {
  const duties = `"${context.schemas.of('obligations')}"`;
  const required = await context.rowsOf<{ id: string; due: CalendarDate | null; demands: Array<CalendarDate | null> }>(
    `SELECT r.service_id AS owner, r.connection_id AS id, own.due_on AS due,
       ARRAY(SELECT p.due_on::text FROM ${duties}.pub_connection_demand p
         WHERE p.connection_id = r.connection_id AND p.document_id = own.document_id AND p.obligation_id <> own.obligation_id) AS demands
     FROM service_requirement r JOIN public_service s ON s.id = r.service_id
     JOIN ${duties}.pub_duty own ON own.obligation_id = s.obligation_id
     WHERE r.service_id = ANY($1) ORDER BY r.position`,
    id,
  );
  return required.filter(({ due, demands }) => dueBeforeConnection(due, demands));
}
