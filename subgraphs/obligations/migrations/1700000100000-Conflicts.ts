import type { MigrationInterface, QueryRunner } from 'typeorm';

const duties = `
  SELECT id, 'Obligation' AS type, title AS label_vi, coalesce(title_en, title) AS label_en, terms FROM obligation
  UNION ALL
  SELECT id, 'Statement', title, coalesce(title_en, title), terms FROM statement`;

export class Conflicts1700000100000 implements MigrationInterface {
  name = 'Conflicts1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conflict (
        id text PRIMARY KEY,
        kind text NOT NULL,
        severity text NOT NULL,
        severity_rank int NOT NULL,
        document_id text NOT NULL,
        place int NOT NULL,
        explanation text NOT NULL,
        explanation_en text NOT NULL
      );
      CREATE UNIQUE INDEX conflict_place ON conflict (place);
      CREATE INDEX conflict_document ON conflict (document_id, place);

      CREATE TABLE conflict_statement (
        conflict_id text NOT NULL,
        position int NOT NULL,
        statement_id text NOT NULL,
        PRIMARY KEY (conflict_id, position)
      );
      CREATE INDEX conflict_statement_statement ON conflict_statement (statement_id);

      CREATE TABLE conflict_connection (
        conflict_id text NOT NULL,
        position int NOT NULL,
        connection_id text NOT NULL,
        PRIMARY KEY (conflict_id, position)
      );
      CREATE INDEX conflict_connection_connection ON conflict_connection (connection_id);

      CREATE OR REPLACE VIEW pub_entity AS ${duties}
        UNION ALL
        SELECT id, 'Conflict', explanation, explanation_en, NULL FROM conflict;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE VIEW pub_entity AS ${duties};
      DROP TABLE conflict_connection, conflict_statement, conflict;
    `);
  }
}
