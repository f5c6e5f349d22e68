import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/*
 * The rules of domain/standing.ts as SQL over the row `o` of obligation and the row `s` of duty_state: where the duty was on the
 * day. A test holds the two together.
 */

/** Adds to duties `o` the row `s` of where each was on a day; none for a duty without progress. */
export function joinState<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, day = ':on'): SelectQueryBuilder<Item> {
  return query.leftJoin('duty_state', 's', `s.obligation_id = o.id AND s.valid_from <= ${day} AND s.valid_until > ${day}`);
}

export const dueInForceOn = (day: string) => `coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= ${day} THEN o.trigger_on END)`;
export const dueInForceSql = dueInForceOn(':on');

export const standingSql = `CASE
  WHEN ${dueInForceSql} IS NULL THEN CASE
    WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED' WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
  WHEN s.completed_on > ${dueInForceSql} THEN 'COMPLETED_LATE'
  WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
  WHEN ${dueInForceSql} < :on THEN 'OPEN_OVERDUE'
  ELSE 'OPEN_IN_TERM' END`;

/** Days past the last day, until the day while open and until completion afterwards; not above 0: not late; null: no last day. */
export const daysPastSql = `(coalesce(s.completed_on, CAST(:on AS date)) - ${dueInForceSql})`;

/** What was reported is what was verified, or is not. */
export const verifiedSql = "(s.reported <> 'NOT_STARTED' AND s.verified = s.reported)";
export const claimedSql = "(s.reported <> 'NOT_STARTED' AND s.verified <> s.reported)";
