import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildASTSchema, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { projectRoot } from '../../shared/config';
import { executor } from '../../subgraphs/executing';
import type { SubgraphExecutor } from '../../subgraphs/runtime';
import { world } from './world';

/** The subgraphs that the questions need; the others are never asked. */
export const SUBGRAPHS = ['obligations', 'agencies', 'documents'] as const;

type Resolver = (source: never, given: never) => unknown;
type Resolvers = Record<string, Record<string, Resolver>>;

const read = (name: string): DocumentNode =>
  parse(readFileSync(join(projectRoot, 'schema', `${name}.graphql`), 'utf8'), { noLocation: true });

const query = {
  obligation: (_: never, { id }: { id: string }) => world.duty(id),
  obligations: (_: never, { first, after }: { first: number; after?: string }) => ({ nodes: world.page(first, Number(after ?? 0)) }),
};
const reference =
  (find: (id: string) => unknown): Resolver =>
  ({ id }: { id: string }) =>
    find(id);

/** What this schema needs of them, as the real subgraph declares it in schema/. */
function subgraphSchema(name: (typeof SUBGRAPHS)[number]): GraphQLSchema {
  const resolvers: Resolvers = {
    obligations: { Query: query, Obligation: { __resolveReference: reference(world.duty) } } as Resolvers,
    agencies: { Agency: { __resolveReference: reference(world.agency) } },
    documents: { LegalDocument: { __resolveReference: reference(world.document) } },
  }[name];
  return buildSubgraphSchema([{ typeDefs: read(name), resolvers: resolvers as never }]);
}

/** The same types and data in one schema that knows nothing of subgraphs. */
export function wholeSchema(): GraphQLSchema {
  const schema = buildASTSchema(read('api'), { assumeValidSDL: true });
  const lay = (type: string, resolvers: Record<string, Resolver>): void => {
    const found = schema.getType(type);
    if (found === undefined || !('getFields' in found)) throw new Error(`the API has no ${type}`);
    const fields = found.getFields() as Record<string, { resolve?: unknown }>;
    for (const [field, resolve] of Object.entries(resolvers)) Object.assign(fields[field] ?? {}, { resolve });
  };
  const each =
    (find: (id: string) => unknown, key: string): Resolver =>
    (source: Record<string, readonly { id: string }[]>) =>
      source[key]?.map(({ id }) => find(id));
  lay('Query', query);
  lay('Obligation', {
    document: ({ document }: { document: { id: string } }) => world.document(document.id),
    leadAgencies: each(world.agency, 'leadAgencies'),
    coordinatingAgencies: each(world.agency, 'coordinatingAgencies'),
  });
  return schema;
}

/** Executes as the real subgraphs do in process. */
export function openFake(name: (typeof SUBGRAPHS)[number]): SubgraphExecutor {
  return executor(subgraphSchema(name), () => ({ usePrimary: () => undefined, asked: null }));
}
