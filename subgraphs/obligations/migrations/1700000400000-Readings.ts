import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Readings1700000400000 implements MigrationInterface {
  name = 'Readings1700000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reading_lead (
        obligation_id text NOT NULL,
        reading text NOT NULL,
        agency_id text NOT NULL,
        PRIMARY KEY (obligation_id, reading, agency_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reading_lead');
  }
}
