import { GraphQLError, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { MISFIT, type Complaint } from '../errors';
import { isRecord, type JsonObject } from '../json';
import { Hole } from './holes';
import type { Expected, OperationShape, ShapedField } from './shape';

type Variables = Readonly<Record<string, unknown>>;
type Composite = Extract<Expected, { kind: 'object' | 'abstract' }>;

/** Null stood, or broke in from below, where the schema allows none. */
const BROKEN = Symbol('broken');

/**
 * Turns what the subgraphs gave into the answer to the operation: its fields, in its order, each of its type.
 * Nulls move up to where they are allowed, and each place left empty by a failure has one error.
 * @see https://spec.graphql.org/October2021/#sec-Value-Completion
 */
export class Completion {
  readonly errors: GraphQLError[] = [];
  private readonly path: (string | number)[] = [];
  private readonly schema: GraphQLSchema;

  constructor(
    private readonly shape: OperationShape,
    private readonly variables: Variables,
  ) {
    this.schema = shape.schema;
  }

  complete(data: JsonObject): JsonObject | null {
    return this.fields(this.shape.rootName, data, this.shape.root);
  }

  private value(expected: Expected, raw: unknown): unknown {
    if (expected.kind !== 'nonNull') return this.nullable(expected, raw);
    const before = this.errors.length;
    const value = this.nullable(expected.of, raw);
    if (value !== null) return value;
    if (this.errors.length === before) this.complain(MISFIT);
    return BROKEN;
  }

  private nullable(expected: Expected, raw: unknown): unknown {
    if (raw === null) return null;
    if (raw instanceof Hole) return this.complain(raw.complaint);
    switch (expected.kind) {
      case 'leaf':
        return raw === undefined ? this.complain(MISFIT) : (expected.read(raw) ?? this.complain(MISFIT));
      case 'list':
        return Array.isArray(raw) ? this.list(expected.of, raw) : this.complain(MISFIT);
      case 'nonNull':
        return this.value(expected, raw);
      default:
        return isRecord(raw) ? this.object(expected, raw) : this.complain(MISFIT);
    }
  }

  private list(item: Expected, raw: readonly unknown[]): unknown {
    const before = this.errors.length;
    const list: unknown[] = [];
    for (const [index, one] of raw.entries()) {
      this.path.push(index);
      const value = this.value(item, one);
      this.path.pop();
      if (value === BROKEN) return this.breakUp(before);
      list.push(value);
    }
    return list;
  }

  private object(expected: Composite, raw: JsonObject): unknown {
    const type = this.typeOf(expected, raw);
    return type === null ? this.complain(MISFIT) : this.fields(type.name, raw, expected.selected.on(type));
  }

  private fields(typename: string, raw: JsonObject, fields: readonly ShapedField[]): JsonObject | null {
    const before = this.errors.length;
    const object: JsonObject = {};
    for (const field of fields) {
      if (field.expected === null) {
        object[field.key] = field.answer === 'typename' ? typename : field.answer(this.variables);
        continue;
      }
      this.path.push(field.key);
      const value = this.value(field.expected, raw[field.key]);
      this.path.pop();
      if (value === BROKEN) return this.breakUp(before);
      object[field.key] = value;
    }
    return object;
  }

  /** The type the subgraph says the object is of; null when it cannot stand there. */
  private typeOf(expected: Composite, raw: JsonObject): Composite['type'] | null {
    if (expected.kind === 'object') return [undefined, expected.type.name].includes(raw.__typename as string) ? expected.type : null;
    const asked = expected.selected.on(expected.type).filter((field) => field.expected === null && field.answer === 'typename');
    const typename = raw.__typename ?? asked.map(({ key }) => raw[key]).find((name) => name !== undefined);
    const type = typeof typename === 'string' ? this.schema.getType(typename) : undefined;
    if (isObjectType(type)) return this.schema.isSubType(expected.type, type) ? type : null;
    // A subgraph that has the interface as an object (@interfaceObject) knows no more than that.
    const nameless = typename === undefined || typename === expected.type.name;
    return nameless && asked.length === 0 && isInterfaceType(expected.type) ? expected.type : null;
  }

  private complain(complaint: Complaint): null {
    this.errors.push(new GraphQLError(complaint.message, { path: [...this.path], extensions: { ...complaint.extensions } }));
    return null;
  }

  /** The object or list is null because of the last error; those before it, inside, are about places that are gone. */
  private breakUp(before: number): null {
    this.errors.splice(before, this.errors.length - before - 1);
    return null;
  }
}
