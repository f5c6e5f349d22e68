import { existsSync, readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { parseDay } from '../domain/calendar';
import { ask, type GraphError } from './ask';
import { configFrom, runCommand } from './command';
import { Failure, reasonOf } from './failure';
import type { Lifetime } from './Lifetime';
import { findGraph } from './query/findGraph';
import { draw, sheetsOf } from './query/tables';

interface Options {
  variables?: unknown;
  asOf?: string;
  operation?: string;
  json?: true;
  url?: string;
}

function parseVariables(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // said below
  }
  throw new InvalidArgumentError('expected a JSON object, for example \'{"id": "agency:bo-cong-an"}\'');
}

function parseAsOf(text: string): string {
  if (parseDay(text) === null) throw new InvalidArgumentError('expected a calendar day, YYYY-MM-DD');
  return text;
}

/** The text of the operation: the argument itself, or the file it names. */
function readOperation(argument: string): string {
  if (existsSync(argument)) return readFileSync(argument, 'utf8');
  if (/\{/.test(argument)) return argument;
  throw new Failure(`"${argument}" is neither a GraphQL operation nor a file; expected for example '{ agencies { totalCount } }'`);
}

function describeError({ message, path, extensions }: GraphError): string {
  const code = extensions?.code === undefined ? '' : ` [${extensions.code}]`;
  return `error${code}${path === undefined ? '' : ` at ${path.join('.')}`}: ${message}`;
}

async function query(argument: string, options: Options, life: Lifetime): Promise<void> {
  const text = readOperation(argument);
  const config = configFrom();
  const url = options.url ?? (await findGraph(config, life));
  const question = { query: text, variables: options.variables, operationName: options.operation };
  const answer = await ask(url, question, { asOf: options.asOf, token: config.token }).catch((error: unknown) => {
    throw new Failure(`no answer from ${url}: ${reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error)}`);
  });
  if (options.json === true) console.log(JSON.stringify(answer, null, 2));
  else if (answer.data !== undefined && answer.data !== null) console.log(draw(sheetsOf(answer.data), process.stdout.columns));
  const errors = answer.errors ?? [];
  for (const error of errors) console.error(describeError(error));
  await life.end(errors.length > 0 ? 1 : 0);
}

runCommand('npm run query --', (program, life) => {
  program
    .description('Asks one operation and prints its answer as tables: of the running graph, or of one started for it.')
    .argument('<operation>', 'a GraphQL operation, or a file that holds one (schema/operations/*.graphql)')
    .option('--variables <json>', 'variables of the operation, as a JSON object', parseVariables)
    .option('--as-of <day>', 'the day asked about (YYYY-MM-DD), instead of today', parseAsOf)
    .option('--operation <name>', 'which operation of the file')
    .option('--json', 'print the answer as JSON')
    .option('--url <url>', 'ask this graph')
    .action((operation: string, options: Options) => query(operation, options, life));
});
