import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Dependencies1700000200000 implements MigrationInterface {
  name = 'Dependencies1700000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE obligation_dependency (
        obligation_id text NOT NULL,
        on_id text NOT NULL,
        kind text NOT NULL,
        implied boolean NOT NULL,
        in_cycle boolean NOT NULL,
        citations jsonb NOT NULL,
        explanation text NOT NULL,
        explanation_en text NOT NULL,
        PRIMARY KEY (obligation_id, on_id)
      );
      CREATE INDEX obligation_dependency_on ON obligation_dependency (on_id);
      CREATE TABLE dependency_cycle (
        cycle int NOT NULL,
        position int NOT NULL,
        obligation_id text NOT NULL,
        PRIMARY KEY (cycle, position)
      );
      CREATE TABLE obligation_service (
        obligation_id text NOT NULL,
        service_id text NOT NULL,
        PRIMARY KEY (obligation_id, service_id)
      );

      CREATE VIEW pub_corpus_load AS SELECT hash FROM corpus_load;
      CREATE VIEW pub_duty AS SELECT id AS obligation_id, document_id, demanded_from, due_on, trigger_on FROM obligation;
      CREATE VIEW pub_connection_done AS SELECT NULL::text AS connection_id, NULL::date AS done_on WHERE false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_connection_done, pub_duty, pub_corpus_load;
      DROP TABLE obligation_service, dependency_cycle, obligation_dependency;
    `);
  }
}
