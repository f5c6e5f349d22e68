import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '../../shared/clock';
import { day } from '../../domain/calendar';
import { projectRoot } from '../../shared/config';
import { openSubgraphs, type OpenSubgraph } from '../../subgraphs/runtime';
import type { SubgraphName } from '../../subgraphs/registry';
import { takeStore } from '../../testkit/store/database';
import { testServer } from './store';

/** The day on which the tests run: the one the facts were checked on. */
const TODAY = day('2026-11-20');

/** SQL statements seen since the last reset, over all subgraphs of the graph. */
export class StatementLog {
  readonly statements: string[] = [];

  reset(): void {
    this.statements.length = 0;
  }
}

export interface OpenedSubgraphs {
  readonly all: readonly OpenSubgraph[];
  readonly log: StatementLog;
  named(name: SubgraphName): OpenSubgraph;
  close(): Promise<void>;
}

/** The five subgraphs over the real corpus, in a database of their own. */
export async function openTestSubgraphs(): Promise<OpenedSubgraphs> {
  const { url, prefix } = testServer();
  const store = await takeStore(url, prefix);
  const { databaseUrl, schemaPrefix } = store;
  const all = await openSubgraphs({ databaseUrl, schemaPrefix, clock: fixedClock(TODAY), poolSize: 3 });
  const log = new StatementLog();
  for (const subgraph of all) record(subgraph, log);
  return {
    all,
    log,
    named: (name) => all.find((subgraph) => subgraph.name === name) as OpenSubgraph,
    close: async () => {
      await Promise.all(all.map((subgraph) => subgraph.close()));
      await store.release();
    },
  };
}

/** Listens where TypeORM logs, so that every statement is seen, however it was made. */
function record(subgraph: OpenSubgraph, log: StatementLog): void {
  subgraph.source.setOptions({
    logging: ['query'],
    logger: {
      logQuery: (query) => log.statements.push(query),
      logQueryError: () => undefined,
      logQuerySlow: () => undefined,
      logSchemaBuild: () => undefined,
      logMigration: () => undefined,
      log: () => undefined,
    },
  });
}

export function schemaFile(name: string): string {
  return readFileSync(join(projectRoot, 'schema', name), 'utf8');
}
