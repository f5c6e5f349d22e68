import type { DataSource } from 'typeorm';
import type { CalendarDate } from '../../../domain/calendar';
import type { Context } from '../../../shared/context';
import { storeOf } from '../../../shared/telemetry/statements';
import { Network, type Link } from './Network';

/** Networks kept per store; a day between two documents shares the network of the first. */
const MOST_KEPT = 32;
const kept = new WeakMap<DataSource, Map<string, Promise<Network>>>();

/**
 * The network of a day: connections that duties of documents issued on or before it name; what is only implied does not count.
 * Computed once for each corpus version and each day on which a document changed it. One SQL statement when it is known.
 */
export function networkOfDay(context: Context, on: CalendarDate): Promise<Network> {
  return context.loader<CalendarDate, Network>('network', (days) => Promise.all(days.map((day) => remembered(context, day)))).load(on);
}

async function remembered(context: Context, on: CalendarDate): Promise<Network> {
  const demands = `"${context.schemas.of('obligations')}"`;
  const [version]: Array<{ hash: string; since: string }> = await context.source.query(
    `SELECT concat((SELECT hash FROM corpus_load), (SELECT hash FROM ${demands}.pub_corpus_load)) AS hash,
       (SELECT coalesce(max(demanded_from)::text, '') FROM ${demands}.pub_connection_demand WHERE demanded_from <= $1) AS since`,
    [on],
  );
  const key = `${version?.hash ?? ''} ${version?.since ?? ''}`;
  const store = storeOf(context.source);
  const networks = kept.get(store) ?? new Map<string, Promise<Network>>();
  kept.set(store, networks);
  const known = networks.get(key);
  if (known !== undefined) return known;
  const made = computed(context, on);
  if (networks.size >= MOST_KEPT) networks.clear();
  networks.set(key, made);
  made.catch(() => networks.delete(key));
  return made;
}

async function computed(context: Context, on: CalendarDate): Promise<Network> {
  const links: Link[] = await context.source.query(
    `SELECT c.id, c.end_a AS a, c.end_b AS b FROM data_connection c
     WHERE EXISTS (SELECT 1 FROM "${context.schemas.of('obligations')}".pub_connection_demand p
       WHERE p.connection_id = c.id AND NOT p.implied AND (p.demanded_from IS NULL OR p.demanded_from <= $1))
     ORDER BY c.id`,
    [on],
  );
  return new Network(links);
}

/** How many connections of a database are only implied by documents issued on or before a day, and named by none. */
export function impliedDegree(context: Context, id: string, on: CalendarDate): Promise<number> {
  const demands = `"${context.schemas.of('obligations')}".pub_connection_demand`;
  return context
    .loader<string, number>(`implied degree ${on}`, async (ids) => {
      const rows: Array<{ id: string; count: number }> = await context.source.query(
        `SELECT e.id, count(*)::int AS count FROM data_connection c, unnest(ARRAY[c.end_a, c.end_b]) AS e(id)
         WHERE e.id = ANY($1) AND EXISTS (SELECT 1 FROM ${demands} p WHERE p.connection_id = c.id AND (p.demanded_from IS NULL OR p.demanded_from <= $2))
           AND NOT EXISTS (SELECT 1 FROM ${demands} p
             WHERE p.connection_id = c.id AND NOT p.implied AND (p.demanded_from IS NULL OR p.demanded_from <= $2))
         GROUP BY e.id`,
        [ids, on],
      );
      const counts = new Map(rows.map((row) => [row.id, row.count]));
      return ids.map((key) => counts.get(key) ?? 0);
    })
    .load(id);
}
