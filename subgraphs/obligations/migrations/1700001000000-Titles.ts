import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every title once, however many duties and statements carry it: search goes through these. */
export class Titles1700001000000 implements MigrationInterface {
  name = 'Titles1700001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE title (type text NOT NULL, label_vi text NOT NULL, label_en text NOT NULL, terms text NOT NULL, first_ids text[] NOT NULL);
      CREATE INDEX title_terms ON title USING gin (terms gin_trgm_ops);
      CREATE VIEW pub_title AS SELECT type, label_vi, label_en, terms, first_ids FROM title;
      UPDATE corpus_load SET hash = '' WHERE NOT starts_with(hash, 'generated');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW pub_title; DROP TABLE title');
  }
}
