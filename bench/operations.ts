import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { ask } from '../scripts/ask';
import { Failure } from '../scripts/failure';
import { projectRoot } from '../shared/config';

const FOLDER = join(projectRoot, 'schema', 'operations');
const WARM_UP = 3;

export interface Measuring {
  readonly url: string;
  readonly runs: number;
  /** The median that none may exceed, in ms. */
  readonly limit: number;
  /** By operation. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

interface Operation {
  readonly name: string;
  readonly query: string;
  /** Variables that have no value of their own. */
  readonly needs: readonly string[];
}

/** Times each operation, one after the other, and prints a line for each as it is done. False: some median is above the limit. */
export async function measureOperations({ url, runs, limit, variables, signal }: Measuring): Promise<boolean> {
  const operations = readOperations();
  const width = Math.max(...operations.map(({ name }) => name.length));
  const slow: string[] = [];
  console.log(`${String(operations.length)} operations, ${String(runs)} runs each, at ${url}`);
  console.log(`${'operation'.padEnd(width)}  ${['median', 'p95', 'max', 'KB'].map((word) => word.padStart(8)).join('')}`);
  for (const [index, { name, query, needs }] of operations.entries()) {
    signal.throwIfAborted();
    const given = variables[name];
    if (needs.length > 0 && given === undefined) {
      console.log(`${name.padEnd(width)}  left out: give ${needs.join(', ')} with --variables`);
      continue;
    }
    progress(`${String(index + 1)}/${String(operations.length)} ${name}`);
    const { times, bytes } = await time(url, { query, variables: given }, runs);
    const median = quantile(times, 0.5);
    const figures = [median, quantile(times, 0.95), quantile(times, 1), bytes / 1024].map((figure) => figure.toFixed(1).padStart(8));
    progress('');
    console.log(`${name.padEnd(width)}  ${figures.join('')}${median > limit ? `  above ${String(limit)} ms` : ''}`);
    if (median > limit) slow.push(name);
  }
  console.log(slow.length === 0 ? `Every median is within ${String(limit)} ms.` : `Too slow: ${slow.join(', ')}.`);
  return slow.length === 0;
}

function readOperations(): Operation[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.graphql'));
  return files.sort().map((file) => {
    const query = readFileSync(join(FOLDER, file), 'utf8');
    const [definition] = parse(query).definitions;
    const declared = definition?.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];
    const needed = declared.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined);
    return { name: file.replace(/\.graphql$/, ''), query, needs: needed.map(({ variable }) => variable.name.value) };
  });
}

async function time(
  url: string,
  question: { query: string; variables: unknown },
  runs: number,
): Promise<{ times: number[]; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let run = -WARM_UP; run < runs; run += 1) {
    const begun = performance.now();
    const answer = await ask(url, question);
    if (run >= 0) times.push(performance.now() - begun);
    if (answer.errors !== undefined) throw new Failure(`${answer.errors[0]?.message ?? 'an error'}\n${question.query}`);
    bytes = JSON.stringify(answer).length;
  }
  return { times: times.sort((a, b) => a - b), bytes };
}

/** Of times in rising order. */
function quantile(times: readonly number[], part: number): number {
  return times[Math.ceil(part * times.length) - 1] ?? 0;
}

/** A line that the next one replaces; only for someone who watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
