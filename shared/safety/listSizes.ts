import { Kind, visit, type ConstValueNode, type DocumentNode, type FieldDefinitionNode, type TypeNode } from 'graphql';

/** What a list without pages is taken to hold, unless its own @listSize says otherwise. */
const ASSUMED_SIZE = 10;
const SLICING = 'first';
const PAGE_LISTS = ['nodes', 'edges'];
const LIST_SIZE = 'listSize';

/**
 * Declares on every field that leads to more than one object how many there will be (@listSize): what `first` says where there are
 * pages, and an assumed number elsewhere. Any router that knows the specification can limit operations by it.
 */
export function withListSizes(document: DocumentNode): DocumentNode {
  const composite = new Set<string>();
  const pages = new Set<string>();
  for (const definition of document.definitions) {
    const { kind } = definition;
    if (kind !== Kind.OBJECT_TYPE_DEFINITION && kind !== Kind.INTERFACE_TYPE_DEFINITION && kind !== Kind.UNION_TYPE_DEFINITION) continue;
    composite.add(definition.name.value);
    const fields = 'fields' in definition ? (definition.fields ?? []) : [];
    if (PAGE_LISTS.every((name) => fields.some((field) => field.name.value === name))) pages.add(definition.name.value);
  }
  const sized = (field: FieldDefinitionNode): FieldDefinitionNode => {
    const { type, arguments: given = [], directives = [] } = field;
    const named = namedType(type);
    if (directives.some(({ name }) => name.value === LIST_SIZE || name.value === 'external')) return field;
    const sliced = given.some(({ name }) => name.value === SLICING);
    if (pages.has(named)) return sliced ? declare(field, { slicingArguments: [SLICING], sizedFields: PAGE_LISTS }) : field;
    if (!isList(type) || !composite.has(named)) return field;
    return declare(field, sliced ? { slicingArguments: [SLICING] } : { assumedSize: ASSUMED_SIZE });
  };
  return visit(document, {
    ObjectTypeDefinition: (type) => (pages.has(type.name.value) ? false : undefined),
    FieldDefinition: sized,
  });
}

type Literal = number | boolean | string | readonly string[];

function declare(field: FieldDefinitionNode, size: Readonly<Record<string, Literal>>): FieldDefinitionNode {
  const given = Object.entries({ ...size, requireOneSlicingArgument: false });
  return {
    ...field,
    directives: [
      ...(field.directives ?? []),
      {
        kind: Kind.DIRECTIVE,
        name: { kind: Kind.NAME, value: LIST_SIZE },
        arguments: given.map(([name, value]) => ({ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value: literal(value) })),
      },
    ],
  };
}

function literal(value: Literal): ConstValueNode {
  if (typeof value === 'number') return { kind: Kind.INT, value: String(value) };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'string') return { kind: Kind.STRING, value };
  return { kind: Kind.LIST, values: value.map(literal) };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}
