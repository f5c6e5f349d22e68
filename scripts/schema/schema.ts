import { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { breakingChanges, driftOf } from './compare';
import { generateSchema } from './generate';

const folder = join(projectRoot, 'schema');

async function write(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = await generateSchema();
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  console.log(`schema: ${[...files.keys()].join(', ')} written`);
}

function drift(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([name, text]) => {
    const path = join(folder, name);
    return driftOf(`schema/${name}`, existsSync(path) ? readFileSync(path, 'utf8') : null, text) ?? [];
  });
}

/** The API of the main branch; null where there is no such branch to ask. */
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
  const published = publishedApi();
  const breaking = published === null ? [] : breakingChanges(published, files.get('api.graphql') ?? '');
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
