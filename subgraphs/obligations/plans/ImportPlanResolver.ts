import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { inLanguage } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { importPlan, stageOf } from './importPlan';
import { leftOutPlans, toldProblems } from './leftOut';
import type { ImportOutcome } from './outcome';
import { ImportPlanInput, ImportPlanPayload, LeftOutPlan, PlanImportProgress } from './types';

@Resolver()
export class ImportPlanResolver {
  @Directive('@cost(weight: 100)')
  @Mutation(() => ImportPlanPayload, {
    description: 'Takes in a plan in the format of the corpus, all of it or nothing; role EDITOR (nhập kế hoạch).',
  })
  async importPlan(@Ctx() context: Context, @Arg('input', () => ImportPlanInput) input: ImportPlanInput): Promise<ImportPlanPayload> {
    const { idempotencyKey, agencyId, files, dryRun } = input;
    return payloadOf(context, await importPlan(context, { idempotencyKey, agencyId, files, dryRun: dryRun !== false }));
  }

  @Query(() => PlanImportProgress, {
    nullable: true,
    description:
      'How far an import of the agency of the token is; null: none with this key is known here, or it was refused (tiến trình nhập).',
  })
  planImport(@Ctx() context: Context, @Arg('idempotencyKey', () => String) idempotencyKey: string): Promise<PlanImportProgress | null> {
    return stageOf(context, { agencyId: context.requireCaller().agencyId, idempotencyKey });
  }

  @Query(() => [LeftOutPlan], {
    description: 'Imported plans that no longer fit the corpus of this version; the graph answers without them (kế hoạch bị bỏ ra).',
  })
  leftOutPlans(@Ctx() context: Context): Promise<LeftOutPlan[]> {
    return leftOutPlans(context);
  }
}

function payloadOf(context: Context, outcome: ImportOutcome & { served: boolean }): ImportPlanPayload {
  const { result, applied, served, problems, refusals } = outcome;
  // Until all of the graph serves it, a document may not be found where it is looked for.
  const documents = served ? result.documents.map((id) => ({ id })) : [];
  return {
    ...result,
    document: documents[0] ?? null,
    documents,
    duplicates: result.duplicates.map(({ documentId, ...held }) => ({
      ...held,
      document: served && documentId !== null ? { id: documentId } : null,
    })),
    applied,
    served: applied && served,
    problems: toldProblems(problems),
    userErrors: refusals.map(({ code, message, path }) => ({
      code,
      message: inLanguage(context.language, message.vi, message.en),
      path: [...path],
    })),
  };
}
