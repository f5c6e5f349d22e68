import { Citation } from '../../../shared/graph';
import type { Context } from '../../../shared/subgraph';
import { Obligation } from '../Obligation';
import type { Dependency, DependencyCycle } from './types';

type DependencyRow = Omit<Dependency, 'citations'> & { ofId: string; citations: Array<Parameters<typeof Citation.of>[0]> };

/** What a duty needs first, in document order. */
export function dependencies(context: Context, id: string): Promise<Dependency[]> {
  return context
    .loader<string, Dependency[]>('dependencies', async (ids) => {
      const rows: DependencyRow[] = await context.source.query(
        `SELECT d.obligation_id AS "ofId", d.on_id AS "onId", d.kind, d.implied, d.in_cycle AS "inCycle", d.citations,
           d.explanation AS "explanationVi", d.explanation_en AS "explanationEn"
         FROM obligation_dependency d JOIN obligation o ON o.id = d.on_id WHERE d.obligation_id = ANY($1) ORDER BY o.place`,
        [ids],
      );
      const found = rows.map((row) => ({ ...row, citations: row.citations.map((citation) => Citation.of(citation)) }));
      return ids.map((key) => found.filter((row) => row.ofId === key) as unknown as Dependency[]);
    })
    .load(id);
}

/** The duties that need a duty first, in document order. */
export async function enabled(context: Context, id: string): Promise<Obligation[]> {
  const ids = await context
    .loader<string, string[]>('enabled', async (keys) => {
      const rows: Array<{ on: string; of: string }> = await context.source.query(
        `SELECT d.on_id AS on, d.obligation_id AS of FROM obligation_dependency d JOIN obligation o ON o.id = d.obligation_id
         WHERE d.on_id = ANY($1) ORDER BY o.place`,
        [keys],
      );
      return keys.map((key) => rows.filter((row) => row.on === key).map((row) => row.of));
    })
    .load(id);
  return records(context, ids);
}

/** Duties by id, in order; unknown ids fall out. One SQL statement for all that a level of the query asks for. */
export async function records(context: Context, ids: readonly string[]): Promise<Obligation[]> {
  return (await Promise.all(ids.map((id) => context.record(Obligation, id)))).filter((record) => record !== null);
}

/** Circles of duties that wait for one another. */
export async function dependencyCycles(context: Context): Promise<DependencyCycle[]> {
  const rows: Array<{ ids: string[] }> = await context.source.query(
    'SELECT array_agg(obligation_id ORDER BY position) AS ids FROM dependency_cycle GROUP BY cycle ORDER BY cycle',
  );
  return Promise.all(rows.map(async ({ ids }) => ({ obligations: await records(context, ids) })));
}
