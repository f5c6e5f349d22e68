import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { buildASTSchema, Kind, parse, type DocumentNode, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import { Executor } from '../gateway/execution/Executor';
import { openSubgraphs as openCalls } from '../gateway/subgraphs/open';
import { Supergraph } from '../gateway/Supergraph';
import type { OpenSubgraph, SubgraphExecutor } from '../subgraphs/runtime';

const ROUNDS = 5;

type Variables = Readonly<Record<string, unknown>>;
type Answer = (document: DocumentNode, variables: Variables) => Promise<ExecutionResult>;

interface Workload {
  readonly name: string;
  readonly document: DocumentNode;
  readonly variables: readonly Variables[];
  readonly runs: number;
}

const small = 'query ($id: ID!) { obligation(id: $id) { title dueOn leadAgencies { name } document { number } } }';
const large = `{ obligations(first: 100) { nodes { id title dueOn leadAgencies { name level } coordinatingAgencies { name }
  connections { id ends { name owner { name } } } statements { path citation { label } } } } }`;

/**
 * CPU time of the executor alone: both run the same plans over subgraphs whose answers are remembered, in interleaved rounds.
 * Prints milliseconds per request (min, median, max) and the ratio of the medians.
 */
export async function measureExecutors(sdl: string, subgraphs: readonly OpenSubgraph[], report: (line: string) => void): Promise<void> {
  const remembered = new Map(subgraphs.map(({ name, execute }): [string, SubgraphExecutor] => [name, remembering(execute)]));
  const [ours, theirs] = [await oursOn(sdl, remembered), await theirsOn(sdl, remembered)];
  const duties = await subgraphs
    .find(({ name }) => name === 'obligations')
    ?.execute({ query: '{ obligations(first: 100) { nodes { id } } }', headers: {} });
  const ids = (duties?.data?.obligations as { nodes: Array<{ id: string }> }).nodes;
  const workloads: Workload[] = [
    { name: 'one duty, a hundred ids in turn', document: parse(small), variables: ids, runs: 2000 },
    { name: 'a hundred duties with all around them', document: parse(large), variables: [{}], runs: 40 },
  ];
  for (const workload of workloads) {
    const [variables = {}] = workload.variables;
    const same =
      JSON.stringify((await ours(workload.document, variables)).data) === JSON.stringify((await theirs(workload.document, variables)).data);
    report(`${workload.name}: ${same ? 'the same answer' : 'DIFFERENT ANSWERS'}`);
    const times: [number[], number[]] = [[], []];
    for (let round = -1; round < ROUNDS; round += 1) {
      const taken = [await cpuPerRequest(ours, workload), await cpuPerRequest(theirs, workload)] as const;
      if (round >= 0) taken.forEach((time, index) => times[index]?.push(time)); // the first round warms up
    }
    report(`  ours            ${spread(times[0])}`);
    report(`  router-runtime  ${spread(times[1])}`);
    report(`  ratio           ${(median(times[1]) / median(times[0])).toFixed(2)}`);
  }
}

/** Asks the subgraph once for each operation and variables, then answers a fresh copy from memory. */
function remembering(execute: SubgraphExecutor): SubgraphExecutor {
  const byDocument = new Map<unknown, Map<string, string>>();
  return async (request) => {
    const answers = byDocument.get(request.query) ?? new Map<string, string>();
    byDocument.set(request.query, answers);
    const key = JSON.stringify(request.variables ?? {});
    const known = answers.get(key) ?? JSON.stringify(await execute(request));
    answers.set(key, known);
    return JSON.parse(known) as ExecutionResult;
  };
}

async function oursOn(sdl: string, subgraphs: ReadonlyMap<string, SubgraphExecutor>): Promise<Answer> {
  const supergraph = new Supergraph(sdl);
  const options = { supergraph: sdl, inProcess: Object.fromEntries(subgraphs), host: '', port: 0, production: true };
  const executor = new Executor(supergraph, await openCalls(supergraph.urls, options, 10_000), (failure) => {
    throw failure;
  });
  const definition = (document: DocumentNode) =>
    document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION) ?? null;
  return (document, variables) => executor.execute({ document, definition: definition(document), variables, headers: {} });
}

async function theirsOn(sdl: string, subgraphs: ReadonlyMap<string, SubgraphExecutor>): Promise<Answer> {
  const unifiedGraph = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  const { executor: run } = await unifiedGraphHandler({
    unifiedGraph,
    getUnifiedGraphSDL: () => sdl,
    onSubgraphExecute: (name: string, { document, variables }: { document: DocumentNode; variables?: Record<string, unknown> }) =>
      subgraphs.get(name.toLowerCase())?.({ query: document, variables, headers: {} }),
  } as never);
  return async (document, variables) => (await run?.({ document, variables, context: {} } as never)) as ExecutionResult;
}

async function cpuPerRequest(answer: Answer, { document, variables, runs }: Workload): Promise<number> {
  const start = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await answer(document, variables[run % variables.length] ?? {});
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / runs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function spread(values: readonly number[]): string {
  return [Math.min(...values), median(values), Math.max(...values)].map((value) => `${value.toFixed(3)} ms`).join(' – ');
}
