/**
 * The rules of domain/standing.ts as SQL over the row `o` of obligation and the day `:on`; a test holds the two together.
 */
export const dueInForceSql = 'coalesce(o.due_on, CASE WHEN o.trigger_on <= :on THEN o.trigger_on END)';

export const standingSql = `CASE
  WHEN ${dueInForceSql} IS NULL THEN CASE WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
  WHEN ${dueInForceSql} < :on THEN 'OPEN_OVERDUE'
  ELSE 'OPEN_IN_TERM' END`;
