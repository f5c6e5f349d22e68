import { parse } from 'csv-parse/sync';
import { type TestGraph } from '../support/graph';

export type Row = Readonly<Record<string, string>>;

/** Fetches a file of the graph, by its path and parameters. */
export function fetchFile(graph: Pick<TestGraph, 'url'>, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, graph.url), init);
}

/** The rows of a CSV by the names in its head, read by another parser than the one that wrote it. */
export function rowsOf(csv: string): Row[] {
  return parse(csv, { columns: true, bom: true });
}

export async function fetchRows(graph: Pick<TestGraph, 'url'>, path: string, init?: RequestInit): Promise<Row[]> {
  const response = await fetchFile(graph, path, init);
  expect(response.status).toBe(200);
  return rowsOf(await response.text());
}
