import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each subgraph keeps what its rows were made of, so that a start over the same need not make them to see that. */
export class LoadedFrom1700001300000 implements MigrationInterface {
  name = 'LoadedFrom1700001300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE corpus_load ADD COLUMN made_of text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE corpus_load DROP COLUMN made_of');
  }
}
