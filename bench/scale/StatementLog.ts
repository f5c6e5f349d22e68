import type { DataSource } from 'typeorm';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What is asked of a store while it listens. */
export class StatementLog {
  private readonly seen: Array<Statement & { readonly source: DataSource }> = [];
  private listening = false;

  constructor(sources: readonly DataSource[]) {
    for (const source of sources) {
      const logQuery = (sql: string, parameters: unknown[] = []) => {
        if (this.listening && /^\s*(SELECT|WITH)/i.test(sql)) this.seen.push({ sql, parameters, source });
      };
      const quiet = () => undefined;
      const logger = { logQuery, logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet };
      Object.assign(source, { logger });
    }
  }

  /** The statements that `work` led to, each with its plan as it was carried out. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    this.seen.length = 0;
    this.listening = true;
    await work();
    this.listening = false;
    const told: string[] = [];
    for (const { sql, parameters, source } of this.seen.splice(0)) {
      const plan: Array<{ 'QUERY PLAN': string }> = await source.query(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`, [...parameters]);
      told.push(
        [`-- ${shortened(JSON.stringify(parameters))}`, sql.trim(), '', ...plan.map((row) => shortened(row['QUERY PLAN']))].join('\n'),
      );
    }
    return told;
  }
}

const LONGEST = 600;

/** Lists of ids may be very long. */
function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
