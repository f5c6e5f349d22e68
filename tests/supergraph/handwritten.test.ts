import { Client, type QueryResult } from 'pg';
import { readOperations } from '../../bench/operations/read';
import { usualVariables } from '../../bench/operations/variables';
import { subgraphNames } from '../../subgraphs/registry';
import { startTestGraph, type TestGraph } from '../support/graph';

/** The day of the test graph, in place of that of the server. */
const TODAY = "date '2026-11-20'";

const compared = readOperations().filter(({ sql }) => sql !== null);

/** Texts of an answer; left out are cursors, and the labels of enum values, which are no facts of the store. */
function textsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key === 'endCursor' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  const named = 'id' in value && typeof value.id === 'string' && /^[A-Z_]+$/.test(value.id);
  return Object.entries(value).flatMap(([field, inside]) => (named && field === 'label' ? [] : textsOf(inside, field)));
}

/** Every list of an answer that tells how many items it has, and how many stand on the page. */
function countsOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(countsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'totalCount' in value && 'nodes' in value ? [Number(value.totalCount)] : [];
  return [...own, ...Object.values(value).flatMap(countsOf)];
}

describe('the hand-written SQL that operations are timed against', () => {
  let graph: TestGraph;
  let postgres: Client;
  beforeAll(async () => {
    graph = await startTestGraph();
    const { source } = graph.named('agencies');
    postgres = new Client({ connectionString: (source.options as { url?: string }).url });
    await postgres.connect();
    const schemas = subgraphNames.map((name) => (graph.named(name).source.options as { schema: string }).schema);
    await postgres.query(`SET search_path = ${schemas.map((name) => postgres.escapeIdentifier(name)).join(', ')}, public`);
  });
  afterAll(async () => {
    await postgres.end();
    await graph.close();
  });

  it.each(compared.map((operation) => [operation.name, operation] as const))(
    '%s tells every fact that its operation tells',
    async (name, it) => {
      const { data, errors } = await graph.ask(it.query, usualVariables[name]);
      expect(errors).toBeUndefined();
      const results = (await postgres.query((it.sql ?? '').replaceAll('current_date', TODAY))) as QueryResult | QueryResult[];
      const rows = [results].flat().map((result) => result.rows as Array<Record<string, unknown>>);
      const told = JSON.stringify(rows);
      expect([...new Set(textsOf(data))].filter((text) => !told.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
      const totals = rows.flatMap((page) => (page[0]?.total === undefined ? [] : [Number(page[0].total)]));
      expect(countsOf(data)).toEqual(expect.arrayContaining(name === 'StatesByBearer' ? [] : totals));
    },
  );
});
