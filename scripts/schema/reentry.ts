import { Kind, visit, type DocumentNode, type FieldDefinitionNode, type TypeNode } from 'graphql';

/** Fields that lead back to Query, by the type that has them. */
export type Reentries = Map<string, FieldDefinitionNode[]>;

/**
 * Takes the fields that lead back to Query out of a subgraph. The composer holds that from there only the fields of that one
 * subgraph can be reached; planners know that any subgraph's Query can be asked at any time (docs/decisions/013).
 */
export function withoutReentries(subgraph: DocumentNode, found: Reentries): DocumentNode {
  return visit(subgraph, {
    ObjectTypeDefinition: (type) => {
      const leading = type.fields?.filter((field) => named(field.type) === 'Query') ?? [];
      if (leading.length === 0) return undefined;
      found.set(type.name.value, leading);
      return { ...type, fields: type.fields?.filter((field) => !leading.includes(field)) };
    },
  });
}

/** Puts them into the supergraph, as a composer that knows this does: like any field of a type that one subgraph has alone. */
export function withReentries(supergraph: DocumentNode, fields: Reentries): DocumentNode {
  return visit(supergraph, {
    ObjectTypeDefinition: (type) => {
      const leading = fields.get(type.name.value);
      if (leading === undefined) return undefined;
      const owners = type.directives?.filter((directive) => directive.name.value === 'join__type') ?? [];
      if (owners.length !== 1)
        throw new Error(`${type.name.value} leads back to Query and is of several subgraphs; only its owner may have it`);
      return { ...type, fields: [...(type.fields ?? []), ...leading] };
    },
  });
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}
