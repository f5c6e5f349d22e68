import { GraphQLError } from 'graphql';
import { checkActor } from '../../../domain/admission/rights';
import { checkKey } from '../../../domain/admission/wellFormed';
import type { Context } from '../../../shared/context';
import { corpusInForce, namedAfterPlan } from '../../corpusInForce';
import { digest, toMicroseconds } from '../progress/chain';
import { checkSize } from './limits';
import { append, earlierImport, planLock, takeKey } from './log';
import { refused, refusedKey, refusedPlan, type ImportOutcome, type ImportPlan, type TakenIn } from './outcome';
import { Progress, type ImportStage } from './progress';
import { readAgainstHeld, resultOf, type Reading } from './reading';
import { servingSubgraphs, untilServed } from './serving';

/** The gateway waits ten seconds for a subgraph. */
const ANSWER_WITHIN_MS = 8000;

/** Takes in a plan, all of it or nothing; or tells, in a dry run, what that would do. */
export async function importPlan(context: Context, input: ImportPlan): Promise<ImportOutcome & { served: boolean }> {
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  const problems = [
    ...checkActor(context.requireCaller(), input.agencyId, 'EDITOR'),
    ...checkKey(input.idempotencyKey),
    ...checkSize(input.files),
  ];
  if (problems.length > 0) return { ...refused(problems), served: true };
  const progress = Progress.begin(context.source, input);
  try {
    const taken = await takeIn(context, input, progress);
    const outcome = 'number' in taken ? { ...taken, applied: true, plans: taken.number, problems: [], refusals: [] } : taken;
    return { ...outcome, served: await untilServed(context, outcome.plans, deadline) };
  } finally {
    progress.end();
  }
}

async function takeIn(context: Context, input: ImportPlan, progress: Progress): Promise<TakenIn | ImportOutcome> {
  const bodyHash = digest({ agencyId: input.agencyId, files: input.files });
  const { manager } = context.source;
  const known = input.dryRun ? null : await earlierImport(manager, input, bodyHash);
  if (known !== null) return 'mutation' in known ? refusedKey(input, known) : known;
  const first = await readAgainstHeld(context, input.files, manager, progress);
  if (input.dryRun || first.problems.length > 0) return refusedPlan(first);
  try {
    return await takeInChecked(context, input, bodyHash, first, progress);
  } catch (error) {
    if (error instanceof Refused) return error.outcome;
    throw isWaitTooLong(error) ? busy() : error;
  }
}

/** Carries a refusal out of the transaction, which leaves nothing behind. */
class Refused extends Error {
  constructor(readonly outcome: ImportOutcome) {
    super('refused');
  }
}

function isWaitTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '57014');
}

function busy(): GraphQLError {
  return new GraphQLError('other plans are being imported; nothing was taken in, send this one again with the same idempotencyKey', {
    extensions: { code: 'BUSY' },
  });
}

/** One plan after the other. What another brought in since it was checked is held against it too. */
async function takeInChecked(
  context: Context,
  input: ImportPlan,
  bodyHash: string,
  first: Reading,
  progress: Progress,
): Promise<TakenIn | ImportOutcome> {
  const inForce = corpusInForce(context.source);
  return context.source.transaction(async (manager) => {
    const known = (await takeKey(manager, input, bodyHash, context.clock.now())) ? null : await earlierImport(manager, input, bodyHash);
    if (known !== null) return 'mutation' in known ? refusedKey(input, known) : known;
    await planLock(manager, context.schemas);
    const newest = await inForce.newest(manager);
    const moved = (newest?.hash ?? null) !== first.state.head;
    const reading = moved ? await readAgainstHeld(context, input.files, manager, progress) : first;
    if (reading.problems.length > 0) throw new Refused(refusedPlan(reading));
    const { state, plan } = reading;
    const result = resultOf(plan);
    const number = state.plans + 1;
    const head = await append(manager, context.schemas, {
      number,
      agencyId: input.agencyId,
      key: input.idempotencyKey,
      bodyHash,
      files: plan.added.length === 0 ? [] : input.files,
      passedOver: plan.passedOver,
      outcome: result,
      recordedAt: toMicroseconds(context.clock.now()),
      recordedOn: context.clock.today(),
      previousHash: state.head,
    });
    const read = plan.added.length === 0 ? state.read : namedAfterPlan(plan.merged, plan.added, number);
    inForce.remember({ ...state, read, plans: number, head });
    return { number, result };
  });
}

/** How far an import is: by the log once it is taken in, before that by what this process does. */
export async function stageOf(context: Context, by: Pick<ImportPlan, 'agencyId' | 'idempotencyKey'>): Promise<ImportStage | null> {
  if (checkKey(by.idempotencyKey).length > 0) return null;
  const rows: Array<{ number: number }> = await context.source.query('SELECT number FROM imported_plan WHERE agency_id = $1 AND key = $2', [
    by.agencyId,
    by.idempotencyKey,
  ]);
  const [plan] = rows;
  if (plan === undefined) return Progress.of(context.source, by);
  const serving = await servingSubgraphs(context, plan.number);
  return { phase: serving.done === serving.total ? 'DONE' : 'LOADING', ...serving };
}
