import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Databases1700000000000 implements MigrationInterface {
  name = 'Databases1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE corpus_load (hash text NOT NULL);

      CREATE TABLE database (
        id text PRIMARY KEY,
        name text NOT NULL,
        name_en text,
        aliases text[] NOT NULL,
        kind text NOT NULL,
        called_national_in text[] NOT NULL,
        confidence text NOT NULL,
        note text,
        note_en text,
        terms text NOT NULL
      );
      CREATE INDEX database_name ON database (name COLLATE "vi-x-icu", id);
      CREATE INDEX database_terms ON database USING gin (terms gin_trgm_ops);

      CREATE TABLE database_owner (
        database_id text NOT NULL,
        agency_id text NOT NULL,
        valid_from date,
        valid_until date,
        confidence text NOT NULL,
        note text
      );
      CREATE INDEX database_owner_database ON database_owner (database_id);
      CREATE INDEX database_owner_agency ON database_owner (agency_id);

      CREATE TABLE database_part (
        group_id text NOT NULL,
        part_id text NOT NULL,
        position int NOT NULL,
        PRIMARY KEY (group_id, position)
      );

      CREATE TABLE data_connection (
        id text PRIMARY KEY,
        end_a text NOT NULL,
        end_b text NOT NULL,
        channels text[] NOT NULL
      );
      CREATE INDEX data_connection_end_a ON data_connection (end_a);
      CREATE INDEX data_connection_end_b ON data_connection (end_b);

      CREATE TABLE national_list (
        id text PRIMARY KEY,
        document_id text,
        valid_from date,
        valid_until date,
        size int NOT NULL,
        note text,
        note_en text
      );
      CREATE TABLE national_list_member (
        list_id text NOT NULL,
        database_id text NOT NULL,
        PRIMARY KEY (list_id, database_id)
      );

      CREATE VIEW pub_database AS SELECT id, name, name_en, kind FROM database;
      CREATE VIEW pub_connection AS SELECT id, end_a, end_b FROM data_connection;
      CREATE VIEW pub_entity AS
        SELECT id, 'Database' AS type, name AS label_vi, coalesce(name_en, name) AS label_en, terms FROM database
        UNION ALL
        SELECT c.id, 'DataConnection', a.name || ' ↔ ' || b.name, coalesce(a.name_en, a.name) || ' ↔ ' || coalesce(b.name_en, b.name), NULL
        FROM data_connection c JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_entity, pub_connection, pub_database;
      DROP TABLE corpus_load, national_list_member, national_list, data_connection, database_part, database_owner, database;
    `);
  }
}
