import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Verifiers1700000700000 implements MigrationInterface {
  name = 'Verifiers1700000700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE document ADD COLUMN verifiers jsonb NOT NULL DEFAULT '[]';
      ALTER TABLE document ALTER COLUMN verifiers DROP DEFAULT;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE document DROP COLUMN verifiers');
  }
}
