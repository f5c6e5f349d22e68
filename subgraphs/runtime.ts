import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { parseDay } from '../domain/calendar';
import type { ReadCorpus } from '../ingest/read';
import type { Clock } from '../shared/clock';
import { directAddress, openDatabase, schemasFor, type DatabaseOptions } from '../shared/database';
import { badInput } from '../shared/errors';
import { preferredLanguage } from '../shared/graph';
import { unauthenticated, type Caller, type Identify } from '../shared/identity/caller';
import type { Observation } from '../shared/telemetry/Observation';
import { Context } from '../shared/context';
import { subgraphSchema, type SubgraphDefinition } from '../shared/subgraph';
import { agencies } from './agencies';
import { asRead, type Checkout } from './checkout';
import { CorpusInForce, setCorpusInForce } from './corpusInForce';
import { CorpusLoader } from './CorpusLoader';
import { databases } from './databases';
import { documents } from './documents';
import { executor, type SubgraphRequest } from './executing';
import { Listener } from './Listener';
import { obligations } from './obligations';
import { subgraphNames, type SubgraphName } from './registry';
import { findPrimary, Servers } from './replication/Servers';
import { tryOut } from './rows';
import { services } from './services';
import { subscriber, type Subscriber } from './subscribing';
import { watchExecution, watchStore } from './watching';

export const definitions: Readonly<Record<SubgraphName, SubgraphDefinition>> = { agencies, databases, documents, obligations, services };

export interface SubgraphExecutor {
  (request: SubgraphRequest): Promise<ExecutionResult>;
  /** For a subscription: its results as they come, or what is wrong with it. */
  readonly subscribe?: Subscriber;
}

/** At once for a request without a token or with one seen before; else when the token is verified. */
type ContextMaker = (headers: SubgraphRequest['headers']) => Context | Promise<Context>;

/** A subgraph with its store open: ready to migrate, load and answer. */
export interface OpenSubgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  readonly source: DataSource;
  /** Brings the store up to date and loads the corpus when it changed. Answers whether it was loaded. */
  prepare(corpus: Checkout | ReadCorpus): Promise<boolean>;
  /** What a resolver gets for a request with these headers. Refuses a bad As-Of header and a bad token. */
  context: ContextMaker;
  /** Executes without HTTP. The document may come parsed; one that was seen before is not validated again. */
  execute: SubgraphExecutor;
  /** Takes subscriptions without HTTP. */
  subscribe: Subscriber;
  /** Whether its store can be read. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** In these addresses {name} stands for the subgraph. */
  readonly databaseUrl: string;
  /** Streaming replicas of that server, which answer what only reads. Default: none. */
  readonly replicaUrls?: readonly string[];
  /** The server itself, where `databaseUrl` is that of a pooler in transaction mode. */
  readonly directUrl?: string | null;
  readonly schemaPrefix: string;
  readonly clock: Clock;
  /** Default: no token is accepted, and anybody may read. */
  readonly identify?: Identify;
  readonly poolSize?: number;
  /** Traces, metrics, and a log of slow statements. Default: none of them. */
  readonly observation?: Observation;
  /** The store holds a generated nation instead of the corpus. */
  readonly generated?: boolean;
}

const nobody: Identify = (authorization) => {
  if (authorization === undefined) return null;
  throw unauthenticated('no tokens are accepted here');
};

export async function openSubgraph(name: SubgraphName, options: OpenOptions): Promise<OpenSubgraph> {
  const definition = definitions[name];
  const schemas = schemasFor(options.schemaPrefix, name);
  const making = subgraphSchema(definition); // before anything is waited for: type-graphql makes one schema after the other
  const settings = await databaseOptions(name, options);
  const [source, schema] = await Promise.all([openDatabase(settings), making]);
  const servers = settings.replicaUrls?.length
    ? new Servers(source, settings, (message) => process.stderr.write(`ketnoi ${name}: ${message}\n`))
    : null;
  await servers?.open();
  const inForce = new CorpusInForce(source, schemas, (corpus) => {
    tryOut(Object.values(definitions), corpus);
  });
  setCorpusInForce(source, inForce);
  if (servers !== null) setCorpusInForce(servers.reader, inForce);
  const loader = new CorpusLoader(source, definition, inForce, options.generated);
  const listener = new Listener(
    () => directAddress(source),
    `${schemas.of('obligations')}_plan`,
    () => {
      loader.follow();
    },
  );
  await listener.open().catch(async (error: unknown) => {
    await servers?.close();
    await source.destroy();
    throw error;
  });
  const { clock, identify = nobody, observation } = options;
  const storeFor = watchStore(source, schemas.own, observation);
  const context: ContextMaker = (headers) => {
    const today = requestDay(headers['as-of'], clock);
    const language = preferredLanguage(headers['accept-language']);
    const caller = identify(headers.authorization);
    const store = storeFor(headers);
    const make = (known: Caller | null, reader = source) =>
      new Context(store, schemas, { today, clock, caller: known, language }, reader === source ? store : storeFor(headers, reader));
    if (servers === null) return caller instanceof Promise ? caller.then((known) => make(known)) : make(caller);
    return Promise.resolve(caller).then(async (known) => make(known, await servers.forReading(known !== null)));
  };
  const subscribe = subscriber(schema, context);
  return {
    name,
    schema,
    source,
    prepare: (corpus) => loader.prepare('read' in corpus ? corpus : asRead(corpus)),
    context,
    execute: Object.assign(watchExecution(executor(schema, context), name, observation), { subscribe }),
    subscribe,
    answers: () =>
      (servers?.anything ?? source).query('SELECT 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await definition.beforeClose?.(source);
      await listener.close();
      await loader.close();
      await servers?.close();
      await source.destroy();
    },
  };
}

async function databaseOptions(name: SubgraphName, options: OpenOptions): Promise<DatabaseOptions> {
  const { entities, migrations } = definitions[name];
  const named = (url: string): string => url.replaceAll('{name}', name);
  const { databaseUrl, replicaUrls = [], directUrl = null, schemaPrefix, poolSize } = options;
  const known = [databaseUrl, ...replicaUrls].map(named);
  const url = (known.length > 1 ? await findPrimary(known) : null) ?? named(databaseUrl);
  return {
    url,
    replicaUrls: known.filter((other) => other !== url),
    directUrl: directUrl === null || url !== known[0] ? null : named(directUrl),
    schemaPrefix,
    subgraph: name,
    entities,
    migrations,
    poolSize,
  };
}

/** The subgraphs of one process, opened side by side; when one fails all are closed again. */
export async function openSubgraphs(options: OpenOptions, names: readonly SubgraphName[] = subgraphNames): Promise<OpenSubgraph[]> {
  const opened = await Promise.allSettled(names.map((name) => openSubgraph(name, options)));
  const failed = opened.find((result) => result.status === 'rejected');
  const open = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failed === undefined) return open;
  await Promise.all(open.map((subgraph) => subgraph.close()));
  throw failed.reason;
}

/** @throws BAD_USER_INPUT for a header that is no calendar day */
function requestDay(header: string | undefined, clock: Clock) {
  if (header === undefined || header === '') return clock.today();
  const day = parseDay(header);
  if (day === null) throw badInput(`the As-Of header is ${JSON.stringify(header)}; expected a calendar day, YYYY-MM-DD`, ['As-Of']);
  return day;
}
