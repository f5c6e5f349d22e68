import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { parseDay } from '../domain/calendar';
import { badInput } from './errors';
import { PageInfo } from './graph';

export const MAX_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Items on a page, 1 to 100 (số mục mỗi trang).' })
  first: number;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page begins (sau con trỏ).' })
  after?: string | null;
}

export interface Edge<Item> {
  readonly node: Item;
  readonly cursor: string;
}

/** One page of a list. The count costs a statement and is taken only when asked for. */
export class Page<Item> {
  constructor(
    readonly edges: ReadonlyArray<Edge<Item>>,
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
    private readonly count: () => Promise<number>,
  ) {}

  get totalCount(): Promise<number> {
    return this.count();
  }

  get nodes(): Item[] {
    return this.edges.map((edge) => edge.node);
  }

  get pageInfo(): PageInfo {
    return {
      hasNextPage: this.hasNextPage,
      hasPreviousPage: this.hasPreviousPage,
      startCursor: this.edges[0]?.cursor ?? null,
      endCursor: this.edges.at(-1)?.cursor ?? null,
    };
  }
}

/** The Relay connection type over `node`, named `<name>Connection`. */
export function connectionOf<Item extends object>(node: ClassType<Item>, name: string): ClassType<Page<Item>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} in a list, with its cursor (mục trong danh sách).` })
  class EdgeType {
    @Field(() => node, { description: 'The item (mục).' })
    node: Item;

    @Field(() => String, { description: 'Where the item stands in this order (con trỏ).' })
    cursor: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name} (một trang danh sách).` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'Items with cursors (các mục kèm con trỏ).' })
    edges: EdgeType[];

    @Field(() => [node], { description: 'The items alone (các mục).' })
    nodes: Item[];

    @Field(() => PageInfo, { description: 'Where the page stands (vị trí trang).' })
    pageInfo: PageInfo;

    @Directive('@cost(weight: 2)')
    @Field(() => Int, { simple: false, description: 'Items in the whole list (tổng số).' })
    totalCount: number;
  }
  return ConnectionType as unknown as ClassType<Page<Item>>;
}

/** @throws BAD_USER_INPUT for a page size outside 1 to 100 */
function pageSize(args: PageArgs): number {
  if (args.first < 1 || args.first > MAX_PAGE)
    throw badInput(`first is ${String(args.first)}; a page holds 1 to ${String(MAX_PAGE)} items`, ['first']);
  return args.first;
}

type SortValue = string | number;

function encodeCursor(values: readonly SortValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws BAD_USER_INPUT for a cursor that this list did not give */
function decodeCursor(cursor: string, keys: readonly SortKey[]): SortValue[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === keys.length && keys.every((key, index) => fits(key, values[index])))
      return values as SortValue[];
  } catch {
    // answered below
  }
  throw badInput(`${JSON.stringify(cursor)} is not a cursor of this list in this order; use pageInfo.endCursor or edges.cursor`, ['after']);
}

function fits(key: SortKey, value: unknown): boolean {
  if (key.type === 'int') return Number.isSafeInteger(value);
  if (typeof value !== 'string') return false;
  return key.type === 'text' || value === 'infinity' || value === '-infinity' || parseDay(value) !== null;
}

/** One sort key: an SQL expression that is never null, and its PostgreSQL type. The last key must be unique. */
export interface SortKey {
  readonly sql: string;
  readonly type: 'text' | 'int' | 'date';
}

export interface Order {
  readonly keys: readonly SortKey[];
  readonly direction: 'ASC' | 'DESC';
}

const comparable = { text: 'text', int: 'bigint', date: 'date' } as const;

// A sort key is put in brackets: TypeORM would take a bare column for a field of the record.

/** SQL condition 'after the cursor' in `order`, with its parameters. */
function afterCursor(order: Order, cursor: string): { sql: string; parameters: Record<string, SortValue> } {
  const values = decodeCursor(cursor, order.keys);
  const left = order.keys.map(({ sql }) => sql).join(', ');
  const right = order.keys.map(({ type }, index) => `CAST(:cursor${String(index)} AS ${comparable[type]})`).join(', ');
  return {
    sql: `(${left}) ${order.direction === 'ASC' ? '>' : '<'} (${right})`,
    parameters: Object.fromEntries(values.map((value, index) => [`cursor${String(index)}`, value])),
  };
}

function selectSortKeys<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, order: Order): void {
  // CAST, because TypeORM takes the end of `::text` for a parameter as soon as one is called text.
  order.keys.forEach(({ sql, type }, index) =>
    query.addSelect(type === 'date' ? `CAST(${sql} AS text)` : `(${sql})`, `sort_${String(index)}`),
  );
}

