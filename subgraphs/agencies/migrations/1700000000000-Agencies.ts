import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Agencies1700000000000 implements MigrationInterface {
  name = 'Agencies1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE corpus_load (hash text NOT NULL);

      CREATE TABLE agency (
        id text PRIMARY KEY,
        name text NOT NULL,
        name_en text,
        aliases text[] NOT NULL,
        kind text NOT NULL,
        level text NOT NULL,
        collective boolean NOT NULL,
        counterpart_id text,
        exists_from date,
        exists_until date,
        confidence text NOT NULL,
        note text,
        note_en text,
        terms text NOT NULL
      );
      CREATE INDEX agency_name ON agency (name COLLATE "vi-x-icu", id);
      CREATE INDEX agency_counterpart ON agency (counterpart_id);
      CREATE INDEX agency_terms ON agency USING gin (terms gin_trgm_ops);

      CREATE TABLE agency_kind (
        agency_id text NOT NULL,
        kind text NOT NULL,
        valid_from date,
        valid_until date
      );
      CREATE INDEX agency_kind_agency ON agency_kind (agency_id);

      CREATE TABLE agency_parent (
        agency_id text NOT NULL,
        parent_id text NOT NULL,
        valid_from date,
        valid_until date
      );
      CREATE INDEX agency_parent_agency ON agency_parent (agency_id);
      CREATE INDEX agency_parent_parent ON agency_parent (parent_id);

      CREATE TABLE agency_code (
        agency_id text NOT NULL,
        scheme text NOT NULL,
        value text NOT NULL,
        valid_from date,
        valid_until date
      );
      CREATE INDEX agency_code_agency ON agency_code (agency_id);
      CREATE INDEX agency_code_value ON agency_code (value, scheme);

      CREATE VIEW pub_agency AS SELECT id, name, name_en, kind, level, collective, exists_from, exists_until FROM agency;
      CREATE VIEW pub_agency_parent AS SELECT agency_id, parent_id, valid_from, valid_until FROM agency_parent;
      CREATE VIEW pub_entity AS
        SELECT id, 'Agency' AS type, name AS label_vi, coalesce(name_en, name) AS label_en, terms FROM agency;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_entity, pub_agency_parent, pub_agency;
      DROP TABLE corpus_load, agency_code, agency_parent, agency_kind, agency;
    `);
  }
}
