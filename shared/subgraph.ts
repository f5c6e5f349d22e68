import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import DataLoader from 'dataloader';
import { parse, type GraphQLSchema } from 'graphql';
import { buildSchema, createResolversMap, type ClassType, type NonEmptyArray } from 'type-graphql';
import type { DataSource, MixedList } from 'typeorm';
import type { CalendarDate } from '../domain/calendar';
import type { Corpus } from '../ingest/corpus';
import type { Schemas } from './database';
import { DateScalar, DateTimeScalar } from './graph';

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
  /** The rows this subgraph keeps of the corpus, by table, in the order of loading. */
  rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]>;
}

/** What a resolver knows of the request: the day asked about, the store, and the loaders of this request alone. */
export class Context {
  private readonly loaders = new Map<string, DataLoader<never, unknown>>();

  constructor(
    readonly source: DataSource,
    readonly schemas: Schemas,
    /** Today in Asia/Ho_Chi_Minh, or the day of the As-Of header. */
    readonly today: CalendarDate,
  ) {}

  /** The day of an `asOf` argument, by default the day of the request. */
  on(asOf: CalendarDate | null | undefined): CalendarDate {
    return asOf ?? this.today;
  }

  /** One loader per name and request. The batch answers in the order of the keys, null for a missing one. */
  loader<Key, Value>(name: string, batch: (keys: readonly Key[]) => Promise<ReadonlyArray<Value | Error>>): DataLoader<Key, Value> {
    const known = this.loaders.get(name);
    if (known !== undefined) return known as unknown as DataLoader<Key, Value>;
    const made = new DataLoader<Key, Value>(batch);
    this.loaders.set(name, made);
    return made;
  }

  /** One record by id, null when unknown; one SQL statement for all that a level of the query asks for. */
  record<Item extends { id: string }>(entity: ClassType<Item>, id: string): Promise<Item | null> {
    return this.loader<string, Item | null>(`record ${entity.name}`, async (ids) => {
      const found = await this.source.getRepository(entity).createQueryBuilder('r').where('r.id = ANY(:ids)', { ids }).getMany();
      const byId = new Map(found.map((record) => [record.id, record]));
      return ids.map((key) => byId.get(key) ?? null);
    }).load(id);
  }
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@provides", "@requires"])\n`;

/** The SDL that composition reads. */
export async function subgraphSdl(definition: SubgraphDefinition): Promise<string> {
  return federation + printSchemaWithDirectives(await typeGraphqlSchema(definition));
}

/** The executable subgraph schema, with `_entities` and `_service`. */
export async function subgraphSchema(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  const schema = await typeGraphqlSchema(definition);
  const resolvers: Record<string, Record<string, unknown>> = createResolversMap(schema) as never;
  for (const [type, resolve] of Object.entries(definition.references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: async (key: { id: string }, context: Context) => {
        const found = await resolve(key, context);
        return found === null ? null : Object.assign(found, { __typename: type });
      },
    };
  }
  return buildSubgraphSchema([{ typeDefs: parse(federation + printSchemaWithDirectives(schema)), resolvers: resolvers as never }]);
}

function typeGraphqlSchema(definition: SubgraphDefinition): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: definition.resolvers,
    orphanedTypes: [...definition.types],
    scalarsMap: [
      { type: DateScalar, scalar: DateScalar },
      { type: DateTimeScalar, scalar: DateTimeScalar },
    ] as never,
    validate: false,
    skipCheck: true,
  });
}
