import type { BatchFetchNode, FetchNode, FlattenNode, PlanNode } from '@graphql-hive/router-query-planner';
import { GraphQLError } from 'graphql';
import { SubgraphFailure, type Complaint } from '../errors';
import type { JsonObject } from '../json';
import type { Supergraph } from '../Supergraph';
import { holesFor, readAnswer } from './answer';
import { EntityFetch, Representations } from './EntityFetch';
import { fetchOf, type Fetch } from './Fetch';
import { mergeInto } from './holes';
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
    switch (node.kind) {
      case 'Sequence':
        for (const next of node.nodes) await this.run(next);
        return;
      case 'Parallel':
        await Promise.all(node.nodes.map((each) => this.run(each)));
        return;
      case 'Condition': {
        const branch = this.context.variables[node.condition] === true ? node.ifClause : node.elseClause;
        if (branch) await this.run(branch); // the planner gives null for none
        return;
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

  private async fetchRoot(node: FetchNode): Promise<void> {
    const fetch = fetchOf(node);
    const data = await this.ask(fetch, this.variablesFor(fetch), []);
    rewrite(data, node.outputRewrites, this.context.supergraph);
    mergeInto(this.data, data, this.context.supergraph);
  }

  private async fetchEntities({ path, node }: FlattenNode): Promise<void> {
    if (node.kind !== 'Fetch') throw new Error(`a plan cannot flatten a ${node.kind}`);
    const fetch = fetchOf(node);
    const representations = new Representations();
    const field = {
      key: '_entities',
      paths: [path],
      requires: node.requires,
      inputRewrites: node.inputRewrites,
      outputRewrites: node.outputRewrites,
    };
    const mount = path.flatMap((step) => (typeof step === 'object' && 'Field' in step ? [step.Field] : []));
    await this.fetchEach(
      fetch,
      [new EntityFetch(fetch, field, this.context.supergraph, representations)],
      new Map([['representations', representations]]),
      mount,
    );
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
    mount: readonly string[],
  ): Promise<void> {
    for (const each of entities) each.gather(this.data);
    if (![...sent.values()].some(({ list }) => list.length > 0)) return;
    const variables: JsonObject = { ...this.variablesFor(fetch) };
    for (const [name, { list }] of sent) variables[name] = list;
    const data = await this.ask(fetch, variables, mount);
    for (const each of entities) {
      const failure = each.merge(data[each.key]);
      if (failure !== null) this.context.report(failure);
    }
  }

  /** Never fails: what a subgraph does not answer is a hole. */
  private async ask(fetch: Fetch, variables: JsonObject | undefined, mount: readonly string[]): Promise<JsonObject> {
    try {
      const { data, errors } = readAnswer(fetch.subgraph, await this.context.call(fetch, variables), fetch.asked);
      for (const { complaint, detail, placed } of errors) {
        if (complaint.extensions.code === 'SUBGRAPH_ERROR')
          this.context.report(new SubgraphFailure('SUBGRAPH_ERROR', fetch.subgraph, detail));
        if (!placed) this.complain(complaint, mount);
      }
      return data;
    } catch (error) {
      if (!(error instanceof SubgraphFailure)) throw error;
      this.context.report(error);
      return holesFor(fetch.asked, () => error.complaint);
    }
  }

  private variablesFor(fetch: Fetch): JsonObject | undefined {
    if (fetch.variableNames.length === 0) return undefined;
    const given = fetch.variableNames.filter((name) => Object.hasOwn(this.context.variables, name));
    return Object.fromEntries(given.map((name) => [name, this.context.variables[name]]));
  }

  private complain({ message, extensions }: Complaint, path: readonly string[]): void {
    this.errors.push(new GraphQLError(message, { path: path.length > 0 ? path : undefined, extensions: { ...extensions } }));
  }
}
