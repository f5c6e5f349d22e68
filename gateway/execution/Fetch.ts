import type { BatchFetchNode, FetchNode, PlanNode } from '@graphql-hive/router-query-planner';
import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { UnplannableError } from '../errors';
import type { JsonObject } from '../json';
import type { SubgraphOperation } from '../subgraphs/Subgraph';

/** What a fetch asks for: a field, or more fields of objects of some type (null: of any). */
export type Asked =
  | { readonly key: string; readonly asked: readonly Asked[] | null; readonly on?: undefined }
  | { readonly on: string | null; readonly asked: readonly Asked[]; readonly key?: undefined };

/** A fetch of a plan, made ready once for all requests under that plan. */
export interface Fetch {
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  readonly asked: readonly Asked[];
  readonly variableNames: readonly string[];
}

const ready = new WeakMap<PlanNode, Fetch>();

export function fetchOf(node: FetchNode | BatchFetchNode): Fetch {
  let fetch = ready.get(node);
  if (fetch === undefined) {
    const document = parse(node.operation, { noLocation: true });
    fetch = {
      subgraph: node.serviceName,
      operation: { document, json: JSON.stringify(node.operation), mutates: node.operationKind === 'mutation' },
      asked: askedOf(document),
      variableNames: node.variableUsages ?? [],
    };
    ready.set(node, fetch);
  }
  return fetch;
}

/** Those of a request's variables that a fetch uses; undefined when it uses none. */
export function variablesFor({ variableNames }: Fetch, variables: Readonly<JsonObject>): JsonObject | undefined {
  if (variableNames.length === 0) return undefined;
  return Object.fromEntries(variableNames.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]));
}

/** Makes every fetch of a plan ready, before any is sent. @throws UnplannableError when the planner wrote one that is no GraphQL. */
export function prepareFetches(node: PlanNode | null | undefined): void {
  try {
    fetchesOf(node).forEach(fetchOf);
  } catch (error) {
    throw new UnplannableError('OPERATION_NOT_PLANNABLE', error);
  }
}

function fetchesOf(node: PlanNode | null | undefined): (FetchNode | BatchFetchNode)[] {
  switch (node?.kind) {
    case 'Fetch':
    case 'BatchFetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Subscription':
      return [node.primary];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Condition':
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    default:
      return [];
  }
}

function askedOf(document: DocumentNode): readonly Asked[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const read = (set: SelectionSetNode): Asked[] =>
    set.selections.flatMap((selection): Asked[] => {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        return [{ key, asked: selection.selectionSet === undefined ? null : read(selection.selectionSet) }];
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return fragment === undefined ? [] : [{ on: fragment.typeCondition?.name.value ?? null, asked: read(fragment.selectionSet) }];
    });
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operation === undefined ? [] : read(operation.selectionSet);
}
