import type { Context } from '../../../shared/context';
import type { ObligationFilter } from '../filters';
import { Obligation } from '../Obligation';
import { restrict } from '../queries';

/** Those of some duties that a filter lets through, as they stand on the day of the context. @throws BAD_USER_INPUT for unknown ids in it */
export async function dutiesWished(
  context: Context,
  filter: ObligationFilter | null,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (filter === null) return new Set(ids);
  const query = context.source.getRepository(Obligation).createQueryBuilder('o').select('o.id', 'id').setParameter('on', context.today);
  const named = await restrict(context, query, filter);
  await named.all();
  if (ids.length === 0) return new Set();
  const rows = await query.andWhere('o.id = ANY(:changed)', { changed: ids }).getRawMany<{ id: string }>();
  return new Set(rows.map((row) => row.id));
}
