import { Citation } from '../../../shared/graph';
import type { Context, Found } from '../../../shared/context';
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

const among = (owner: string, other: string): Found => ({
  from: `obligation_dependency d JOIN obligation r ON r.id = d.${other}`,
  owner: `d.${owner}`,
  order: 'r.place',
});

/** The duties that a duty needs first, and those that need it first; in document order. */
export const neighbours = { dependsOn: among('obligation_id', 'on_id'), enables: among('on_id', 'obligation_id') };

/** Circles of duties that wait for one another. */
export async function dependencyCycles(context: Context): Promise<DependencyCycle[]> {
  const rows: Array<{ ids: string[] }> = await context.source.query(
    'SELECT array_agg(obligation_id ORDER BY position) AS ids FROM dependency_cycle GROUP BY cycle ORDER BY cycle',
  );
  return Promise.all(rows.map(async ({ ids }) => ({ obligations: await context.records(Obligation, ids) })));
}
