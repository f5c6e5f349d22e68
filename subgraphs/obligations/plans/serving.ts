import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../shared/context';
import { subgraphNames } from '../../registry';

const LOOK_AGAIN_MS = 50;

/** How many subgraphs there are, and how many of them hold a plan. One whose store stands elsewhere is not seen from here. */
export async function servingSubgraphs(context: Context, number: number): Promise<{ done: number; total: number }> {
  const views = subgraphNames.map((name) => `"${context.schemas.of(name)}".pub_corpus_load`);
  const known: Array<{ view: string }> = await context.source.query(
    'SELECT view FROM unnest($1::text[]) view WHERE to_regclass(view) IS NOT NULL',
    [views],
  );
  const plans: Array<{ plans: number }> = await context.source.query(
    known.map(({ view }) => `SELECT coalesce(max(plans), 0) AS plans FROM ${view}`).join(' UNION ALL '),
  );
  return { done: plans.filter((loaded) => loaded.plans >= number).length, total: plans.length };
}

/** Waits until every subgraph serves a plan, so that who reads next finds it. False: some did not in time, and still load it. */
export async function untilServed(context: Context, number: number, deadline: number): Promise<boolean> {
  for (;;) {
    const { done, total } = await servingSubgraphs(context, number);
    if (done === total) return true;
    if (Date.now() > deadline) return false;
    await sleep(LOOK_AGAIN_MS);
  }
}
