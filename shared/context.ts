import DataLoader from 'dataloader';
import type { ClassType } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { CalendarDate } from '../domain/calendar';
import type { Clock } from './clock';
import { asRecords, byOwner, columnsOf, recordsById, type Schemas } from './database';
import type { Asked } from './database/asked';
import type { Language } from './graph';
import { unauthenticated, type Caller } from './identity/caller';

/** SQL that finds records by a key: `from`, in which they are called `r`; the expression `owner`, which is the key; their order. */
export interface Found {
  readonly from: string;
  readonly owner: string;
  readonly order: string;
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
  private readonly recordLoaders = new Map<Found, DataLoader<string, object[]>>();
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
    this.recordLoaders.clear();
  }

  /**
   * Rows by key, in the order of `sql`: those whose column `owner` is `key`. $1 stands for the keys; one SQL statement for all that
   * a level of the query asks for.
   */
  rowsOf<Row extends object>(sql: string, key: string, ...others: unknown[]): Promise<Row[]> {
    const name = others.join();
    const known = this.rowLoaders.get(sql) ?? new Map<string, DataLoader<string, unknown[]>>();
    this.rowLoaders.set(sql, known);
    const loader = known.get(name) ?? new DataLoader((keys: readonly string[]) => this.rowsOfAll(sql, keys, others));
    known.set(name, loader);
    return loader.load(key) as Promise<Row[]>;
  }

  private async rowsOfAll(sql: string, keys: readonly string[], others: readonly unknown[]): Promise<unknown[][]> {
    const rows: Array<{ owner: string }> = await this.source.query(sql, [keys, ...others]);
    return byOwner(keys, rows, ({ owner }) => owner);
  }

  /**
   * Records by key: those that `found` finds for it, in its order; one SQL statement for all that a level of the query asks for. One
   * object stands for the same search in all requests.
   */
  recordsOf<Item extends { id: string }>(entity: ClassType<Item>, found: Found, key: string): Promise<Item[]> {
    const loader = this.recordLoaders.get(found) ?? new DataLoader((keys: readonly string[]) => this.recordsOfAll(entity, found, keys));
    this.recordLoaders.set(found, loader);
    return loader.load(key) as Promise<Item[]>;
  }

  private async recordsOfAll(entity: Function, { from, owner, order }: Found, keys: readonly string[]): Promise<object[][]> {
    const record = this.source.getMetadata(entity);
    const sql = `SELECT ${owner} AS owner, ${columnsOf(record, 'r', this.asked)} FROM ${from} WHERE ${owner} = ANY($1) ORDER BY ${order}`;
    const rows: Array<{ owner: string }> = await this.source.query(sql, [keys]);
    return byOwner(keys, asRecords(record, rows, this.asked), (_record, index) => rows[index]?.owner ?? '');
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
