import { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { projectRoot } from '../../shared/config';
import { generateSchema } from './generate';

const folder = join(projectRoot, 'schema');

async function write(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = await generateSchema();
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  console.log(`schema: ${[...files.keys()].join(', ')} written`);
}

/** Where a generated file differs from what stands in schema/: `file:line`, what stands there, what the code makes. */
function drift(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([name, text]) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [`schema/${name}: is missing`];
    const lines = readFileSync(path, 'utf8').split('\n');
    const made = text.split('\n');
    const at =
      Math.max(lines.length, made.length) === 0
        ? -1
        : [...Array(Math.max(lines.length, made.length)).keys()].findIndex((index) => lines[index] !== made[index]);
    return at < 0
      ? []
      : [
          `schema/${name}:${String(at + 1)}: ${JSON.stringify(lines[at] ?? '')} stands there, the code makes ${JSON.stringify(made[at] ?? '')}`,
        ];
  });
}

/** What a client of the main branch would miss; empty where there is no such branch to ask. */
function breakingChanges(api: string): string[] {
  const published = publishedApi();
  return published === null
    ? []
    : findBreakingChanges(buildSchema(published), buildSchema(api)).map((change) => `${change.type}: ${change.description}`);
}

function publishedApi(): string | null {
  for (const branch of ['origin/main', 'main']) {
    try {
      return execFileSync('git', ['show', `${branch}:schema/api.graphql`], {
        cwd: projectRoot,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      continue;
    }
  }
  return null;
}

async function check(options: { allowBreaking?: true }): Promise<void> {
  const files = await generateSchema();
  const drifted = drift(files);
  for (const line of drifted) console.error(line);
  if (drifted.length > 0) console.error('"npm run schema" writes schema/');
  const breaking = breakingChanges(files.get('api.graphql') ?? '');
  for (const line of breaking) console.error(`breaking change against main: ${line}`);
  if (breaking.length > 0 && options.allowBreaking !== true) console.error('write a decision in docs/decisions/ and pass --allow-breaking');
  if (drifted.length > 0 || (breaking.length > 0 && options.allowBreaking !== true)) process.exitCode = 1;
  else console.log(`schema: ${String(files.size)} files as the code makes them, no breaking change against main`);
}

const program = new Command('schema').description('Writes or checks schema/, which is generated from the subgraphs.');
program
  .command('write', { isDefault: true })
  .description('writes the SDL of each subgraph, the supergraph and the public API')
  .action(write);
program
  .command('check')
  .description('fails where schema/ is not what the code makes, and reports breaking changes against main')
  .option('--allow-breaking', 'report breaking changes without failing')
  .action(check);
void program.parseAsync();
