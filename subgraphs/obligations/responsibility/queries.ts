import type { CalendarDate } from '../../../domain/calendar';
import { partOf } from '../../../domain/progress';
import { validOn } from '../../../shared/database';
import { pagesByParent, type Page, type PageArgs } from '../../../shared/keyset';
import type { Context } from '../../../shared/subgraph';
import type { ObligationFilter } from '../filters';
import { Obligation } from '../Obligation';
import { obligations, orders, restrict } from '../queries';
import type { ObligationOrder } from '../types';
import { bearerRoles, type Bearer, type BearerRole } from './Bearer';
import { borneSql } from './borneSql';

/** Who answers for a duty on a day: leads first, in the order of the text. */
export function bearers(context: Context, obligationId: string, on: CalendarDate): Promise<Bearer[]> {
  return context
    .loader<string, Bearer[]>(`bearers ${on}`, async (ids) => {
      const rows: Array<Bearer & { asMember: boolean }> = await context.source
        .createQueryBuilder()
        .select([
          'd.obligation_id AS "obligationId"',
          'd.role AS role',
          'r.bearer_id AS "bearerId"',
          'r.origin_id AS "originId"',
          'r.as_member AS "asMember"',
          'r.candidate_ids AS "candidateIds"',
        ])
        .addSelect(['r.scope_ids AS "scopeIds"', 'r.via_ids AS "viaIds"', 'r.disputed AS disputed'])
        .addSelect(['r.explanation AS "explanationVi"', 'r.explanation_en AS "explanationEn"'])
        .from('duty_case', 'd')
        .innerJoin('responsibility', 'r', 'r.case_id = d.case_id')
        .where(`d.obligation_id = ANY(:ids) AND d.role = ANY(:roles) AND ${validOn('r')}`, { ids, on, roles: bearerRoles })
        .orderBy('d.role', 'DESC')
        .addOrderBy('d.position')
        .addOrderBy('r.position')
        .getRawMany();
      const byOwner = new Map<string, Bearer[]>(ids.map((id) => [id, []]));
      for (const row of rows)
        byOwner.get(row.obligationId)?.push(Object.assign(row, { on, part: partOf({ agencyId: row.bearerId, asMember: row.asMember }) }));
      return ids.map((id) => byOwner.get(id) ?? []);
    })
    .load(obligationId);
}

/** Who confirms reports on a duty on a day, in the order of the corpus; a body without successor confirms no more. */
export function verifyingAgencies(context: Context, obligationId: string, on: CalendarDate): Promise<Array<{ id: string }>> {
  return context
    .loader<string, Array<{ id: string }>>(`verifying ${on}`, async (ids) => {
      const rows: Array<{ owner: string; id: string }> = await context.source
        .createQueryBuilder()
        .select('d.obligation_id', 'owner')
        .addSelect('r.bearer_id', 'id')
        .from('duty_case', 'd')
        .innerJoin('responsibility', 'r', 'r.case_id = d.case_id')
        .where(`d.obligation_id = ANY(:ids) AND d.role = 'VERIFYING' AND r.bearer_id IS NOT NULL AND ${validOn('r')}`, { ids, on })
        .groupBy('d.obligation_id')
        .addGroupBy('r.bearer_id')
        .orderBy('min(d.position)')
        .getRawMany();
      const byOwner = new Map<string, Array<{ id: string }>>(ids.map((id) => [id, []]));
      for (const { owner, id } of rows) byOwner.get(owner)?.push({ id });
      return ids.map((id) => byOwner.get(id) ?? []);
    })
    .load(obligationId);
}

/** Duties that an agency leads or coordinates on a day, as bearer. */
export function dutiesOfAgency(
  context: Context,
  agencyId: string,
  role: BearerRole,
  { filter, order, on, args }: { filter: ObligationFilter; order: ObligationOrder; on: CalendarDate; args: PageArgs },
): Promise<Page<Obligation>> {
  return context
    .loader<string, Page<Obligation>>(`${role} ${on} ${order} ${JSON.stringify([filter, args])}`, async (ids) => {
      const [only, ...others] = ids;
      if (role === 'LEAD' && only !== undefined && others.length === 0) return [await obligations(context, filter, order, on, args, only)];
      const query = context.source
        .getRepository(Obligation)
        .createQueryBuilder('o')
        .innerJoin(borneSql(role), 'b', 'b.obligation_id = o.id', { on });
      await restrict(context, query, filter);
      return pagesByParent(query, 'b.bearer_id', ids, orders[order], args);
    })
    .load(agencyId);
}
