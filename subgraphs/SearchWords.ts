import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each subgraph tells how its entities are spelled, and which words stand in which spellings: search goes from rare words to names. */
export class SearchWords1700001100000 implements MigrationInterface {
  name = 'SearchWords1700001100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE spelling (number int NOT NULL, term text NOT NULL, ordinality int NOT NULL, type text NOT NULL,
        label_vi text NOT NULL, label_en text NOT NULL, first_ids text[] NOT NULL);
      CREATE INDEX spelling_number ON spelling (number);
      CREATE TABLE word (word text PRIMARY KEY, spellings int[] NOT NULL, count int NOT NULL);
      CREATE INDEX word_like ON word USING gin (word gin_trgm_ops);
      CREATE VIEW pub_spelling AS SELECT number, term, ordinality, type, label_vi, label_en, first_ids FROM spelling;
      CREATE VIEW pub_word AS SELECT word, spellings, count FROM word;
      UPDATE corpus_load SET hash = '' WHERE NOT starts_with(hash, 'generated');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW pub_word, pub_spelling; DROP TABLE word, spelling');
  }
}
