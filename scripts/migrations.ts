import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, schemaOf } from '../shared/database';
import { subgraphNames } from '../subgraphs/registry';
import { definitions } from '../subgraphs/runtime';
import { configFrom, runCommand } from './command';
import { startEmbedded } from './postgres/embedded';

/**
 * Migrates empty schemas, then demands that nothing is left to do for the records, and that undoing leaves no table behind.
 * Answers what is wrong, one line each.
 */
async function pendingChanges(url: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of subgraphNames) {
    const { entities, migrations } = definitions[name];
    const source = await openDatabase({
      url,
      schemaPrefix: `check_${String(process.pid)}_`,
      subgraph: name,
      entities,
      migrations,
      poolSize: 2,
    });
    try {
      await migrate(source);
      const pending = await source.driver.createSchemaBuilder().log();
      wrong.push(...pending.upQueries.map(({ query }) => `${name}: the records need ${query}`));
      for (let left = source.migrations.length; left > 0; left -= 1) await source.undoLastMigration();
      const left: Array<{ table_name: string }> = await source.query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_name <> 'migration'",
        [schemaOf(source)],
      );
      wrong.push(...left.map(({ table_name }) => `${name}: undoing the migrations leaves ${table_name}`));
    } finally {
      await source.query(`DROP SCHEMA IF EXISTS "${schemaOf(source)}" CASCADE`);
      await source.destroy();
    }
  }
  return wrong;
}

async function onSomeServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { databaseUrl } = configFrom();
  if (databaseUrl !== null) return work(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-migrations-'));
  const server = await startEmbedded({ dataDir: folder, throwaway: true });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function check(): Promise<void> {
  const wrong = await onSomeServer(pendingChanges);
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log(`migrations: ${String(subgraphNames.length)} subgraphs, nothing pending, undone without a trace`);
}

runCommand('npm run check:migrations --', (program) => {
  program
    .description(
      'Migrates empty schemas on a server of its own, or that of DATABASE_URL; fails where the records need more than the migrations make, ' +
        'or undoing them leaves a table behind.',
    )
    .action(check);
});
