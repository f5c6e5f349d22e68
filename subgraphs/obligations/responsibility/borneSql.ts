import { validOn } from '../../../shared/database';
import type { BearerRole } from './Bearer';

/**
 * Subquery of (obligation_id, bearer_id): each duty once for everyone who answers for it in `role` on the day `:on`; null where that is
 * unresolved. Of leads it comes from the terms, of which PostgreSQL reads those of the duties or bodies that the rest of a query leaves.
 */
export function borneSql(role: BearerRole): string {
  if (role === 'LEAD') return `(SELECT t.obligation_id, t.bearer_id FROM duty_term t WHERE t.valid_from <= :on AND t.valid_until > :on)`;
  return `(SELECT DISTINCT d.obligation_id, r.bearer_id FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
    WHERE d.role = '${role}' AND ${validOn('r')})`;
}
