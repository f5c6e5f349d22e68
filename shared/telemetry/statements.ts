import { EntityManager, type DataSource, type QueryRunner, type ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { Broadcaster } from 'typeorm/subscriber/Broadcaster';
import { queryOn } from '../database/queryOn';
import type { Series } from './Distribution';
import type { Observation } from './Observation';
import { measurePool } from './pool';
import type { Telemetry, Work } from './Telemetry';
import { isKept } from './traceparent';

/** The request on whose behalf statements are run. */
interface Asker {
  readonly traceparent: string | undefined;
  readonly requestId: string | undefined;
}

/** Of a statement in the log, and in each span that tells it. */
const LONGEST_TEXT = 2000;
const LONGEST_TEXT_OF_SPAN = 500;

/** What came of a statement that was not even sent. */
const NO_CONNECTION = 'no_connection';

const STORE = Symbol('store');

/** The store itself: what a request works on may stand for it. */
export function storeOf(source: DataSource): DataSource {
  return (source as { readonly [STORE]?: DataSource })[STORE] ?? source;
}

/** Gives each request its store, on which its statements are known as its own; `reader` is the same store read from elsewhere. */
export type StoreFor = (headers: Readonly<Record<string, string | undefined>>, reader?: DataSource) => DataSource;

/** Times every statement of `source` from now on. */
export function watchStatements(source: DataSource, schema: string, observation: Observation): StoreFor {
  const { telemetry, slowSqlMs } = observation;
  if (telemetry === null && slowSqlMs === null) return (_headers, reader = source) => reader;
  if (telemetry !== null) measurePool(telemetry, source, schema);
  const driver = source.driver as PostgresDriver;
  const statements = new Statements(schema, observation);
  let asking: Asker | null = null;
  driver.createQueryRunner = (mode) => new WatchedRunner(driver, mode, statements, asking);

  /** What the stores of all requests have in common, so that each of them is made of little. */
  const standingFor = (reader: DataSource): new (asker: Asker) => object => {
    class OfRequest {
      private ownManager: EntityManager | null = null;

      constructor(private readonly asker: Asker) {}

      get [STORE](): DataSource {
        return source;
      }

      /** As TypeORM's own, which would first ask for the manager, only to see that it is not MongoDB's. */
      query<Rows>(sql: string, values?: unknown[], given?: QueryRunner): Promise<Rows> {
        return queryOn<Rows>(this as unknown as DataSource, sql, values, given);
      }

      get manager(): EntityManager {
        return (this.ownManager ??= new EntityManager(this as unknown as DataSource));
      }

      createQueryRunner(mode?: ReplicationMode) {
        asking = this.asker;
        try {
          return reader.createQueryRunner(mode); // of `driver`, in the end
        } finally {
          asking = null;
        }
      }
    }
    Object.setPrototypeOf(OfRequest.prototype, reader);
    return OfRequest;
  };
  const kinds = new Map<DataSource, ReturnType<typeof standingFor>>();

  return ({ traceparent, 'x-request-id': requestId }, reader = source) => {
    if (slowSqlMs === null && !isKept(traceparent)) return reader;
    let OfRequest = kinds.get(reader);
    if (OfRequest === undefined) {
      OfRequest = standingFor(reader);
      kinds.set(reader, OfRequest);
    }
    return new OfRequest({ traceparent, requestId }) as DataSource;
  };
}

/** What is done about each statement of a store. */
class Statements {
  private readonly succeeded = new Map<string, Series>();

  constructor(
    private readonly schema: string,
    private readonly observation: Observation,
  ) {}

  /** @param error a stable code of what went wrong */
  ended({ text, begun, work }: Open, asker: Asker | null, error?: string): void {
    const { telemetry, slowSqlMs, log } = this.observation;
    const ms = performance.now() - begun;
    if (telemetry !== null) {
      const series = this.seriesOf(telemetry, operationOf(text));
      if (error === undefined) series.record(ms / 1000);
      else telemetry.databaseDuration.under({ ...series.attributes, 'error.type': error }).record(ms / 1000);
      work?.end({ ...series.attributes, 'db.query.text': shortened(text, LONGEST_TEXT_OF_SPAN) }, error);
    }
    if (slowSqlMs === null || ms <= slowSqlMs) return;
    log.warn(
      { requestId: asker?.requestId, schema: this.schema, durationMs: rounded(ms), statement: shortened(text, LONGEST_TEXT), error },
      'slow statement',
    );
  }

  /** Null unless it belongs to a trace that is kept. */
  begin(text: string, asker: Asker | null): Work | null {
    if (asker === null || !isKept(asker.traceparent)) return null;
    return this.observation.telemetry?.within(asker.traceparent, operationOf(text), 'CLIENT') ?? null;
  }

  private seriesOf({ databaseDuration }: Telemetry, operation: string): Series {
    let series = this.succeeded.get(operation);
    if (series === undefined) {
      series = databaseDuration.under({ 'db.system.name': 'postgresql', 'db.namespace': this.schema, 'db.operation.name': operation });
      this.succeeded.set(operation, series);
    }
    return series;
  }
}

/** A statement that was not answered yet. */
interface Open {
  readonly text: string;
  readonly begun: number;
  readonly work: Work | null;
  next: Open | null;
}

type Told = Parameters<Broadcaster['broadcastAfterQueryEvent']>;

/** What TypeORM tells of each statement at its end is heard as it is told: to wait for it would take a promise more. */
class Listener extends Broadcaster {
  /** In the order in which a session answers. */
  private first: Open | null = null;
  private last: Open | null = null;

  constructor(
    runner: PostgresQueryRunner,
    private readonly statements: Statements,
    private readonly asker: Asker | null,
  ) {
    super(runner);
  }

  begin(text: string): void {
    const open: Open = { text, begun: performance.now(), work: this.statements.begin(text, this.asker), next: null };
    if (this.last === null) this.first = open;
    else this.last.next = open;
    this.last = open;
  }

  /** @returns whether there was one that was open */
  end(error?: string): boolean {
    const open = this.first;
    if (open === null) return false;
    this.first = open.next;
    if (this.first === null) this.last = null;
    this.statements.ended(open, this.asker, error);
    return true;
  }

  // Neither a rest parameter nor a spread: each statement comes by here.
  override broadcastAfterQueryEvent(
    result: Told[0],
    text: Told[1],
    values: Told[2],
    done: Told[3],
    ms: Told[4],
    raw: Told[5],
    error: Told[6],
  ): void {
    this.end(done ? undefined : codeOf(error));
    super.broadcastAfterQueryEvent(result, text, values, done, ms, raw, error);
  }
}

class WatchedRunner extends PostgresQueryRunner {
  private readonly listener: Listener;

  constructor(driver: PostgresDriver, mode: ReplicationMode, statements: Statements, asker: Asker | null) {
    super(driver, mode);
    this.listener = new Listener(this, statements, asker);
    this.broadcaster = this.listener;
  }

  override query(text: string, values?: unknown[], structured?: boolean): ReturnType<PostgresQueryRunner['query']> {
    this.listener.begin(text);
    return super.query(text, values, structured);
  }

  override release(): Promise<void> {
    while (this.listener.end(NO_CONNECTION));
    return super.release();
  }
}

const OPERATIONS: ReadonlySet<string> = new Set(
  'SELECT INSERT UPDATE DELETE WITH START COMMIT ROLLBACK SET LISTEN NOTIFY COPY LOCK SAVEPOINT RELEASE CREATE ALTER DROP REFRESH'.split(
    ' ',
  ),
);

function operationOf(text: string): string {
  if (text.startsWith('SELECT ')) return 'SELECT'; // as most of them are
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
