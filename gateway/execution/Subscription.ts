import type { FetchNode, PlanNode } from '@graphql-hive/router-query-planner';
import { GraphQLError } from 'graphql';
import { complaintFrom, UnplannableError } from '../errors';
import { isRecord } from '../json';

/** The plan of a subscription: what one subgraph sends by itself, and what is then asked of others for each of its answers. */
export interface SubscriptionPlan {
  readonly primary: FetchNode;
  readonly rest: readonly PlanNode[];
}

/** @throws UnplannableError when the plan begins with anything else than what a subgraph sends */
export function subscriptionPlan(node: PlanNode | null | undefined): SubscriptionPlan {
  if (node?.kind === 'Subscription') return { primary: node.primary, rest: [] };
  if (node?.kind === 'Sequence' && node.nodes[0]?.kind === 'Subscription') {
    const [{ primary }, ...rest] = node.nodes as [Extract<PlanNode, { kind: 'Subscription' }>, ...PlanNode[]];
    return { primary, rest };
  }
  throw new UnplannableError('OPERATION_NOT_PLANNABLE', new Error(`a subscription was planned as ${String(node?.kind)}`));
}

/** The error with which a subgraph refuses or ends a subscription; null for an answer like any other. */
export function endOf(subgraph: string, payload: unknown): GraphQLError | null {
  if (!isRecord(payload) || payload.data !== undefined || !Array.isArray(payload.errors) || payload.errors.length === 0) return null;
  const { message, extensions } = complaintFrom(subgraph, payload.errors[0]);
  return new GraphQLError(message, { extensions: { ...extensions } });
}
