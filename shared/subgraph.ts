import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { concatAST, extendSchema, parse, print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildSchema, createResolversMap, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import type { DataSource, EntityManager, MixedList } from 'typeorm';
import type { Corpus } from '../ingest/corpus';
import type { Context } from './context';
import { DateScalar, DateTimeScalar } from './graph';
import { withListSizes } from './safety/listSizes';
import { resolversAtOnce } from './schema/atOnce';

/** Answers the entity of a key for the gateway, or null for an unknown key. */
export type Reference = (key: { id: string }, context: Context) => Promise<object | null>;

/** One subgraph, as its folder's index.ts declares it. */
export interface SubgraphDefinition {
  readonly name: string;
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<Function>;
  readonly resolvers: NonEmptyArray<Function>;
  /** Types that no query of this subgraph reaches by itself. */
  readonly types: readonly Function[];
  readonly references: Readonly<Record<string, Reference>>;
  /** Types of what a mutation answers; each gets a field `query`, from which all can be asked as it is after the write. */
  readonly payloads?: readonly string[];
  /** The rows this subgraph keeps of the corpus, by table, in the order of loading. */
  rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]>;
  /** What follows from new rows, within the transaction that loads them. */
  afterLoad?(manager: EntityManager): Promise<void>;
  /** Ends what it does beside answering requests, before its store is closed. */
  beforeClose?(source: DataSource): Promise<void>;
}

/** The root value of a subscription as it begins. */
export interface SubscriptionRoot {
  /** After which the reader wants to go on; null: from now on. */
  readonly lastEventId: string | null;
  /** A context as of now, for the same headers. @throws as a request with them would */
  context(): Promise<Context>;
}

/** Told between the events of a subscription: a reader that has come so far resumes after `id`. */
export class StreamMark {
  constructor(readonly id: string) {}
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@provides", "@requires", "@cost", "@listSize"])\n`;

/** The SDL that composition reads. */
export async function subgraphSdl(definition: SubgraphDefinition): Promise<string> {
  return federation + print(typeDefs(await typeGraphqlSchema(definition), definition));
}

function typeDefs(schema: GraphQLSchema, { payloads = [] }: SubgraphDefinition): DocumentNode {
  // type-graphql has no class that stands for Query.
  const reentries = payloads.map(
    (name) =>
      `extend type ${name} { "Anything else, as it is after the write; null only where it failed (truy vấn tiếp theo)." query: Query }`,
  );
  const complete = reentries.length === 0 ? schema : extendSchema(schema, parse(reentries.join('\n')));
  return withListSizes(parse(printSchemaWithDirectives(complete)));
}

const made = new WeakMap<SubgraphDefinition, Promise<GraphQLSchema>>();

/** The executable subgraph schema, with `_entities` and `_service`; made once per process, for any number of stores. */
export function subgraphSchema(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  const known = made.get(definition) ?? makeSubgraphSchema(definition);
  made.set(definition, known);
  return known;
}

async function makeSubgraphSchema(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  const schema = await typeGraphqlSchema(definition);
  const resolvers: Record<string, Record<string, unknown>> = createResolversMap(schema) as never;
  for (const [type, field, resolve] of resolversAtOnce(definition.resolvers)) {
    const fields = resolvers[type];
    if (fields !== undefined && field in fields) fields[field] = resolve;
  }
  for (const [type, resolve] of Object.entries(definition.references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: async (key: { id: string }, context: Context) => {
        const found = await resolve(key, context);
        return found === null ? null : Object.assign(found, { __typename: type });
      },
    };
  }
  // At once: type-graphql would answer with a promise, which is one more turn for each object and cannot be compiled.
  if (resolvers.Node !== undefined) resolvers.Node = { __resolveType: ({ __typename }: { __typename: string }) => __typename };
  for (const type of definition.payloads ?? []) resolvers[type] = { ...resolvers[type], query: () => ({}) };
  return buildSubgraphSchema([{ typeDefs: concatAST([parse(federation), typeDefs(schema, definition)]), resolvers: resolvers as never }]);
}

/** Demanded as soon as there is a subscription; ours bring their own events. */
const nothingIsPublished = {
  publish: () => undefined,
  subscribe: (topic: string): never => {
    throw new Error(`nobody publishes ${topic} here`);
  },
};

/** type-graphql keeps what the resolvers of one schema add to a class that several share: the next schema begins without it. */
function forgetAddedFields(): void {
  for (const type of getMetadataStorage().objectTypes) delete type.fields;
}

function typeGraphqlSchema(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  forgetAddedFields();
  return buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...definition.types],
    scalarsMap: [
      { type: DateScalar, scalar: DateScalar },
      { type: DateTimeScalar, scalar: DateTimeScalar },
    ] as never,
    validate: false,
    skipCheck: true,
    pubSub: nothingIsPublished,
  });
}
