import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { OperationShape } from './shape';

const INTROSPECTION = new Set(['__schema', '__type']);
/** An operation with many conditions has a shape for each combination of them; so many are kept. */
const SHAPES_KEPT = 8;

/** A client's operation, prepared once for all requests that send the same document. */
export class Operation {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** What the planner is given: the operation without introspection, which no subgraph answers. */
  readonly source: string;
  /** Whether any subgraph has to be asked. */
  readonly needsSubgraphs: boolean;
  private readonly conditions: readonly string[];
  private readonly shapes = new Map<string, OperationShape>();

  constructor(
    readonly document: DocumentNode,
    readonly definition: OperationDefinitionNode,
    private readonly schema: GraphQLSchema,
  ) {
    this.fragments = Object.fromEntries(
      document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]),
    );
    this.conditions = conditionVariables(document);
    this.source = print(withoutIntrospection(document));
    this.needsSubgraphs = this.asksForData(definition.selectionSet);
  }

  /** Which fields the answer has, in which order, under these variables. */
  shapeFor(variables: Readonly<Record<string, unknown>>): OperationShape {
    const key = this.conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let shape = this.shapes.get(key);
    if (shape === undefined) {
      shape = new OperationShape(this.schema, this.definition, this.fragments, variables);
      if (this.shapes.size >= SHAPES_KEPT) this.shapes.clear();
      this.shapes.set(key, shape);
    }
    return shape;
  }

  private asksForData(selectionSet: SelectionSetNode | undefined): boolean {
    return (selectionSet?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.asksForData(selection.selectionSet);
      return this.asksForData(this.fragments[selection.name.value]?.selectionSet);
    });
  }
}

/** The variables that decide what is skipped or included. */
function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** `__typename` stands in for each introspection field, so that no selection is left empty. */
function withoutIntrospection(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (field) =>
      INTROSPECTION.has(field.name.value) ? { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } : undefined,
  });
}
