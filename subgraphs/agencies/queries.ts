import type { SelectQueryBuilder } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import { validOn } from '../../shared/database';
import { NamedIds } from '../../shared/NamedIds';
import { page, pagesByParent, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { Agency } from './Agency';
import type { AgencyCode, AgencyFilter } from './types';

export const byName: Order = {
  direction: 'ASC',
  keys: [
    { sql: 'a.name COLLATE "vi-x-icu"', type: 'text' },
    { sql: 'a.id', type: 'text' },
  ],
};

const exists = '(a.exists_from IS NULL OR a.exists_from <= :on) AND (a.exists_until IS NULL OR a.exists_until > :on)';

/** Agencies on a day, by name. Only those that exist that day, unless the filter names them by id or asks for all. */
export function agencies(context: Context, filter: AgencyFilter, on: CalendarDate, args: PageArgs): Promise<Page<Agency>> {
  const query = context.source.getRepository(Agency).createQueryBuilder('a').setParameter('on', on);
  const named = new NamedIds(context);
  if (filter.ids) query.andWhere('a.id = ANY(:ids)', { ids: named.known('agency', filter.ids, 'filter.ids') });
  else if (filter.includeFormer !== true) query.andWhere(exists);
  if (filter.kinds)
    query.andWhere(`EXISTS (SELECT 1 FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = ANY(:kinds) AND ${validOn('k')})`, {
      kinds: filter.kinds,
    });
  if (filter.levels) query.andWhere('a.level = ANY(:levels)', { levels: filter.levels });
  if (filter.collective !== null && filter.collective !== undefined)
    query.andWhere('a.collective = :collective', { collective: filter.collective });
  if (filter.code) {
    query.andWhere(
      `EXISTS (SELECT 1 FROM agency_code c WHERE c.agency_id = a.id AND c.scheme = :scheme AND c.value = :value AND ${validOn('c')})`,
      filter.code,
    );
  }
  if (filter.withinId) {
    named.known('agency', [filter.withinId], 'filter.withinId');
    inSubtree(query, filter.withinId);
  }
  if (filter.text) query.andWhere('a.terms LIKE :text', { text: `%${fold(filter.text)}%` });
  return named.around(page(context, query, byName, args), (list) => list.isEmpty);
}

function inSubtree(query: SelectQueryBuilder<Agency>, root: string): void {
  query.andWhere(
    `a.id IN (WITH RECURSIVE subtree(id) AS (
       SELECT p.agency_id FROM agency_parent p WHERE p.parent_id = :root AND ${validOn('p')}
       UNION SELECT p.agency_id FROM agency_parent p JOIN subtree s ON p.parent_id = s.id WHERE ${validOn('p')})
     SELECT id FROM subtree)`,
    { root },
  );
}

/** The body above on a day; null at the top, or where no document says. */
export async function parentId(context: Context, id: string, on: CalendarDate): Promise<string | null> {
  const rows = await context.rowsOf<{ parent: string }>(
    `SELECT p.agency_id AS owner, p.parent_id AS parent FROM agency_parent p WHERE p.agency_id = ANY($1) AND ${validOn('p', '$2')}`,
    id,
    on,
  );
  return rows.at(-1)?.parent ?? null;
}

/** Bodies directly below on a day. */
export function children(context: Context, id: string, on: CalendarDate, args: PageArgs): Promise<Page<Agency>> {
  return context
    .loader<string, Page<Agency>>(`children ${on} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(Agency)
        .createQueryBuilder('a')
        .innerJoin('agency_parent', 'p', `p.agency_id = a.id AND ${validOn('p')}`)
        .where(exists)
        .setParameter('on', on);
      return pagesByParent(context, query, 'p.parent_id', ids, byName, args);
    })
    .load(id);
}

/** Codes valid on a day, or every code it ever had when no day is asked. */
export function codes(context: Context, id: string, on: CalendarDate | null): Promise<AgencyCode[]> {
  return context.rowsOf<AgencyCode>(
    `SELECT c.agency_id AS owner, c.scheme, c.value, c.valid_from AS "validFrom", c.valid_until AS "validUntil"
     FROM agency_code c WHERE c.agency_id = ANY($1) AND ($2::date IS NULL OR ${validOn('c', '$2')})
     ORDER BY c.scheme, c.valid_from NULLS FIRST`,
    id,
    on,
  );
}

/**
 * Bodies of the same line of work at another level: up the chain of counterparts, or down to every body whose chain
 * leads here.
 */
export function counterparts(context: Context, id: string, level: string): Promise<Agency[]> {
  return context
    .loader<string, Agency[]>(`counterpart ${level}`, async (ids) => {
      const rows: Array<{ origin: string; id: string }> = await context.source.query(
        `WITH RECURSIVE up(origin, id) AS (
           SELECT a.id, a.counterpart_id FROM agency a WHERE a.id = ANY($1) AND a.counterpart_id IS NOT NULL
           UNION SELECT up.origin, a.counterpart_id FROM up JOIN agency a ON a.id = up.id WHERE a.counterpart_id IS NOT NULL),
         down(origin, id) AS (
           SELECT a.counterpart_id, a.id FROM agency a WHERE a.counterpart_id = ANY($1)
           UNION SELECT down.origin, a.id FROM down JOIN agency a ON a.counterpart_id = down.id)
         SELECT origin, a.id FROM (SELECT * FROM up UNION SELECT * FROM down) AS found JOIN agency a USING (id)
         WHERE a.level = $2 ORDER BY a.name COLLATE "vi-x-icu"`,
        [ids, level],
      );
      const records = new Map(
        (await Promise.all([...new Set(rows.map((row) => row.id))].map((key) => context.record(Agency, key)))).map((record) => [
          record?.id,
          record,
        ]),
      );
      return ids.map((key) => rows.filter((row) => row.origin === key).flatMap((row) => records.get(row.id) ?? []));
    })
    .load(id);
}
