import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { ArgsType, Field, Int } from 'type-graphql';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { asRecords, columnsOf, recordOf } from './database';
import type { Asked } from './database/asked';
import { badInput } from './errors';
import { once, quietly } from './promises';
import { PageInfo } from './graph';
import { decodeCursor, encodeCursor, type SortKey, type SortValue } from './schema/cursors';

export const MAX_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Items on a page, 1 to 100 (số mục mỗi trang).' })
  first: number;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page begins (sau con trỏ).' })
  after?: string | null;

  /** Of the list it is asked how many items it has: nothing else, or with its items. */
  count?: 'ALONE' | 'TOO';

  /** Called with what is asked of the list. */
  asked({ fieldNodes, fragments }: GraphQLResolveInfo): void {
    const asked = new Set<string>();
    const add = ({ selectionSet }: { readonly selectionSet?: SelectionSetNode }): void => {
      for (const one of selectionSet?.selections ?? []) {
        if (one.kind === Kind.FIELD) asked.add(one.name.value);
        else add(one.kind === Kind.INLINE_FRAGMENT ? one : (fragments[one.name.value] ?? {}));
      }
    };
    fieldNodes.forEach(add);
    if (asked.has('totalCount')) this.count = asked.size === 1 ? 'ALONE' : 'TOO';
  }
}

/** An item with its place in the list, which is told only when asked for. */
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

  /** Nothing was found; not even elsewhere in the list, as far as this page tells. */
  get isEmpty(): boolean {
    return this.edges.length === 0 && !this.hasNextPage;
  }

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

