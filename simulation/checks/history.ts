import type { Line } from '../graph/Line';
import { inParallel } from '../inParallel';
import type { LoggedEvent } from '../oracle/log';
import type { Oracle } from '../oracle/Oracle';
import type { Comparison } from './Comparison';

interface SeenEvent extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly by: { readonly id: string };
  readonly about: { readonly id: string } | null;
  readonly evidence: readonly unknown[];
  readonly hash: string;
  readonly previousHash: string | null;
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly SeenEvent[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Duties whose first pages are asked for together. */
const TOGETHER = 20;
const PAGE = 50;

const page = `totalCount
  nodes { id number kind by { id } effectiveOn status percent note evidence { url } about { id } newDueOn period hash previousHash }
  pageInfo { hasNextPage endCursor }`;
const firstPages = `query FirstPages($ids: [ID!]!) {
  obligations(filter: { ids: $ids }, first: ${String(TOGETHER)}) { nodes { id history(first: ${String(PAGE)}) { ${page} } } }
}`;
const nextPage = `query NextPage($id: ID!, $after: String) { obligation(id: $id) { history(first: ${String(PAGE)}, after: $after) { ${page} } } }`;

/** At the end: no acknowledged event is missing from the history of any duty, none stands twice, and none was never acknowledged. */
export async function compareHistories(line: Line, oracle: Oracle, comparison: Comparison): Promise<void> {
  const ids = [...oracle.world.duties.keys()];
  const groups = Array.from({ length: Math.ceil(ids.length / TOGETHER) }, (_, at) => ids.slice(at * TOGETHER, (at + 1) * TOGETHER));
  await inParallel(groups, 4, async (group) => {
    const { data, errors } = await line.ask({ query: firstPages, variables: { ids: group } }, null);
    comparison.same('errors of the histories', undefined, errors);
    const { nodes } = data?.obligations as { nodes: ReadonlyArray<{ id: string; history: Page }> };
    comparison.same('the duties asked for', [...group].sort(), nodes.map(({ id }) => id).sort());
    for (const { id, history } of nodes) compareHistory(id, await allPages(line, id, history, comparison), oracle, comparison);
  });
}

function compareHistory(dutyId: string, seen: readonly SeenEvent[], oracle: Oracle, comparison: Comparison): void {
  const expected = oracle.events(dutyId);
  comparison.same(`the events of ${dutyId}`, expected.map(({ id }) => id).sort(), seen.map(({ id }) => id).sort(), dutyId);
  const byId = new Map(seen.map((event) => [event.id, event]));
  let previous: string | null = null;
  for (const event of expected) {
    const { hash, previousHash, ...told } = byId.get(event.id) as SeenEvent;
    const found = { ...told, by: told.by.id, about: told.about?.id ?? null, evidence: told.evidence.length };
    comparison.fields(`the event ${event.id}`, contentOf(event), found, dutyId);
    comparison.same(`the hash before ${event.id}`, previous, previousHash, dutyId);
    previous = hash;
  }
}

async function allPages(line: Line, id: string, first: Page, comparison: Comparison): Promise<SeenEvent[]> {
  const events = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage) {
    const { data, errors } = await line.ask({ query: nextPage, variables: { id, after: pageInfo.endCursor } }, null);
    comparison.same(`errors of the history of ${id}`, undefined, errors, id);
    const { history } = data?.obligation as { history: Page };
    events.push(...history.nodes);
    ({ pageInfo } = history);
  }
  comparison.same(`the length of the history of ${id}`, events.length, first.totalCount, id);
  return events;
}

function contentOf(event: LoggedEvent) {
  const { number, kind, by, effectiveOn, status, percent, note, evidence, about, newDueOn, period } = event;
  return { number, kind, by, effectiveOn, status, percent, note, evidence, about, newDueOn, period };
}
