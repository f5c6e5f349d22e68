import Table from 'cli-table3';
import { Client as Postgres } from 'pg';
import { schemasFor } from '../../shared/database';
import { subgraphNames } from '../../subgraphs/registry';
import { median, quantile } from '../figures';
import { Client } from '../gateway/load';
import { LINES } from '../lines';
import { readOperations, type Operation } from './read';
import { usualVariables } from './variables';

export interface Measuring {
  readonly url: string;
  readonly databaseUrl: string;
  readonly schemaPrefix: string;
  readonly runs: number;
  /** By operation. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Of each operation before the first is timed: a graph that serves is compiled by then. */
const WARM_UP = 100;
/** Of an operation right before it is timed. */
const PRELUDE = 20;
/** Of the medians: an operation and its SQL. */
const MOST_TIMES_SQL = 3;
/** Of an operation: p99 to p50. */
const MOST_SPREAD = 5;

interface Times {
  readonly operation: number[];
  readonly sql: number[];
  readonly bytes: number;
}

/** Times each operation and its hand-written SQL in turns, and prints how they compare. True: every bound is met. */
export async function measureOperations({ url, databaseUrl, schemaPrefix, runs, variables, signal }: Measuring): Promise<boolean> {
  const postgres = new Postgres({ connectionString: databaseUrl });
  await postgres.connect();
  const graph = new Client(url);
  try {
    const path = subgraphNames.map((name) => postgres.escapeIdentifier(schemasFor(schemaPrefix, name).of(name)));
    await postgres.query(`SET search_path = ${path.join(', ')}, public`);
    const operations = readOperations();
    const head = ['operation', 'p50 ms', 'p99 ms', 'SQL p50', 'times SQL', 'p99/p50', 'KB', ''];
    const table = new Table({
      head,
      chars: LINES,
      style: { head: [], border: [] },
      colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    });
    const variablesOf = (name: string): unknown => variables[name] ?? usualVariables[name];
    for (const { name, needs, query } of operations) {
      signal.throwIfAborted();
      progress(`warming up: ${name}`);
      if (needs.length > 0 && variablesOf(name) === undefined) continue;
      const body = JSON.stringify({ query, variables: variablesOf(name) });
      for (let run = 0; run < WARM_UP; run += 1) await graph.ask(body);
    }
    const missed: string[] = [];
    const compared: number[] = [];
    for (const [index, operation] of operations.entries()) {
      signal.throwIfAborted();
      progress(`${String(index + 1)}/${String(operations.length)} ${operation.name}`);
      const given = variablesOf(operation.name);
      if (operation.needs.length > 0 && given === undefined) {
        table.push([operation.name, `left out: give ${operation.needs.join(', ')} with --variables`]);
        continue;
      }
      const times = await time(graph, postgres, operation, given, runs);
      const p50 = median(times.operation);
      const p99 = quantile(times.operation, 0.99);
      const sql = times.sql.length === 0 ? null : median(times.sql);
      if (sql !== null) compared.push(p50 / sql);
      const misses = (sql !== null && p50 / sql > MOST_TIMES_SQL) || p99 / p50 > MOST_SPREAD;
      if (misses) missed.push(operation.name);
      const shown = sql === null ? ['–', '–'] : [sql.toFixed(2), (p50 / sql).toFixed(2)];
      table.push([
        operation.name,
        p50.toFixed(2),
        p99.toFixed(2),
        ...shown,
        (p99 / p50).toFixed(2),
        (times.bytes / 1024).toFixed(1),
        misses ? 'misses' : 'meets',
      ]);
    }
    progress('');
    console.log(
      `${String(runs)} runs of each, the operation over HTTP and its SQL in turns (bounds: ${String(MOST_TIMES_SQL)} times SQL at the median, p99/p50 ${String(MOST_SPREAD)})\n`,
    );
    console.log(table.toString());
    const low = compared.filter((ratio) => ratio <= MOST_TIMES_SQL).length;
    console.log(
      `\n${String(low)} of ${String(compared.length)} with SQL of their own take at most ${String(MOST_TIMES_SQL)} times as long; median ratio ${median(compared).toFixed(2)}.`,
    );
    console.log(missed.length === 0 ? 'Every bound is met.' : `Missed by: ${missed.join(', ')}.`);
    return missed.length === 0;
  } finally {
    await Promise.all([graph.close(), postgres.end()]);
  }
}

async function time(graph: Client, postgres: Postgres, { query, sql }: Operation, variables: unknown, runs: number): Promise<Times> {
  const body = JSON.stringify({ query, variables });
  const taken: { operation: number[]; sql: number[] } = { operation: [], sql: [] };
  let bytes = 0;
  for (let run = -PRELUDE; run < runs; run += 1) {
    const begun = performance.now();
    bytes = (await graph.ask(body)).length;
    const between = performance.now();
    if (sql !== null) await postgres.query(sql);
    const ended = performance.now();
    if (run < 0) continue;
    taken.operation.push(between - begun);
    if (sql !== null) taken.sql.push(ended - between);
  }
  return { ...taken, bytes };
}

/** A line that the next one replaces; only for someone who watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
