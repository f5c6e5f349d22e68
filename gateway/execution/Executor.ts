import type { QueryPlan } from '@graphql-hive/router-query-planner';
import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { Stream } from '../../shared/eventStream';
import { SubgraphFailure } from '../errors';
import type { JsonObject } from '../json';
import { MAX_PROBLEMS, shortened } from '../safety/limits';
import type { Subgraph, SubgraphCall } from '../subgraphs/Subgraph';
import type { Supergraph } from '../Supergraph';
import type { Telemetry } from '../../shared/telemetry/Telemetry';
import { watchPlanning } from '../telemetry/planning';
import { untraced } from '../telemetry/WatchedSubgraph';
import { Completion } from './Completion';
import { fetchOf, prepareFetches, variablesFor, type Fetch } from './Fetch';
import { Operation } from './Operation';
import { Patience } from './Patience';
import { PlanExecution } from './PlanExecution';
import { stoppable } from './stoppable';
import { endOf, subscriptionPlan } from './Subscription';

export interface OperationRequest {
  readonly document: DocumentNode;
  /** Null when the request names none the document has. */
  readonly definition: OperationDefinitionNode | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Handed on to every subgraph. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer to a subscription. */
export interface LiveAnswer {
  /** Null: nothing but the position. */
  readonly result: ExecutionResult | null;
  /** What goes on after this answer without a gap, sent as Last-Event-ID; null: not told. */
  readonly resumeAfter: string | null;
}

const TIMEOUT_MS = 10_000;

interface Coerced {
  readonly coerced: JsonObject;
  readonly errors: readonly GraphQLError[];
}

const HOW_TO_SUBSCRIBE =
  'subscriptions are answered over WebSocket (graphql-transport-ws) or as Server-Sent Events (Accept: text/event-stream), not as one answer';

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
    /** How long one call of a subgraph may take. */
    private readonly timeoutMs = TIMEOUT_MS,
    private readonly telemetry: Telemetry | null = null,
  ) {}

  async execute({ document, definition, variables, headers }: OperationRequest): Promise<ExecutionResult> {
    if (definition === null) return { errors: [refused('the request names no operation of its document; give operationName')] };
    if (definition.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [refused(HOW_TO_SUBSCRIBE)] };
    const { coerced, errors } = this.coerce(definition, variables);
    if (errors.length > 0) return { errors };
    const { operation, plans } = this.know(document, definition);
    return operation.needsSubgraphs
      ? this.complete(operation, coerced, await this.ask(operation, plans, coerced, headers))
      : this.complete(operation, coerced, { data: {}, errors: [] });
  }

  /**
   * The answers to a subscription as its subgraph sends them, each put together like that to a query.
   * They end with a GraphQLError when the subgraph refuses or cannot go on.
   * @throws GraphQLError for variables that do not fit, and for a subscription that cannot be planned
   */
  async subscribe({ document, definition, variables, headers }: OperationRequest): Promise<Stream<LiveAnswer>> {
    if (definition === null) throw refused('the request names no operation of its document; give operationName');
    const { coerced, errors } = this.coerce(definition, variables);
    if (errors[0] !== undefined) throw errors[0];
    const { operation, plans } = this.know(document, definition);
    const { primary, rest } = subscriptionPlan((await this.plan(operation, plans, headers)).node);
    const fetch = fetchOf(primary);
    const sent = { operation: fetch.operation, variables: variablesFor(fetch, coerced), headers };
    const later = Object.fromEntries(Object.entries(untraced(headers)).filter(([name]) => name !== 'last-event-id'));
    const answer = async (payload: unknown): Promise<ExecutionResult> => {
      const execution = this.execution(coerced, later);
      execution.accept(primary, payload);
      for (const node of rest) await execution.run(node);
      return this.complete(operation, coerced, execution);
    };
    return stoppable((signal) => this.answers(fetch.subgraph, sent, answer, signal));
  }

  private async *answers(
    subgraph: string,
    sent: SubgraphCall,
    answer: (payload: unknown) => Promise<ExecutionResult>,
    signal: AbortSignal,
  ): AsyncGenerator<LiveAnswer, void> {
    try {
      for await (const { payload, resumeAfter } of this.subgraph(subgraph).subscribe(sent, signal)) {
        const end = endOf(subgraph, payload);
        if (end !== null) throw end;
        yield { result: payload === null ? null : await answer(payload), resumeAfter };
      }
    } catch (error) {
      if (!(error instanceof SubgraphFailure) || signal.aborted) throw error;
      this.report(error);
      throw new GraphQLError(error.complaint.message, { extensions: { ...error.complaint.extensions } });
    }
  }

  private coerce(definition: OperationDefinitionNode, variables: OperationRequest['variables']): Coerced {
    const { coerced, errors } = getVariableValues(this.supergraph.apiSchema, definition.variableDefinitions ?? [], variables, {
      maxErrors: MAX_PROBLEMS,
    });
    return errors === undefined ? { coerced, errors: [] } : { coerced: {}, errors: errors.map(badInput) };
  }

  private complete(operation: Operation, variables: JsonObject, { data, errors }: Pick<PlanExecution, 'data' | 'errors'>): ExecutionResult {
    const completion = new Completion(operation.shapeFor(variables), variables);
    const completed = completion.complete(data);
    const all = [...errors, ...completion.errors];
    return all.length > 0 ? { data: completed, errors: all } : { data: completed };
  }

  private async ask(
    operation: Operation,
    plans: Known['plans'],
    variables: JsonObject,
    headers: OperationRequest['headers'],
  ): Promise<Pick<PlanExecution, 'data' | 'errors'>> {
    const { node } = await this.plan(operation, plans, headers);
    const execution = this.execution(variables, headers);
    if (node) await execution.run(node);
    return execution;
  }

  private execution(variables: JsonObject, headers: OperationRequest['headers']): PlanExecution {
    const patience = new Patience(this.timeoutMs);
    const call = ({ subgraph, operation }: Fetch, sent: JsonObject | undefined): Promise<unknown> =>
      patience.call(this.subgraph(subgraph), { operation, variables: sent, headers });
    return new PlanExecution({ supergraph: this.supergraph, variables, call, report: this.report });
  }

  private subgraph(name: string): Subgraph {
    const subgraph = this.subgraphs.get(name);
    if (subgraph === undefined) throw new Error(`the plan asks a subgraph ${name} that there is not`);
    return subgraph;
  }

  private know(document: DocumentNode, definition: OperationDefinitionNode): Known {
    let known = this.known.get(definition);
    if (known === undefined) {
      known = { operation: new Operation(document, definition, this.supergraph.apiSchema), plans: new Map() };
      this.known.set(definition, known);
    }
    return known;
  }

  private plan({ source, definition }: Operation, plans: Known['plans'], headers: OperationRequest['headers']): Promise<QueryPlan> {
    const lot = this.supergraph.drawLot();
    const key = lot === null ? '' : this.supergraph.lotClass(lot);
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = watchPlanning(this.telemetry, headers.traceparent, this.makePlan(source, definition.name?.value ?? null, lot));
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

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(shortened(error.message), { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } });
}
