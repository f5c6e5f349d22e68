import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each subgraph tells how many of the imported plans its rows hold, so that an import can wait until all of them serve it. */
export class LoadedPlans1700000600000 implements MigrationInterface {
  name = 'LoadedPlans1700000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE corpus_load ADD COLUMN plans int NOT NULL DEFAULT 0;
      CREATE VIEW pub_corpus_load AS SELECT hash, plans FROM corpus_load;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW pub_corpus_load; ALTER TABLE corpus_load DROP COLUMN plans');
  }
}
