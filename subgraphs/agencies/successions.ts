import type { CalendarDate } from '../../domain/calendar';
import { readRecords, validOn } from '../../shared/database';
import { pagesByParent, type Page, type PageArgs } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { Agency } from './Agency';
import { byName } from './queries';
import { Succession } from './Succession';

/** Successions that begin or end at an agency, by day. */
export function successionsOf(context: Context, id: string): Promise<Succession[]> {
  return context
    .loader<string, Succession[]>('successions', async (ids) => {
      const query = context.source.getRepository(Succession).createQueryBuilder('s');
      query.where('s.from_id = ANY(:ids) OR s.to_id = ANY(:ids)', { ids }).orderBy('s.effectiveFrom').addOrderBy('s.id');
      const found = await readRecords(query);
      return ids.map((key) => found.filter((record) => record.fromId === key || record.toId === key));
    })
    .load(id);
}

/** Members of a collective on a day, by name. */
export function members(context: Context, id: string, on: CalendarDate, args: PageArgs): Promise<Page<Agency>> {
  return context
    .loader<string, Page<Agency>>(`members ${on} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(Agency)
        .createQueryBuilder('a')
        .innerJoin('agency_member', 'm', `m.member_id = a.id AND ${validOn('m')}`, { on });
      return pagesByParent(context, query, 'm.collective_id', ids, byName, args);
    })
    .load(id);
}
