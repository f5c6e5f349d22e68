import type { BodyTerm } from '../../../domain/admission/facts';
import { inOffice } from '../../../domain/admission/facts';
import type { CalendarDate } from '../../../domain/calendar';
import { validOn, type Schemas } from '../../../shared/database';
import type { Reader } from '../state/log';

/** The duty that an event belongs to, or null. */
export async function dutyOfEvent(reader: Reader, eventId: string): Promise<string | null> {
  const rows = (await reader.query('SELECT obligation_id AS id FROM event WHERE id = $1', [eventId])) as Array<{ id: string }>;
  return rows[0]?.id ?? null;
}

/** Those of `terms` in office on a day that are `agencyId` or stand below it. */
export async function withinOn(
  reader: Reader,
  schemas: Schemas,
  terms: readonly BodyTerm[],
  agencyId: string,
  on: CalendarDate,
): Promise<ReadonlySet<string>> {
  const bodies = inOffice(terms, on);
  const others = bodies.filter((body) => body !== agencyId);
  if (others.length === 0) return new Set(bodies);
  const rows = (await reader.query(
    `WITH RECURSIVE up(body, id) AS (
       SELECT body, body FROM unnest($1::text[]) body
       UNION SELECT up.body, p.parent_id FROM "${schemas.of('agencies')}".pub_agency_parent p JOIN up ON up.id = p.agency_id
       WHERE ${validOn('p').replaceAll(':on', '$3')})
     SELECT DISTINCT body FROM up WHERE id = $2`,
    [bodies, agencyId, on],
  )) as Array<{ body: string }>;
  return new Set(rows.map(({ body }) => body));
}

/** Which of these ids of duties and documents nothing carries. */
export async function unknownIds(reader: Reader, schemas: Schemas, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = (await reader.query(
    `SELECT id FROM obligation WHERE id = ANY($1) UNION ALL SELECT id FROM "${schemas.of('documents')}".pub_document WHERE id = ANY($1)`,
    [ids.filter((id) => !id.includes('\0'))],
  )) as Array<{ id: string }>;
  const known = new Set(rows.map(({ id }) => id));
  return new Set(ids.filter((id) => !known.has(id)));
}
