import { EntityManager, type DataSource, type QueryRunner, type ReplicationMode } from 'typeorm';
import type { Observation } from './Observation';
import type { Telemetry } from './Telemetry';
import { isKept } from './traceparent';

/** The request on whose behalf statements are run. */
interface Asker {
  readonly traceparent: string | undefined;
  readonly requestId: string | undefined;
}

/** Of a statement in the log, and in each span that tells it. */
const LONGEST_TEXT = 2000;
const LONGEST_TEXT_OF_SPAN = 500;

const STORE = Symbol('store');

/** What a request works on: stands for a store. */
type OfRequest = DataSource & { readonly asker: Asker; ownManager: EntityManager | null };

/** The store itself: what a request works on may stand for it. */
export function storeOf(source: DataSource): DataSource {
  return (source as { readonly [STORE]?: DataSource })[STORE] ?? source;
}

/** Gives each request its store, on which its statements are known as its own; `reader` is the same store read from elsewhere. */
export type StoreFor = (headers: Readonly<Record<string, string | undefined>>, reader?: DataSource) => DataSource;

/** Times every statement of `source` from now on. */
export function watchStatements(source: DataSource, schema: string, { telemetry, log, slowSqlMs }: Observation): StoreFor {
  if (telemetry === null && slowSqlMs === null) return (_headers, reader = source) => reader;
  if (telemetry !== null) measurePool(telemetry, source, schema);
  const create = source.createQueryRunner.bind(source);

  const watched = (runner: QueryRunner, asker: Asker | null): QueryRunner => {
    const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<unknown>;
    runner.query = (text: string, ...rest: unknown[]) => {
      const operation = telemetry === null ? '' : operationOf(text);
      const work = telemetry?.within(asker?.traceparent, operation, 'CLIENT') ?? null;
      const begun = performance.now();
      const ended = (error?: string): void => {
        const ms = performance.now() - begun;
        const attributes = measured(schema, operation, error);
        telemetry?.databaseDuration.record(ms / 1000, attributes);
        work?.end({ ...attributes, 'db.query.text': shortened(text, LONGEST_TEXT_OF_SPAN) }, error);
        if (slowSqlMs !== null && ms > slowSqlMs)
          log.warn(
            { requestId: asker?.requestId, schema, durationMs: rounded(ms), statement: shortened(text, LONGEST_TEXT), error },
            'slow statement',
          );
      };
      const answer = query(text, ...rest);
      answer.then(
        () => {
          ended();
        },
        (thrown: unknown) => {
          ended(codeOf(thrown));
        },
      );
      return answer as never;
    };
    return runner;
  };
  let asking: Asker | null = null;
  source.createQueryRunner = (mode) => watched(create(mode), asking);

  /** What the stores of all requests have in common, made once, so that each of them is made of little. */
  const common = (reader: DataSource): DataSource =>
    Object.create(reader, {
      [STORE]: { value: source },
      createQueryRunner: {
        value(this: OfRequest, mode?: ReplicationMode) {
          asking = this.asker;
          try {
            return reader.createQueryRunner(mode); // of `source`, in the end
          } finally {
            asking = null;
          }
        },
      },
      manager: {
        get(this: OfRequest) {
          return (this.ownManager ??= new EntityManager(this));
        },
      },
    }) as DataSource;
  const commons = new Map<DataSource, DataSource>();

  return ({ traceparent, 'x-request-id': requestId }, reader = source) => {
    if (slowSqlMs === null && !isKept(traceparent)) return reader;
    let shared = commons.get(reader);
    if (shared === undefined) {
      shared = common(reader);
      commons.set(reader, shared);
    }
    return Object.assign(Object.create(shared) as OfRequest, { asker: { traceparent, requestId }, ownManager: null });
  };
}

function measured(schema: string, operation: string, error: string | undefined): Record<string, string> {
  const attributes: Record<string, string> = {
    'db.system.name': 'postgresql',
    'db.namespace': schema,
    'db.operation.name': operation,
  };
  if (error !== undefined) attributes['error.type'] = error;
  return attributes;
}

const OPERATIONS: ReadonlySet<string> = new Set(
  'SELECT INSERT UPDATE DELETE WITH START COMMIT ROLLBACK SET LISTEN NOTIFY COPY LOCK SAVEPOINT RELEASE CREATE ALTER DROP REFRESH'.split(
    ' ',
  ),
);

function operationOf(text: string): string {
  const word = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  return OPERATIONS.has(word) ? word : 'OTHER';
}

/** SQLSTATE, or the name of the error. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const cause: unknown = 'driverError' in thrown ? thrown.driverError : thrown;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : thrown.name;
}

/** Statements carry $1 for their parameters, which are never looked at here. */
function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number };
}

function measurePool({ meter }: Telemetry, source: DataSource, schema: string): void {
  const { master } = source.driver as unknown as { master?: Pool };
  if (master === undefined) return;
  const pool = { 'db.client.connection.pool.name': schema };
  const observed = (name: string, unit: string, description: string) => meter.createObservableUpDownCounter(name, { unit, description });
  observed('db.client.connection.count', '{connection}', 'Connections in the state described by the attribute.').addCallback((result) => {
    result.observe(master.idleCount, { ...pool, 'db.client.connection.state': 'idle' });
    result.observe(master.totalCount - master.idleCount, { ...pool, 'db.client.connection.state': 'used' });
  });
  observed('db.client.connection.max', '{connection}', 'The most connections allowed.').addCallback((result) => {
    result.observe(master.options.max ?? 0, pool);
  });
  observed('db.client.connection.pending_requests', '{request}', 'Requests that wait for a connection.').addCallback((result) => {
    result.observe(master.waitingCount, pool);
  });
}
