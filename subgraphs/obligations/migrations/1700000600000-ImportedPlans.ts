import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was imported besides the corpus of the checkout: a log that the database itself keeps append-only. */
export class ImportedPlans1700000600000 implements MigrationInterface {
  name = 'ImportedPlans1700000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imported_plan (
        number int PRIMARY KEY,
        agency_id text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        files jsonb NOT NULL,
        passed_over text[] NOT NULL,
        outcome jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_on date NOT NULL,
        previous_hash text,
        hash text NOT NULL UNIQUE,
        UNIQUE (agency_id, key)
      );
      CREATE FUNCTION refuse_rewriting_plans() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'imported plans are append-only: % is refused', TG_OP USING ERRCODE = 'KN001';
        END $$;
      CREATE TRIGGER imported_plan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON imported_plan
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_plans();
      ALTER TABLE imported_plan ENABLE ALWAYS TRIGGER imported_plan_append_only;

      CREATE VIEW pub_imported_plan AS SELECT number, hash, files, passed_over FROM imported_plan;

      ALTER TABLE corpus_load ADD COLUMN plans int NOT NULL DEFAULT 0;
      CREATE OR REPLACE VIEW pub_corpus_load AS SELECT hash, plans FROM corpus_load;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_corpus_load;
      ALTER TABLE corpus_load DROP COLUMN plans;
      CREATE VIEW pub_corpus_load AS SELECT hash FROM corpus_load;
      DROP VIEW pub_imported_plan;
      DROP TABLE imported_plan;
      DROP FUNCTION refuse_rewriting_plans;
    `);
  }
}