/** @throws BAD_USER_INPUT for a page size outside 1 to 100 */
function pageSize(args: PageArgs): number {
  if (args.first < 1 || args.first > MAX_PAGE)
    throw badInput(`first is ${String(args.first)}; a page holds 1 to ${String(MAX_PAGE)} items`, ['first']);
  return args.first;
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

/** Of which the request knows what is asked of each record. */
interface Asking {
  readonly asked: Asked | null;
}

interface Paging {
  /** Joins give an item in several rows, of which one is taken. */
  readonly several?: boolean;
  /**
   * How a list that is mostly longer than a page is counted: beside the page, or within it, for one of which all is found before it is
   * sorted. Default: after the page, where that is not the whole list.
   */
  readonly counted?: 'BESIDE' | 'WITHIN';
  /** SQL expressions that are read with each record, by name. */
  readonly also?: Readonly<Record<string, string>>;
  /** Adds conditions to the query that leave its first so many rows. */
  readonly narrowFirst?: (count: number) => Promise<void>;
}

type SortedRow = Readonly<Record<string, SortValue>>;

function cursorOf(order: Order, row: SortedRow): string {
  return encodeCursor(
    order.keys.map(({ type }, index) => {
      const value = row[`sort_${String(index)}`] ?? '';
      return type === 'int' ? Number(value) : value;
    }),
  );
}

/** The page of rows that hold a record and its sort values each, and one row more where the list goes on. */
function pageOf<Item extends ObjectLiteral>(
  { asked }: Asking,
  query: SelectQueryBuilder<Item>,
  rows: readonly SortedRow[],
  order: Order,
  args: PageArgs,
  count: () => Promise<number>,
): Page<Item> {
  const shown = rows.slice(0, args.first);
  const edges = asRecords<Item>(recordOf(query), shown, asked).map((node, index) => ({
    node,
    get cursor() {
      return cursorOf(order, shown[index] ?? {});
    },
  }));
  const later = typeof args.after === 'string';
  const isWhole = !later && rows.length <= args.first; // then nothing is left to count
  return new Page(edges, rows.length > args.first, later, isWhole ? () => Promise.resolve(rows.length) : count);
}

/**
 * One page of `query` in `order`, one SQL statement (and one for the count, if asked). The cursor holds the sort values of
 * a row, so it stands whatever is inserted around it.
 */
export async function page<Item extends ObjectLiteral>(
  asking: Asking,
  query: SelectQueryBuilder<Item>,
  order: Order,
  args: PageArgs,
  { several = false, counted: how, also = {}, narrowFirst }: Paging = {},
): Promise<Page<Item>> {
  const limit = pageSize(args) + 1;
  const counting = query.clone();
  query.select(columnsOf(recordOf(query), query.alias, asking.asked));
  if (several) query.distinctOn(order.keys.map(({ sql }) => `(${sql})`));
  for (const [name, sql] of Object.entries(also)) query.addSelect(`(${sql})`, name);
  selectSortKeys(query, order);
  order.keys.forEach(({ sql }) => query.addOrderBy(`(${sql})`, order.direction));
  if (typeof args.after === 'string') {
    const { sql, parameters } = afterCursor(order, args.after);
    query.andWhere(sql, parameters);
  }
  const within = how === 'WITHIN' && args.count === 'TOO' && typeof args.after !== 'string' && !several;
  if (within) query.addSelect('CAST(count(*) OVER () AS int)', 'total');
  const count = once(() => countOf(counting, several));
  if (args.count === 'ALONE') return counted(await count());
  if (args.count === 'TOO' && how !== undefined && !within) void quietly(count());
  if (typeof args.after !== 'string') await narrowFirst?.(limit);
  const rows = await query.limit(limit).getRawMany<SortedRow>();
  return pageOf(asking, query, rows, order, args, within ? () => Promise.resolve(Number(rows[0]?.total ?? 0)) : count);
}

/** The page of which only the count is asked for. */
function counted<Item>(total: number): Page<Item> {
  return new Page<Item>([], total > 0, false, () => Promise.resolve(total));
}

async function countOf<Item extends ObjectLiteral>(query: SelectQueryBuilder<Item>, several: boolean): Promise<number> {
  const items = several ? `count(DISTINCT ${query.alias}.id)` : 'count(*)';
  const row = await query.select(`${items}::int`, 'count').orderBy().getRawOne<{ count: number }>();
  return row?.count ?? 0;
}

/**
 * The same page of many lists at once: `query` without its grouping, `parent` the SQL expression that names the list an item
 * belongs to. One SQL statement, and one for the counts, if asked. Answers in the order of `parents`.
 */
export async function pagesByParent<Item extends ObjectLiteral & { id: string }>(
  asking: Asking,
  query: SelectQueryBuilder<Item>,
  parent: string,
  parents: readonly string[],
  order: Order,
  args: PageArgs,
): Promise<Array<Page<Item>>> {
  const limit = pageSize(args) + 1;
  query.andWhere(`${parent} = ANY(:parents)`, { parents });
  if (parents.length === 1) return [await page(asking, query, order, args)];
  const counting = query.clone();
  query.select(`${query.alias}.id`, 'id').addSelect(parent, 'list');
  selectSortKeys(query, order);
  const sorting = order.keys.map(({ sql }) => `${sql} ${order.direction}`).join(', ');
  query.addSelect(`row_number() OVER (PARTITION BY ${parent} ORDER BY ${sorting})`, 'nth');
  if (typeof args.after === 'string') {
    const { sql, parameters } = afterCursor(order, args.after);
    query.andWhere(sql, parameters);
  }
  const counts = once(async () => {
    const grouped = counting.select(parent, 'list').addSelect('count(*)::int', 'count').groupBy(parent);
    return new Map((await grouped.getRawMany<{ list: string; count: number }>()).map((row) => [row.list, row.count]));
  });
  const count = async (key: string) => (await counts()).get(key) ?? 0;
  if (args.count === 'ALONE') return Promise.all(parents.map(async (key) => counted<Item>(await count(key))));
  const [ranked, parameters]: [string, unknown[]] = query.getQueryAndParameters();
  // Ids alone are numbered; OFFSET 0 has PostgreSQL find the records of the pages by their ids, and not go through all there are.
  const record = recordOf(query);
  const rows: SortedRow[] = await query.dataSource.query(
    `SELECT ranked.*, found.* FROM (${ranked}) ranked CROSS JOIN LATERAL
       (SELECT ${columnsOf(record, 'r', asking.asked)} FROM "${record.tableName}" r WHERE r.id = ranked.id OFFSET 0) found
     WHERE ranked.nth <= $${String(parameters.length + 1)} ORDER BY ranked.nth`,
    [...parameters, limit],
  );
  const own = new Map(parents.map((key): [string, SortedRow[]] => [key, []]));
  for (const row of rows) own.get(String(row.list))?.push(row);
  return parents.map((key) => pageOf(asking, query, own.get(key) ?? [], order, args, () => count(key)));
}
