import {
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLField,
} from 'graphql';
import type { ComplexityEstimator } from 'graphql-query-complexity';

/** What a field is declared to cost (@cost) and how many objects it is declared to lead to (@listSize). */
interface Declared {
  readonly weight?: number;
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
}

/** Arguments that tell the size of a list where nothing is declared. */
const USUAL_SLICING = ['first', 'last'];
const OBJECT_WEIGHT = 1;

/** What a supergraph declares its fields to demand. */
export class Demand {
  /** Arguments whose values decide about a cost. */
  readonly slicingArguments: ReadonlySet<string>;
  private readonly fields = new Map<string, Declared>();
  private readonly types = new Map<string, number>();

  constructor(sdl: string) {
    for (const definition of parse(sdl, { noLocation: true }).definitions) this.note(definition);
    const declared = [...this.fields.values()].flatMap(({ slicingArguments = [] }) => slicingArguments);
    this.slicingArguments = new Set([...USUAL_SLICING, ...declared]);
  }

  /** A field costs its own weight, and what is asked of each of the objects it leads to. A plain value costs nothing. */
  readonly estimate: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
    const declared = this.fields.get(`${type.name}.${field.name}`);
    return this.weight(field, declared) + sizeOf(declared, args) * childComplexity;
  };

  private weight(field: GraphQLField<unknown, unknown>, declared: Declared | undefined): number {
    const named = getNamedType(field.type);
    return declared?.weight ?? this.types.get(named.name) ?? (isCompositeType(named) ? OBJECT_WEIGHT : 0);
  }

  private note(definition: DefinitionNode): void {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    const { weight } = declaredBy(definition.directives);
    if (weight !== undefined) this.types.set(definition.name.value, weight);
    for (const field of definition.fields ?? []) {
      const declared = declaredBy(field.directives);
      if (Object.keys(declared).length > 0) this.fields.set(`${definition.name.value}.${field.name.value}`, declared);
    }
  }
}

function declaredBy(directives: readonly ConstDirectiveNode[] = []): Declared {
  const given = directives.filter(({ name }) => name.value === 'cost' || name.value === 'listSize').flatMap((one) => one.arguments ?? []);
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

function sizeOf(declared: Declared | undefined, args: Readonly<Record<string, unknown>>): number {
  const sizes = (declared?.slicingArguments ?? USUAL_SLICING).map((name) => args[name]).filter((size) => typeof size === 'number');
  return sizes.length > 0 ? Math.max(0, ...sizes) : (declared?.assumedSize ?? 1);
}
