import { problem, type Problem } from '../../../domain/admission/refusals';
import type { Problem as PlanProblem } from '../../../ingest/corpus';
import type { PlanFile } from '../../../ingest/plan';
import type { EarlierWrite, PlanResult } from './log';
import { resultOf, type Reading } from './reading';

export interface ImportPlan {
  readonly idempotencyKey: string;
  readonly agencyId: string;
  readonly files: readonly PlanFile[];
  readonly dryRun: boolean;
}

/** What became of an import. */
export interface ImportOutcome {
  readonly result: PlanResult;
  readonly applied: boolean;
  /** Number of the last plan that it rests on, its own or one before. */
  readonly plans: number;
  readonly problems: readonly PlanProblem[];
  readonly refusals: readonly Problem[];
}

/** A plan that is in the log, now or since an earlier try. */
export interface TakenIn {
  readonly number: number;
  readonly result: PlanResult;
}

const nothing: PlanResult = { documents: [], statements: 0, obligations: 0, records: 0, duplicates: [] };

export function refused(refusals: readonly Problem[]): ImportOutcome {
  return { result: nothing, applied: false, plans: 0, problems: [], refusals };
}

export function refusedKey({ idempotencyKey: value }: ImportPlan, { mutation, event }: EarlierWrite): ImportOutcome {
  return refused([problem('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'], { value, mutation, event })]);
}

/** What is told of a plan that is not, or not yet, taken in. The graph knows only those of its documents that were held before. */
export function refusedPlan({ state, plan, problems }: Reading): ImportOutcome {
  const held = new Set(state.read.corpus.documents.map(({ id }) => `document:${id}`));
  const result = resultOf(plan);
  return {
    ...refused(problems.length > 0 ? [problem('BAD_PLAN', ['files'], { count: problems.length })] : []),
    result: { ...result, documents: result.documents.filter((id) => held.has(id)) },
    plans: state.plans,
    problems,
  };
}
