import { daysBetween, type CalendarDate } from '../../../domain/calendar';
import { lateConnections, postponed, slips, type Slip } from '../../../domain/delay';
import { noProgress } from '../../../domain/progress';
import { dueInForce } from '../../../domain/standing';
import { recordsById } from '../../../shared/database';
import { badInput } from '../../../shared/errors';
import type { Context } from '../../../shared/context';
import { dutyFacts, Obligation } from '../Obligation';
import { dutyProgress } from '../state/queries';
import type { DelayedConnection, DelayedDuty, DelayedService, DelayImpact } from './types';

const MOST_MONTHS = 120;

/**
 * What slips when a duty ends `months` later, as known on a day. Seven SQL statements whatever the size.
 * @throws BAD_USER_INPUT for an unknown duty or a number of months outside 1 to 120
 */
export async function delayImpact(context: Context, id: string, months: number, on: CalendarDate): Promise<object> {
  if (months < 1 || months > MOST_MONTHS) throw badInput(`months is ${String(months)}; expected 1 to ${String(MOST_MONTHS)}`, ['months']);
  const [obligation] = await recordsById(context.source, Obligation, [id]);
  if (obligation === undefined) throw badInput(`no such duty: ${id}; find ids with search`, ['obligation']);
  const edges = await reachedEdges(context, id, on);
  const reached = await recordsById(context.source, Obligation, [...new Set([id, ...edges.map((edge) => edge.of)])]);
  const byId = new Map(reached.map((record) => [record.id, record]));
  const progress = await Promise.all(reached.map((record) => dutyProgress(context, record.id, { on, knownOn: null })));
  const due = new Map(reached.map((record, index) => [record.id, dueInForce(dutyFacts(record, progress[index] ?? noProgress), on)]));
  const dueOn = (key: string) => due.get(key) ?? null;
  const planned = dueOn(id);
  const now = planned === null ? null : postponed(planned, months, obligation.deadline.precision);
  const found = slips({ key: id, planned, now }, edges, dueOn);
  const duties = found.map((slip) => delayedDuty(slip, byId));
  const late = duties.filter((duty) => duty.days !== 0);
  const days = planned === null || now === null ? null : daysBetween(planned, now);
  const sources = [{ obligation, dueOn: planned, slipsTo: now, days }, ...late];
  return {
    obligation,
    months,
    dueOn: planned,
    slipsTo: now,
    days,
    duties: late,
    absorbed: duties.filter((duty) => duty.days === 0),
    connections: await delayedConnections(
      context,
      sources,
      found.filter((slip) => slip.days !== 0),
      on,
    ),
    services: await delayedServices(context, obligation, sources),
  } satisfies Omit<DelayImpact, 'connections' | 'services'> & { connections: object[]; services: object[] };
}

function delayedDuty(slip: Slip, byId: ReadonlyMap<string, Obligation>): DelayedDuty {
  return {
    obligation: byId.get(slip.key) as Obligation,
    dueOn: slip.dueOn,
    slipsTo: slip.slipsTo,
    days: slip.days,
    slack: slip.slack,
    pushedBy: byId.get(slip.pushedBy) as Obligation,
  };
}

/** Edges from a duty onwards, outside circles, between duties whose documents were issued by the day. */
function reachedEdges(context: Context, id: string, on: CalendarDate): Promise<Array<{ of: string; on: string }>> {
  return context.source.query(
    `WITH RECURSIVE edge AS (
       SELECT d.obligation_id, d.on_id FROM obligation_dependency d JOIN obligation o ON o.id = d.obligation_id
       WHERE NOT d.in_cycle AND (o.demanded_from IS NULL OR o.demanded_from <= $2)),
     reached AS (SELECT obligation_id, on_id FROM edge WHERE on_id = $1
       UNION SELECT edge.obligation_id, edge.on_id FROM edge JOIN reached ON edge.on_id = reached.obligation_id)
     SELECT r.obligation_id AS of, r.on_id AS on FROM reached r JOIN obligation o ON o.id = r.obligation_id ORDER BY o.place, r.on_id`,
    [id, on],
  );
}

type Source = Pick<DelayedDuty, 'obligation' | 'dueOn' | 'slipsTo' | 'days'>;

/**
 * Connections that come later, by id: those whose first duty is late because of what concerns them. One that an earlier duty
 * establishes in time is not late, whoever else is to work on it.
 */
async function delayedConnections(
  context: Context,
  sources: readonly Source[],
  late: readonly Slip[],
  on: CalendarDate,
): Promise<object[]> {
  const start = sources[0]?.obligation.id ?? '';
  const rows: Array<{ owner: string; connection: string }> = await context.source.query(
    `SELECT c.obligation_id AS owner, c.connection_id AS connection FROM obligation_connection c JOIN obligation o ON o.id = c.obligation_id
     LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= $2 AND s.valid_until > $2
     WHERE c.connection_id IN (SELECT connection_id FROM obligation_connection WHERE obligation_id = ANY($1) AND NOT implied)
       AND NOT c.implied AND o.kind IN ('CONNECTION', 'INFRASTRUCTURE') AND (o.demanded_from IS NULL OR o.demanded_from <= $2)
     ORDER BY c.connection_id, coalesce(s.due_on, o.due_on) NULLS LAST, o.place`,
    [sources.map(({ obligation }) => obligation.id), on],
  );
  const named = (key: string) => rows.filter((row) => row.owner === key).map((row) => row.connection);
  const carried = lateConnections(start, late, named);
  const first = rows.filter((row, index) => rows[index - 1]?.connection !== row.connection);
  return first.flatMap(({ owner, connection }): Array<Omit<DelayedConnection, 'connection'>> => {
    const source = sources.find(({ obligation }) => obligation.id === owner);
    if (source === undefined || carried.get(owner)?.includes(connection) !== true) return [];
    return [{ connectionId: connection, slipsTo: source.slipsTo, days: source.days, pushedBy: source.obligation }];
  });
}

/** Services whose duty is late, in the order of their duties. */
async function delayedServices(
  context: Context,
  start: Obligation,
  sources: ReadonlyArray<Source & { pushedBy?: Obligation }>,
): Promise<object[]> {
  const rows: Array<{ owner: string; service: string }> = await context.source.query(
    `SELECT s.obligation_id AS owner, s.service_id AS service FROM obligation_service s JOIN obligation o ON o.id = s.obligation_id
     WHERE s.obligation_id = ANY($1) ORDER BY o.place`,
    [sources.map(({ obligation }) => obligation.id)],
  );
  return rows.flatMap(({ owner, service }): Array<Omit<DelayedService, 'service'>> => {
    const source = sources.find(({ obligation }) => obligation.id === owner);
    return source === undefined
      ? []
      : [{ serviceId: service, slipsTo: source.slipsTo, days: source.days, pushedBy: source.pushedBy ?? start }];
  });
}
