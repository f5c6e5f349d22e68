import { validOn } from '../../../shared/database';
import type { BearerRole } from './Bearer';

/** Subquery of (obligation_id, bearer_id): each duty once for everyone who answers for it in `role` on the day `:on`; null where that is unresolved. */
export function borneSql(role: BearerRole): string {
  return `(SELECT DISTINCT d.obligation_id, r.bearer_id FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
    WHERE d.role = '${role}' AND ${validOn('r')})`;
}
