import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import DataLoader from 'dataloader';
import { concatAST, extendSchema, parse, print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildSchema, createResolversMap, getMetadataStorage, type ClassType, type NonEmptyArray } from 'type-graphql';
import type { DataSource, EntityManager, MixedList } from 'typeorm';
import type { CalendarDate } from '../domain/calendar';
import type { Corpus } from '../ingest/corpus';
import type { Clock } from './clock';
import { recordsById, type Schemas } from './database';
import type { Asked } from './database/asked';
import { DateScalar, DateTimeScalar, type Language } from './graph';
import { unauthenticated, type Caller } from './identity/caller';
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

/** What a request brings with it. */
interface RequestFacts {
  /** Today in Asia/Ho_Chi_Minh, or the day of the As-Of header. */
  readonly today: CalendarDate;
  /** The time itself, whatever the As-Of header says: what is written is dated by it. */
  readonly clock: Clock;
  /** Who sent the request, by its token; null: anybody. */
  readonly caller: Caller | null;
  /** In which refusals are worded, by the Accept-Language header. */
  readonly language: Language;
}

/** What a resolver knows of the request: the day asked about, who asks, the store, and the loaders of this request alone. */
export class Context implements RequestFacts {
  readonly today: CalendarDate;
  readonly clock: Clock;
  readonly caller: Caller | null;
  readonly language: Language;
  /** What the operation asks of each type; null: not known, everything is read. */
  asked: Asked | null = null;
  private readonly loaders = new Map<string, DataLoader<never, unknown>>();
  /** Those of `rowsOf`, by their SQL and its further parameters. */
  private readonly rowLoaders = new Map<string, Map<string, DataLoader<string, unknown[]>>>();
  private readonly primary: DataSource;
  private from: DataSource;

  /** `source` is the primary; `reader` is what may be read from instead, until something is written. */
  constructor(
    source: DataSource,
    readonly schemas: Schemas,
    request: RequestFacts,
    reader: DataSource = source,
  ) {
    this.primary = source;
    this.from = reader;
    this.today = request.today;
    this.clock = request.clock;
    this.caller = request.caller;
    this.language = request.language;
  }

  /** The store of this request. */
  get source(): DataSource {
    return this.from;
  }

  /** From here on the request reads what it writes. */
  usePrimary(): this {
    this.from = this.primary;
    return this;
  }

  /** Who sent the request. @throws UNAUTHENTICATED when it came without a token */
  requireCaller(): Caller {
    if (this.caller === null) throw unauthenticated('this needs a token; send it in the header Authorization: Bearer …');
    return this.caller;
  }

  /** Whether the operation asks for this field, anywhere in it. */
  asks(type: string, field: string): boolean {
    return this.asked?.has(type, field) ?? true;
  }

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

  /** After a write: what was loaded before it no longer holds. */
  forget(): void {
    this.loaders.clear();
    this.rowLoaders.clear();
  }

  /**
   * Rows by key, in the order of `sql`: those whose column `owner` is `key`. $1 stands for the keys; one SQL statement for all that
   * a level of the query asks for.
   */
  rowsOf<Row extends object>(sql: string, key: string, ...others: unknown[]): Promise<Row[]> {
    const name = others.length === 0 ? '' : others.join();
    const known = this.rowLoaders.get(sql) ?? new Map<string, DataLoader<string, unknown[]>>();
    this.rowLoaders.set(sql, known);
    const loader = known.get(name) ?? new DataLoader((keys: readonly string[]) => this.rowsOfAll(sql, keys, others));
    known.set(name, loader);
    return loader.load(key) as Promise<Row[]>;
  }

  private async rowsOfAll(sql: string, keys: readonly string[], others: readonly unknown[]): Promise<unknown[][]> {
    const byOwner = new Map<string, unknown[]>(keys.map((each) => [each, []]));
    const rows: Array<{ owner: string }> = await this.source.query(sql, [keys, ...others]);
    for (const row of rows) byOwner.get(row.owner)?.push(row);
    return keys.map((each) => byOwner.get(each) ?? []);
  }

  /** One record by id, null when unknown; one SQL statement for all that a level of the query asks for. */
  record<Item extends { id: string }>(entity: ClassType<Item>, id: string): Promise<Item | null> {
    return this.loader<string, Item | null>(`record ${entity.name}`, async (ids) => {
      const found = await recordsById(this.source, entity, ids, this.asked);
      const byId = new Map(found.map((record) => [record.id, record]));
      return ids.map((key) => byId.get(key) ?? null);
    }).load(id);
  }

  /** Records by id, in order; unknown ids fall out. */
  async records<Item extends { id: string }>(entity: ClassType<Item>, ids: readonly string[]): Promise<Item[]> {
    return (await Promise.all(ids.map((id) => this.record(entity, id)))).filter((record) => record !== null);
  }
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
