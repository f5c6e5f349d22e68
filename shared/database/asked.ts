import { isAbstractType, isCompositeType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { EntityMetadata } from 'typeorm';

/** The fields of the graph that a column is read for, by record and property. */
const purposes = new Map<Function, Map<string, readonly string[]>>();

/**
 * A column that nothing but these fields of the record's type needs: it is read where one of them is asked for. Without fields: only by
 * what reads whole records.
 */
export function ReadFor(...fields: readonly string[]): PropertyDecorator {
  return ({ constructor }, property) => {
    const own = purposes.get(constructor) ?? new Map<string, readonly string[]>();
    purposes.set(constructor, own.set(String(property), fields));
  };
}

interface Selected {
  readonly columns: EntityMetadata['columns'];
  /** Of records that hold these columns: to use one that was not read is an error, and never a value that happens to be missing. */
  readonly prototype: object;
}

/** What a document asks of each type, wherever in it. */
export class Asked {
  private readonly selected = new Map<EntityMetadata, Selected>();

  private constructor(private readonly fields: ReadonlyMap<string, ReadonlySet<string>>) {}

  static in(document: DocumentNode, schema: GraphQLSchema): Asked {
    const fields = new Map<string, Set<string>>();
    const types = new TypeInfo(schema);
    const Field = ({ name }: { readonly name: { readonly value: string } }): void => {
      const type = types.getParentType();
      if (!isCompositeType(type)) return;
      for (const { name: one } of isAbstractType(type) ? schema.getPossibleTypes(type) : [type])
        fields.set(one, (fields.get(one) ?? new Set()).add(name.value));
    };
    visit(document, visitWithTypeInfo(types, { Field }));
    return new Asked(fields);
  }

  has(type: string, field: string): boolean {
    return this.fields.get(type)?.has(field) === true;
  }

  /** What is read of the records of a type. */
  of(record: EntityMetadata): Selected {
    const known = this.selected.get(record) ?? this.select(record);
    this.selected.set(record, known);
    return known;
  }

  private select(record: EntityMetadata): Selected {
    const target = record.target as Function;
    const readFor = purposes.get(target);
    const prototype = Object.create(target.prototype as object) as object;
    const columns = record.columns.filter(({ isSelect, propertyName }) => {
      const wanted = isSelect && readFor?.get(propertyName)?.some((field) => this.has(record.name, field)) !== false;
      if (!wanted) Object.defineProperty(prototype, propertyName, { get: () => unread(record, propertyName) });
      return wanted;
    });
    return { columns, prototype };
  }
}

function unread({ name }: EntityMetadata, property: string): never {
  throw new Error(`${name}.${property} was not read: no field that it is read for (@ReadFor) is asked`);
}
