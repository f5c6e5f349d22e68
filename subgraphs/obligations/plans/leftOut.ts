import type { Problem } from '../../../ingest/corpus';
import type { Context } from '../../../shared/context';
import { corpusInForce } from '../../corpusInForce';
import type { LeftOutPlan, PlanProblem } from './types';

/** Plans that no longer fit the corpus, in the order of their import. */
export async function leftOutPlans(context: Context): Promise<LeftOutPlan[]> {
  const inForce = corpusInForce(context.source);
  if ((await inForce.newest()) === null) return [];
  const { leftOut } = await inForce.current();
  const rows: Array<{ number: number; agencyId: string; recordedAt: Date }> = await context.source.query(
    'SELECT number, agency_id AS "agencyId", recorded_at AS "recordedAt" FROM imported_plan WHERE number = ANY($1) ORDER BY number',
    [leftOut.map(({ number }) => number)],
  );
  return rows.map(({ number, agencyId, recordedAt }) => {
    const problems = leftOut.find((plan) => plan.number === number)?.problems ?? [];
    return { number, agency: { id: agencyId }, recordedAt, problems: toldProblems(problems) };
  });
}

export function toldProblems(problems: readonly Problem[]): PlanProblem[] {
  return problems.map(({ id: record, ...told }) => ({ ...told, record }));
}
