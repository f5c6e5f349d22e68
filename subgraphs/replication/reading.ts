import { EntityManager, QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';
import { queryOn } from '../../shared/database/queryOn';

/** What PostgreSQL says when it is the server that fails, not the statement: connection, cancelled by recovery, resources, end, system. */
const SERVER_FAILS = /^(08|40|53|57|58|XX)/;

/**
 * The same store, read from its replicas: all that `source` can, with the replicas as default of what reads. Should a server fail
 * under a statement, another that answers after a new look is asked. Transactions are of the primary.
 */
export function readingFrom(source: DataSource, lookAgain: () => Promise<void>): DataSource {
  const reader = Object.create(source) as DataSource;
  const own: Partial<DataSource> = {
    manager: new EntityManager(reader),
    defaultReplicationModeForReads: () => 'slave',
    createQueryRunner: (mode = 'master') => {
      const runner = source.createQueryRunner(mode);
      return mode === 'slave' ? fallingBack(runner, source, lookAgain) : runner;
    },
    query<Rows>(this: DataSource, sql: string, values?: unknown[], given?: QueryRunner): Promise<Rows> {
      return queryOn<Rows>(this, sql, values, given);
    },
    transaction: source.transaction.bind<DataSource['transaction']>(source),
  };
  return Object.assign(reader, own);
}

function fallingBack(runner: QueryRunner, source: DataSource, lookAgain: () => Promise<void>): QueryRunner {
  const ask = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>;
  const query = async (...statement: unknown[]): Promise<unknown> => {
    try {
      return await ask(...statement);
    } catch (error) {
      if (!isOfServer(error)) throw error;
      await lookAgain();
      const other = source.createQueryRunner('slave');
      try {
        return await (other.query as typeof ask).apply(other, statement);
      } finally {
        await other.release();
      }
    }
  };
  return Object.assign(runner, { query });
}

function isOfServer(error: unknown): boolean {
  const { code } = (error instanceof QueryFailedError ? error.driverError : error) as { code?: unknown };
  return typeof code !== 'string' || code.length !== 5 || SERVER_FAILS.test(code);
}
