import { createHash } from 'node:crypto';
import { execute, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { parseDay } from '../domain/calendar';
import type { ReadCorpus } from '../ingest/read';
import type { Clock } from '../shared/clock';
import { exclusively, migrate, openDatabase, replaceRows, schemasFor } from '../shared/database';
import { badInput, formatSubgraphError } from '../shared/errors';
import { Context, subgraphSchema, type SubgraphDefinition } from '../shared/subgraph';
import { agencies } from './agencies';
import { databases } from './databases';
import { documents } from './documents';
import { obligations } from './obligations';
import { subgraphNames, type SubgraphName } from './registry';
import { services } from './services';

export const definitions: Readonly<Record<SubgraphName, SubgraphDefinition>> = { agencies, databases, documents, obligations, services };

export interface SubgraphRequest {
  readonly query: string | DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type SubgraphExecutor = (request: SubgraphRequest) => Promise<ExecutionResult>;

/** A subgraph with its store open: ready to migrate, load and answer. */
export interface OpenSubgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  readonly source: DataSource;
  /** Brings the store up to date and loads the corpus when it changed. Answers whether it was loaded. */
  prepare(corpus: ReadCorpus): Promise<boolean>;
  /** What a resolver gets for a request with these headers. Refuses a bad As-Of header. */
  context(headers: Readonly<Record<string, string | undefined>>): Context;
  /** Executes without HTTP. The document may come parsed; one that was seen before is not validated again. */
  execute: SubgraphExecutor;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly databaseUrl: string;
  readonly schemaPrefix: string;
  readonly clock: Clock;
  readonly poolSize?: number;
}

export async function openSubgraph(name: SubgraphName, options: OpenOptions): Promise<OpenSubgraph> {
  const definition = definitions[name];
  const schemas = schemasFor(options.schemaPrefix, name);
  const [source, schema] = await Promise.all([
    openDatabase({
      url: options.databaseUrl,
      schemaPrefix: options.schemaPrefix,
      subgraph: name,
      entities: definition.entities,
      migrations: definition.migrations,
      poolSize: options.poolSize,
    }),
    subgraphSchema(definition),
  ]);
  const context = (headers: Readonly<Record<string, string | undefined>>) =>
    new Context(source, schemas, requestDay(headers['as-of'], options.clock));
  return {
    name,
    schema,
    source,
    prepare: (corpus) => prepare(source, definition, corpus),
    context,
    execute: executor(schema, context),
    close: () => source.destroy(),
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

/** Loads again when the rows that the corpus makes differ from those that were loaded, be it the facts or the loader that changed. */
async function prepare(source: DataSource, definition: SubgraphDefinition, { corpus }: ReadCorpus): Promise<boolean> {
  await migrate(source);
  const rows = definition.rows(corpus);
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return exclusively(source, async () => {
    const [loaded]: Array<{ hash: string }> = await source.query('SELECT hash FROM corpus_load');
    if (loaded?.hash === hash) return false;
    await source.transaction((manager) => replaceRows(manager, [...rows, ['corpus_load', [{ hash }]]]));
    await source.query('ANALYZE');
    return true;
  });
}

/** @throws BAD_USER_INPUT for a header that is no calendar day */
function requestDay(header: string | undefined, clock: Clock) {
  if (header === undefined || header === '') return clock.today();
  const day = parseDay(header);
  if (day === null) throw badInput(`the As-Of header is ${JSON.stringify(header)}; expected a calendar day, YYYY-MM-DD`, ['As-Of']);
  return day;
}

const MAX_CACHED_DOCUMENTS = 1000;

function executor(schema: GraphQLSchema, contextOf: (headers: SubgraphRequest['headers']) => Context): SubgraphExecutor {
  const seen = new Map<string | DocumentNode, DocumentNode>();
  return async ({ query, variables, operationName, headers }) => {
    let document = seen.get(query);
    if (document === undefined) {
      document = typeof query === 'string' ? parse(query) : query;
      const errors = validate(schema, document);
      if (errors.length > 0) return { errors };
      if (seen.size >= MAX_CACHED_DOCUMENTS) seen.clear();
      seen.set(query, document);
    }
    const result = await execute({ schema, document, variableValues: variables, operationName, contextValue: contextOf(headers) });
    return result.errors === undefined ? result : { ...result, errors: result.errors.map((error) => formatSubgraphError(error)) };
  };
}
