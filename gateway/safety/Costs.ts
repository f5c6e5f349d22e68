import { getVariableValues, GraphQLError, Kind, visit, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import type { JsonObject } from '../json';
import type { Demand } from './demand';
import { shortened } from './limits';
import { LimitError } from './refusals';

interface Known {
  /** Variables that decide about the cost. */
  readonly variables: readonly string[];
  readonly costs: Map<string, number>;
}

const KEPT = 50;

/** What operations cost, from the sizes and weights that the schema declares, with the variables of the request. */
export class Costs {
  private readonly known = new WeakMap<OperationDefinitionNode, Known>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly demand: Demand,
  ) {}

  /** Null: the variables do not fit the operation, which is not executed then. @throws LimitError */
  of(document: DocumentNode, definition: OperationDefinitionNode, variables: JsonObject): number | null {
    const { costs, variables: deciding } = this.know(document, definition);
    const key = JSON.stringify(deciding.map((name) => variables[name]));
    let cost = costs.get(key);
    if (cost === undefined) {
      const counted = this.count(document, definition, variables);
      if (counted === null) return null;
      if (costs.size >= KEPT) costs.clear();
      costs.set(key, counted);
      cost = counted;
    }
    return cost;
  }

  private count(document: DocumentNode, definition: OperationDefinitionNode, variables: JsonObject): number | null {
    const { errors } = getVariableValues(this.schema, definition.variableDefinitions ?? [], variables, { maxErrors: 1 });
    if (errors !== undefined) return null;
    const operations = document.definitions.filter((one) => one.kind !== Kind.OPERATION_DEFINITION || one === definition);
    try {
      return getComplexity({
        schema: this.schema,
        query: { kind: Kind.DOCUMENT, definitions: operations },
        variables,
        estimators: [this.demand.estimate],
      });
    } catch (error) {
      // Null given to a variable that stands where none may be. Executed, the rest of the operation would be answered, at no cost.
      if (error instanceof GraphQLError) throw new LimitError('BAD_USER_INPUT', shortened(error.message));
      throw error;
    }
  }

  private know(document: DocumentNode, definition: OperationDefinitionNode): Known {
    let known = this.known.get(definition);
    if (known === undefined) {
      known = { variables: this.deciding(document), costs: new Map() };
      this.known.set(definition, known);
    }
    return known;
  }

  private deciding(document: DocumentNode): string[] {
    const names = new Set<string>();
    const sizes = this.demand.slicingArguments;
    visit(document, {
      Directive: ({ arguments: given = [] }) => {
        for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
      Argument: ({ name, value }) => {
        if (value.kind === Kind.VARIABLE && sizes.has(name.value)) names.add(value.name.value);
      },
    });
    return [...names];
  }
}
