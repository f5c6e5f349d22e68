import type { BatchFetchNode, FetchNode, FlattenNode, PlanNode } from '@graphql-hive/router-query-planner';
import { GraphQLError } from 'graphql';
import { SubgraphFailure, type Complaint } from '../errors';
import type { JsonObject } from '../json';
import type { Supergraph } from '../Supergraph';
import { holesFor, readAnswer } from './answer';
import { EntityFetch, Representations } from './EntityFetch';
import { fetchOf, variablesFor, type Fetch } from './Fetch';
import { copyOf, mergeInto } from './holes';
import { objectsAt, type Path } from './representations';
import { rewrite } from './rewrites';

/** What a request brings to the execution of its plan. */
export interface ExecutionContext {
  readonly supergraph: Supergraph;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Calls a subgraph. @throws SubgraphFailure */
  readonly call: (fetch: Fetch, variables: JsonObject | undefined) => Promise<unknown>;
  /** Told of every failure, in full. */
  readonly report: (failure: SubgraphFailure) => void;
}

/** Runs one plan: asks the subgraphs in its order and puts together what they answer, with holes where they fail. */
export class PlanExecution {
  readonly data: JsonObject = {};
  /** About failures that left no hole. */
  readonly errors: GraphQLError[] = [];

  constructor(private readonly context: ExecutionContext) {}

  async run(node: PlanNode): Promise<void> {
    if (node.kind === 'Sequence') for (const next of node.nodes) await this.step(next);
    else await this.step(node);
  }

  private step(node: PlanNode): Promise<unknown> {
    switch (node.kind) {
      case 'Sequence':
        return this.run(node);
      case 'Parallel':
        return Promise.all(node.nodes.map((each) => this.step(each)));
      case 'Condition': {
        const branch = this.context.variables[node.condition] === true ? node.ifClause : node.elseClause;
        return branch ? this.step(branch) : Promise.resolve(); // the planner gives null for none
      }
      case 'Fetch':
        return this.fetchRoot(node);
      case 'Flatten':
        return this.fetchEntities(node);
      case 'BatchFetch':
        return this.fetchBatch(node);
      default:
        throw new Error(`a plan of kind ${node.kind} cannot be run here`);
    }
  }

  /** Takes what a subgraph sent by itself for its answer to `node`. */
  accept(node: FetchNode, payload: unknown): void {
    const fetch = fetchOf(node);
    try {
      this.add(node, this.read(fetch, payload, []));
    } catch (error) {
      this.add(node, this.holes(fetch, error));
    }
  }

  private async fetchRoot(node: FetchNode): Promise<void> {
    const fetch = fetchOf(node);
    this.add(node, await this.ask(fetch, variablesFor(fetch, this.context.variables), []));
  }

  private add(node: FetchNode, data: JsonObject): void {
    rewrite(data, node.outputRewrites, this.context.supergraph);
    mergeInto(this.data, data, this.context.supergraph);
  }

  private async fetchEntities({ path, node }: FlattenNode): Promise<void> {
    if (node.kind !== 'Fetch') throw new Error(`a plan cannot flatten a ${node.kind}`);
    const fetch = fetchOf(node);
    if (!fetch.asked.some(({ key }) => key === '_entities')) return this.fetchAgain(path, node);
    const representations = new Representations();
    const { requires, inputRewrites, outputRewrites } = node;
    const field = { key: '_entities', paths: [path], requires, inputRewrites, outputRewrites };
    const entities = new EntityFetch(fetch, field, this.context.supergraph, representations);
    await this.fetchEach(fetch, [entities], new Map([['representations', representations]]), path);
  }

  /** Where the answer of a mutation leads back to Query, another subgraph is asked from its root. */
  private async fetchAgain(path: FlattenNode['path'], node: FetchNode): Promise<void> {
    const { supergraph, variables } = this.context;
    const objects = objectsAt(this.data, path, supergraph);
    if (objects.length === 0) return;
    const fetch = fetchOf(node);
    const data = await this.ask(fetch, variablesFor(fetch, variables), path);
    rewrite(data, node.outputRewrites, supergraph);
    for (const [index, object] of objects.entries()) mergeInto(object, index === 0 ? data : (copyOf(data) as JsonObject), supergraph);
  }

  private async fetchBatch(node: BatchFetchNode): Promise<void> {
    const fetch = fetchOf(node);
    const sent = new Map<string, Representations>();
    const entities = node.entityBatch.aliases.map((alias) => {
      const representations = sent.get(alias.representationsVariableName) ?? new Representations();
      sent.set(alias.representationsVariableName, representations);
      return new EntityFetch(fetch, { ...alias, key: alias.alias }, this.context.supergraph, representations);
    });
    await this.fetchEach(fetch, entities, sent, []);
  }

  private async fetchEach(
    fetch: Fetch,
    entities: readonly EntityFetch[],
    sent: ReadonlyMap<string, Representations>,
    mount: Path,
  ): Promise<void> {
    for (const each of entities) each.gather(this.data);
    if (![...sent.values()].some(({ list }) => list.length > 0)) return;
    const variables: JsonObject = { ...variablesFor(fetch, this.context.variables) };
    for (const [name, { list }] of sent) variables[name] = list;
    const data = await this.ask(fetch, variables, mount);
    for (const each of entities) {
      const failure = each.merge(data[each.key]);
      if (failure !== null) this.context.report(failure);
    }
  }

  /** Never fails: what a subgraph does not answer is a hole. */
  private async ask(fetch: Fetch, variables: JsonObject | undefined, mount: Path): Promise<JsonObject> {
    try {
      return this.read(fetch, await this.context.call(fetch, variables), mount);
    } catch (error) {
      return this.holes(fetch, error);
    }
  }

  private read(fetch: Fetch, payload: unknown, mount: Path): JsonObject {
    const { data, errors } = readAnswer(fetch.subgraph, payload, fetch.asked);
    for (const { complaint, detail, placed } of errors) {
      if (complaint.extensions.code === 'SUBGRAPH_ERROR')
        this.context.report(new SubgraphFailure('SUBGRAPH_ERROR', fetch.subgraph, detail));
      if (!placed) this.complain(complaint, mount);
    }
    return data;
  }

  private holes(fetch: Fetch, error: unknown): JsonObject {
    if (!(error instanceof SubgraphFailure)) throw error;
    this.context.report(error);
    return holesFor(fetch.asked, () => error.complaint);
  }

  private complain({ message, extensions }: Complaint, mount: Path): void {
    const path = mountOf(mount);
    this.errors.push(new GraphQLError(message, { path: path.length > 0 ? path : undefined, extensions: { ...extensions } }));
  }
}

/** Where on the way of a plan an answer belongs, for the client. */
function mountOf(path: Path): string[] {
  return path.flatMap((step) => (typeof step === 'object' && 'Field' in step ? [step.Field] : []));
}
