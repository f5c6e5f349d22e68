import type { QueryPlan } from '@graphql-hive/router-query-planner';
import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { SubgraphFailure } from '../errors';
import type { JsonObject } from '../json';
import type { Subgraph } from '../subgraphs/Subgraph';
import type { Supergraph } from '../Supergraph';
import { Completion } from './Completion';
import { prepareFetches, type Fetch } from './Fetch';
import { Operation } from './Operation';
import { PlanExecution } from './PlanExecution';

export interface OperationRequest {
  readonly document: DocumentNode;
  /** Null when the request names none the document has. */
  readonly definition: OperationDefinitionNode | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Handed on to every subgraph. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Known {
  readonly operation: Operation;
  readonly plans: Map<string, Promise<QueryPlan>>;
}

/** Answers operations on the supergraph from its subgraphs. Operations and their plans are kept as long as their document is. */
export class Executor {
  private readonly known = new WeakMap<OperationDefinitionNode, Known>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly subgraphs: ReadonlyMap<string, Subgraph>,
    private readonly report: (failure: SubgraphFailure) => void,
  ) {}

  async execute({ document, definition, variables, headers }: OperationRequest): Promise<ExecutionResult> {
    if (definition === null) return refused('the request names no operation of its document; give operationName');
    if (definition.operation === OperationTypeNode.SUBSCRIPTION)
      return refused('subscriptions are not served here; send a query or a mutation');
    const { coerced, errors } = getVariableValues(this.supergraph.apiSchema, definition.variableDefinitions ?? [], variables);
    if (errors !== undefined) return { errors: errors.map(badInput) };
    const { operation, plans } = this.know(document, definition);
    const { data, errors: failures } = operation.needsSubgraphs
      ? await this.ask(operation, plans, coerced, headers)
      : { data: {}, errors: [] };
    const completion = new Completion(operation.shapeFor(coerced), coerced);
    const completed = completion.complete(data);
    const all = [...failures, ...completion.errors];
    return all.length > 0 ? { data: completed, errors: all } : { data: completed };
  }

  private async ask(
    operation: Operation,
    plans: Known['plans'],
    variables: Record<string, unknown>,
    headers: OperationRequest['headers'],
  ): Promise<Pick<PlanExecution, 'data' | 'errors'>> {
    const { node } = await this.plan(operation, plans);
    const call = (fetch: Fetch, sent: JsonObject | undefined): Promise<unknown> => {
      const subgraph = this.subgraphs.get(fetch.subgraph);
      if (subgraph === undefined) throw new Error(`the plan asks a subgraph ${fetch.subgraph} that there is not`);
      return subgraph.call({ operation: fetch.operation, variables: sent, headers });
    };
    const execution = new PlanExecution({ supergraph: this.supergraph, variables, call, report: this.report });
    if (node) await execution.run(node);
    return execution;
  }

  private know(document: DocumentNode, definition: OperationDefinitionNode): Known {
    let known = this.known.get(definition);
    if (known === undefined) {
      known = { operation: new Operation(document, definition, this.supergraph.apiSchema), plans: new Map() };
      this.known.set(definition, known);
    }
    return known;
  }

  private plan({ source, definition }: Operation, plans: Known['plans']): Promise<QueryPlan> {
    const lot = this.supergraph.drawLot();
    const key = lot === null ? '' : this.supergraph.lotClass(lot);
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = this.makePlan(source, definition.name?.value ?? null, lot);
      plan.catch(() => plans.delete(key));
      plans.set(key, plan);
    }
    return plan;
  }

  private async makePlan(...about: Parameters<Supergraph['plan']>): Promise<QueryPlan> {
    const plan = await this.supergraph.plan(...about);
    prepareFetches(plan.node);
    return plan;
  }
}

function refused(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] };
}

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } });
}
