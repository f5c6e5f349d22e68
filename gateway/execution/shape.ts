import {
  executeSync,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLUnionType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { leafReader, type LeafReader } from './leaf';

type Variables = Readonly<Record<string, unknown>>;
type Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;

/** A type as completion needs it: what wraps what, how a leaf is read, which fields are selected. */
export type Expected =
  | { readonly kind: 'nonNull'; readonly of: Expected }
  | { readonly kind: 'list'; readonly of: Expected }
  | { readonly kind: 'leaf'; readonly read: LeafReader }
  | { readonly kind: 'object'; readonly type: GraphQLObjectType; readonly selected: Selected }
  | { readonly kind: 'abstract'; readonly type: GraphQLInterfaceType | GraphQLUnionType; readonly selected: Selected };

/** A field of the answer: asked of subgraphs, or answered by the gateway. */
export type ShapedField =
  | { readonly key: string; readonly expected: Expected }
  | { readonly key: string; readonly expected: null; readonly answer: 'typename' | ((variables: Variables) => unknown) };

/** The fields selected at one place of an operation, worked out for each type as answers have it. */
export class Selected {
  private readonly byType = new Map<string, readonly ShapedField[]>();

  constructor(
    private readonly shape: OperationShape,
    private readonly sets: readonly SelectionSetNode[],
  ) {}

  on(type: Composite): readonly ShapedField[] {
    let fields = this.byType.get(type.name);
    if (fields === undefined) {
      fields = this.shape.fieldsOf(type, this.sets);
      this.byType.set(type.name, fields);
    }
    return fields;
  }
}

/** What the answer to an operation looks like under one combination of its @skip and @include. */
export class OperationShape {
  readonly root: readonly ShapedField[];
  readonly rootName: string;
  private readonly fragments: Record<string, FragmentDefinitionNode>;
  private readonly variables: Record<string, unknown>;

  constructor(
    readonly schema: GraphQLSchema,
    private readonly definition: OperationDefinitionNode,
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    variables: Variables,
  ) {
    this.fragments = { ...fragments };
    this.variables = { ...variables };
    const type = schema.getRootType(definition.operation);
    this.rootName = type?.name ?? '';
    this.root = type ? this.fieldsOf(type, [definition.selectionSet]) : [];
  }

  fieldsOf(type: Composite, sets: readonly SelectionSetNode[]): ShapedField[] {
    const merged: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: sets.flatMap((set) => set.selections) };
    // Fields that are selected on every member of an abstract type are collected the same way as those of an object.
    const fields = collectFields(this.schema, this.fragments, this.variables, type as GraphQLObjectType, merged);
    return [...fields].map(([key, nodes]) => this.field(key, type, nodes));
  }

  private field(key: string, type: Composite, nodes: readonly FieldNode[]): ShapedField {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return { key, expected: null, answer: 'typename' };
    if (name.startsWith('__')) return { key, expected: null, answer: (variables) => this.introspect(key, nodes, variables) };
    const field = isUnionType(type) ? undefined : type.getFields()[name];
    if (field === undefined) throw new Error(`the API has no field ${type.name}.${name}`);
    const sets = nodes.flatMap((node) => node.selectionSet ?? []);
    return { key, expected: this.expect(field.type, sets) };
  }

  private expect(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Expected {
    if (isNonNullType(type)) return { kind: 'nonNull', of: this.expect(type.ofType, sets) };
    if (isListType(type)) return { kind: 'list', of: this.expect(type.ofType, sets) };
    if (isObjectType(type)) return { kind: 'object', type, selected: new Selected(this, sets) };
    if (isAbstractType(type)) return { kind: 'abstract', type, selected: new Selected(this, sets) };
    return { kind: 'leaf', read: leafReader(type.name, isEnumType(type) ? type : null) };
  }

  private introspect(key: string, nodes: readonly FieldNode[], variables: Variables): unknown {
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [...nodes] };
    const operation: OperationDefinitionNode = { ...this.definition, operation: OperationTypeNode.QUERY, selectionSet };
    const document = { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(this.fragments)] } as const;
    return executeSync({ schema: this.schema, document, variableValues: { ...variables } }).data?.[key];
  }
}
