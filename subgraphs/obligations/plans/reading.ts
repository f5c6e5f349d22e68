import type { EntityManager } from 'typeorm';
import type { Problem } from '../../../ingest/corpus';
import { countDuties } from '../../../ingest/duties';
import type { PlanFile, ReadPlan } from '../../../ingest/plan';
import type { Located } from '../../../ingest/read';
import type { Context } from '../../../shared/context';
import { corpusInForce, type CorpusState } from '../../corpusInForce';
import type { PlanResult } from './log';
import type { Progress } from './progress';

/** A plan as it was read, and against what. */
export interface Reading {
  readonly state: CorpusState;
  readonly plan: ReadPlan;
  readonly problems: readonly Problem[];
}

export async function readAgainstHeld(
  context: Context,
  files: readonly PlanFile[],
  manager: EntityManager,
  progress: Progress,
): Promise<Reading> {
  const inForce = corpusInForce(context.source);
  const state = await inForce.current(manager);
  const { readPlan } = await import('../../../ingest/plan.ts');
  const plan = await readPlan(state.read, files, {
    onFile: (done) => {
      progress.reading(done, files.length);
    },
  });
  progress.checking();
  if (plan.problems.length > 0 || plan.added.length === 0) return { state, plan, problems: plan.problems };
  try {
    inForce.tryOut(plan.merged.corpus);
    return { state, plan, problems: [] };
  } catch (error) {
    // What no check foresaw: every subgraph would stumble over it.
    const message = `the corpus cannot be loaded with this plan: ${String(error)}`;
    return { state, plan, problems: [{ file: '-', line: 1, id: '-', message }] };
  }
}

export function resultOf({ added, duplicates }: ReadPlan): PlanResult {
  const statements = added.filter(({ sort }) => sort === 'statements');
  return {
    documents: [...new Set([...added, ...duplicates].flatMap((entry) => documentOf(entry) ?? []))],
    statements: statements.length,
    obligations: countDuties(statements.map(({ record }) => record as never)),
    records: added.length,
    duplicates: duplicates.map((entry) => ({ file: entry.file, line: entry.line(), record: entry.id, documentId: documentOf(entry) })),
  };
}

/** The document that a record is, or whose statement it is. */
function documentOf({ sort, record }: Located): string | null {
  if (sort !== 'documents' && sort !== 'statements') return null;
  const { id, document } = record as { id?: string; document?: string };
  return `document:${document ?? id ?? ''}`;
}
