import { Citation } from '../../../shared/graph';
import type { Context } from '../../../shared/subgraph';
import { Obligation } from '../Obligation';
import type { Dependency, DependencyCycle } from './types';

type DependencyRow = Omit<Dependency, 'citations'> & { citations: Array<Parameters<typeof Citation.of>[0]> };

/** What a duty needs first, in document order. */
export async function dependencies(context: Context, id: string): Promise<Dependency[]> {
  const rows = await context.rowsOf<DependencyRow>(
    `SELECT d.obligation_id AS owner, d.on_id AS "onId", d.kind, d.implied, d.in_cycle AS "inCycle", d.citations,
       d.explanation AS "explanationVi", d.explanation_en AS "explanationEn"
     FROM obligation_dependency d JOIN obligation o ON o.id = d.on_id WHERE d.obligation_id = ANY($1) ORDER BY o.place`,
    id,
  );
  return rows.map((row) => Object.assign(row, { citations: row.citations.map((citation) => Citation.of(citation)) }));
}

/** The duties that need a duty first, in document order. */
export async function enabled(context: Context, id: string): Promise<Obligation[]> {
  const rows = await context.rowsOf<{ of: string }>(
    `SELECT d.on_id AS owner, d.obligation_id AS of FROM obligation_dependency d JOIN obligation o ON o.id = d.obligation_id
     WHERE d.on_id = ANY($1) ORDER BY o.place`,
    id,
  );
  return context.records(
    Obligation,
    rows.map((row) => row.of),
  );
}

/** Circles of duties that wait for one another. */
export async function dependencyCycles(context: Context): Promise<DependencyCycle[]> {
  const rows: Array<{ ids: string[] }> = await context.source.query(
    'SELECT array_agg(obligation_id ORDER BY position) AS ids FROM dependency_cycle GROUP BY cycle ORDER BY cycle',
  );
  return Promise.all(rows.map(async ({ ids }) => ({ obligations: await context.records(Obligation, ids) })));
}