function cursorOf(order: Order, raw: Readonly<Record<string, SortValue>> | undefined): string {
  return encodeCursor(
    order.keys.map(({ type }, index) => {
      const value = raw?.[`sort_${String(index)}`] ?? '';
      return type === 'int' ? Number(value) : value;
    }),
  );
}

/**
 * One page of `query` in `order`, one SQL statement (and one for the count, if asked). The cursor holds the sort values of
 * a row, so it stands whatever is inserted around it. `several`: joins give an item in several rows, of which one is taken.
 */
export async function page<Item extends ObjectLiteral>(
  query: SelectQueryBuilder<Item>,
  order: Order,
  args: PageArgs,
  { several = false }: { readonly several?: boolean } = {},
): Promise<Page<Item>> {
  const size = pageSize(args);
  const counting = query.clone();
  if (several) query.distinctOn(order.keys.map(({ sql }) => `(${sql})`));
  selectSortKeys(query, order);
  order.keys.forEach(({ sql }) => query.addOrderBy(`(${sql})`, order.direction));
  if (typeof args.after === 'string') {
    const { sql, parameters } = afterCursor(order, args.after);
    query.andWhere(sql, parameters);
  }
  const { entities, raw } = await query.limit(size + 1).getRawAndEntities<Record<string, SortValue>>();
  const edges = entities.slice(0, size).map((node, row) => ({ node, cursor: cursorOf(order, raw[row]) }));
  const count = () => (isWhole(entities.length, args) ? Promise.resolve(entities.length) : countOf(counting, several));
  return new Page(edges, entities.length > size, typeof args.after === 'string', count);
}

/** Whether the page is its whole list, of which `found` items were read: then nothing is left to count. */
function isWhole(found: number, args: PageArgs): boolean {
  return typeof args.after !== 'string' && found <= args.first;
}

async function countOf<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, several: boolean): Promise<number> {
  const counted = several ? `count(DISTINCT ${query.alias}.id)` : 'count(*)';
  const row = await query.select(`${counted}::int`, 'count').orderBy().getRawOne<{ count: number }>();
  return row?.count ?? 0;
}

/**
 * The same page of many lists at once: `query` without its grouping, `parent` the SQL expression that names the list an item
 * belongs to. One SQL statement for a single parent, two for any number of them. Answers in the order of `parents`.
 */
export async function pagesByParent<Item extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<Item>,
  parent: string,
  parents: readonly string[],
  order: Order,
  args: PageArgs,
): Promise<Array<Page<Item>>> {
  const size = pageSize(args);
  query.andWhere(`${parent} = ANY(:parents)`, { parents });
  if (parents.length === 1) return [await page(query, order, args)];
  const counting = query.clone();
  const ranked = query.clone().select(`${query.alias}.id`, 'id').addSelect(parent, 'parent');
  selectSortKeys(ranked, order);
  const sorting = order.keys.map(({ sql }) => `${sql} ${order.direction}`).join(', ');
  ranked.addSelect(`row_number() OVER (PARTITION BY ${parent} ORDER BY ${sorting})`, 'place');
  if (typeof args.after === 'string') {
    const { sql, parameters } = afterCursor(order, args.after);
    ranked.andWhere(sql, parameters);
  }
  const manager = query.dataSource.manager;
  const rows = await manager
    .createQueryBuilder()
    .select('*')
    .from(`(${ranked.getQuery()})`, 'ranked')
    .where('place <= :limit', { ...ranked.getParameters(), limit: size + 1 })
    .orderBy('place')
    .getRawMany<Record<string, SortValue> & { id: string; parent: string }>();
  const ids = [...new Set(rows.map((row) => row.id))];
  const entity = query.expressionMap.mainAlias?.target;
  const items =
    entity === undefined || ids.length === 0
      ? []
      : await manager.getRepository<Item>(entity).createQueryBuilder('r').where('r.id = ANY(:ids)', { ids }).getMany();
  const byId = new Map(items.map((item) => [item.id, item]));
  const counts = once(async () => {
    const counted = await counting
      .select(parent, 'parent')
      .addSelect('count(*)::int', 'count')
      .groupBy(parent)
      .getRawMany<{ parent: string; count: number }>();
    return new Map(counted.map((row) => [row.parent, row.count]));
  });
  return parents.map((key) => {
    const own = rows.filter((row) => row.parent === key);
    const edges = own.slice(0, size).flatMap((row) => {
      const node = byId.get(row.id);
      return node === undefined ? [] : [{ node, cursor: cursorOf(order, row) }];
    });
    const count = async () => (isWhole(own.length, args) ? own.length : ((await counts()).get(key) ?? 0));
    return new Page(edges, own.length > size, typeof args.after === 'string', count);
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
