import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import type { Standing } from '../../domain/standing';
import type { Order } from '../../shared/keyset';
import type { ObligationOrder } from './types';

/*
 * The rules of domain/standing.ts as SQL over the row `t` of duty_term, in forms that its indexes serve: an undated duty is due on
 * 'infinity' there. A test holds them and those of standingSql together.
 */

/** Joins to duties `o` the row `t` of each on the day `:on` that `condition` picks: one for each duty, or one for each bearer of it. */
export function joinTerm<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, condition: string): SelectQueryBuilder<Item> {
  return query.innerJoin('duty_term', 't', `t.obligation_id = o.id AND t.valid_from <= :on AND t.valid_until > :on AND ${condition}`);
}

/**
 * The same for those that one of several bodies `:bearers` answers for, once for each body, already in `order`: their own rows are read
 * and sorted, as all duties of the nation would else be walked through in search of theirs.
 */
export function joinTermsOfSeveral<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, order: Order): SelectQueryBuilder<Item> {
  const sorted = order.keys.map(({ sql }) => `${sql} ${order.direction}`).join(', ');
  return query.innerJoin(
    `(SELECT t.* FROM unnest(CAST(:bearers AS text[])) AS b(id) JOIN duty_term t ON t.bearer_id = b.id
      WHERE t.valid_from <= :on AND t.valid_until > :on ORDER BY ${sorted})`,
    't',
    't.obligation_id = o.id',
  );
}

/**
 * The day by which at least `count` duties of the bodies `:bearers` that meet `conditions` are due, by the first of each body: what is
 * due later is not among the first `count`, so that their rows need not all be read. Null: the bodies are too few to tell.
 */
export async function dayOfFirst<Item extends ObjectLiteral>(
  query: SelectQueryBuilder<Item>,
  conditions: readonly string[],
  count: number,
): Promise<CalendarDate | null> {
  const firsts = `SELECT DISTINCT f.due_on, f.place FROM unnest(CAST(:bearers AS text[])) AS b(id) CROSS JOIN LATERAL
    (SELECT t.due_on, t.place FROM duty_term t WHERE ${['t.bearer_id = b.id', 't.valid_from <= :on', 't.valid_until > :on', ...conditions].join(' AND ')}
     ORDER BY t.due_on, t.place LIMIT 1) f`;
  const row = await query.dataSource
    .createQueryBuilder()
    .select('d.due_on', 'day')
    .from(`(${firsts})`, 'd')
    .orderBy('(d.due_on)')
    .addOrderBy('(d.place)')
    .offset(count - 1)
    .limit(1)
    .setParameters(query.getParameters())
    .getRawOne<{ day: CalendarDate }>();
  return row?.day ?? null;
}

const dueTermSql = "nullif(t.due_on, 'infinity')";

const conditions: Readonly<Record<Standing, string>> = {
  COMPLETED_ON_TIME: "t.completed_on <= t.due_on AND t.due_on < 'infinity'",
  COMPLETED_LATE: 't.completed_on > t.due_on',
  OPEN_IN_TERM: "t.completed_on IS NULL AND t.due_on >= :on AND t.due_on < 'infinity'",
  OPEN_OVERDUE: 't.completed_on IS NULL AND t.due_on < :on',
  COMPLETED_UNDATED: "t.completed_on IS NOT NULL AND t.due_on = 'infinity'",
  OPEN_UNDATED: "t.completed_on IS NULL AND t.due_on = 'infinity' AND NOT o.awaits_trigger",
  AWAITING_TRIGGER: "t.completed_on IS NULL AND t.due_on = 'infinity' AND o.awaits_trigger",
};

/** SQL condition: the duty stands in one of these ways on the day. */
export function standsSql(standings: readonly Standing[]): string {
  const wanted = new Set(standings);
  if (wanted.size === 0) return 'false';
  const open = wanted.delete('OPEN_IN_TERM') && wanted.delete('OPEN_OVERDUE');
  if (open) return either(["t.completed_on IS NULL AND t.due_on < 'infinity'", ...[...wanted].map((standing) => conditions[standing])]);
  return either([...new Set(standings)].map((standing) => conditions[standing]));
}

/** Whether {@link standsSql} looks at the term alone, not at the duty. */
export function standsByTerm(standings: readonly Standing[]): boolean {
  return standings.every((standing) => !conditions[standing].includes('o.'));
}

const either = (parts: readonly string[]) => `(${parts.map((part) => `(${part})`).join(' OR ')})`;

const place = { sql: 't.place', type: 'int' } as const;

/** Sort keys of each order; a duty with no last day comes last in either direction. */
export const termOrders: Readonly<Record<ObligationOrder, Order>> = {
  DUE_ON_ASC: { direction: 'ASC', keys: [{ sql: 't.due_on', type: 'date' }, place] },
  DUE_ON_DESC: {
    direction: 'DESC',
    keys: [{ sql: "CASE WHEN t.due_on = 'infinity' THEN '-infinity'::date ELSE t.due_on END", type: 'date' }, place],
  },
  DOCUMENT_ORDER: { direction: 'ASC', keys: [place] },
  DAYS_LATE_DESC: {
    direction: 'DESC',
    keys: [{ sql: `coalesce(coalesce(t.completed_on, CAST(:on AS date)) - ${dueTermSql}, -2147483648)`, type: 'int' }, place],
  },
};
