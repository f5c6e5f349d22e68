import type { CalendarDate } from '../../../domain/calendar';
import { partOf } from '../../../domain/progress';
import { validOn } from '../../../shared/database';
import { pagesByParent, type Page, type PageArgs } from '../../../shared/keyset';
import type { Context } from '../../../shared/context';
import type { ObligationFilter } from '../filters';
import { Obligation } from '../Obligation';
import { obligations, orders, restrict } from '../queries';
import type { ObligationOrder } from '../types';
import { bearerRoles, type Bearer, type BearerRole } from './Bearer';
import { borneSql } from './borneSql';

/** Who answers for a duty on a day: leads first, in the order of the text. */
export async function bearers(context: Context, obligationId: string, on: CalendarDate): Promise<Bearer[]> {
  const rows = await context.rowsOf<Bearer & { asMember: boolean }>(
    `SELECT d.obligation_id AS owner, d.obligation_id AS "obligationId", d.role, r.bearer_id AS "bearerId", r.origin_id AS "originId",
       r.as_member AS "asMember", r.candidate_ids AS "candidateIds", r.scope_ids AS "scopeIds", r.via_ids AS "viaIds", r.disputed,
       r.explanation AS "explanationVi", r.explanation_en AS "explanationEn"
     FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
     WHERE d.obligation_id = ANY($1) AND d.role = ANY($3) AND ${validOn('r', '$2')} ORDER BY d.role DESC, d.position, r.position`,
    obligationId,
    on,
    bearerRoles,
  );
  return rows.map((row) => Object.assign(row, { on, part: partOf({ agencyId: row.bearerId, asMember: row.asMember }) }));
}

/** Who confirms reports on a duty on a day, in the order of the corpus; a body without successor confirms no more. */
export function verifyingAgencies(context: Context, obligationId: string, on: CalendarDate): Promise<Array<{ id: string }>> {
  return context.rowsOf(
    `SELECT d.obligation_id AS owner, r.bearer_id AS id FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
     WHERE d.obligation_id = ANY($1) AND d.role = 'VERIFYING' AND r.bearer_id IS NOT NULL AND ${validOn('r', '$2')}
     GROUP BY d.obligation_id, r.bearer_id ORDER BY min(d.position)`,
    obligationId,
    on,
  );
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
      const named = await restrict(context, query, filter);
      const found = pagesByParent(context, query, 'b.bearer_id', ids, orders[order], args);
      return named.around(found, (lists) => lists.every((list) => list.isEmpty));
    })
    .load(agencyId);
}
