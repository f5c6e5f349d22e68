import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Obligations1700000000000 implements MigrationInterface {
  name = 'Obligations1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE corpus_load (hash text NOT NULL);

      CREATE TABLE obligation (
        id text PRIMARY KEY,
        document_id text NOT NULL,
        demanded_from date,
        level text NOT NULL,
        kind text NOT NULL,
        title text NOT NULL,
        title_en text,
        deadline jsonb NOT NULL,
        due_on date,
        trigger_on date,
        awaits_trigger boolean NOT NULL,
        place int NOT NULL,
        terms text NOT NULL
      );
      CREATE UNIQUE INDEX obligation_place ON obligation (place);
      CREATE INDEX obligation_due ON obligation (due_on, place);
      CREATE INDEX obligation_document ON obligation (document_id, place);
      CREATE INDEX obligation_terms ON obligation USING gin (terms gin_trgm_ops);

      CREATE TABLE statement (
        id text PRIMARY KEY,
        document_id text NOT NULL,
        obligation_id text NOT NULL,
        path text NOT NULL,
        place int NOT NULL,
        label text NOT NULL,
        label_en text NOT NULL,
        lines int[],
        source text,
        kind text NOT NULL,
        title text NOT NULL,
        title_en text,
        joint_lead boolean NOT NULL,
        deadline jsonb NOT NULL,
        due_on date,
        online_level int,
        confidence text NOT NULL,
        note text,
        note_en text,
        terms text NOT NULL
      );
      CREATE UNIQUE INDEX statement_place ON statement (place);
      CREATE UNIQUE INDEX statement_path ON statement (document_id, path);
      CREATE INDEX statement_document ON statement (document_id, place);
      CREATE INDEX statement_obligation ON statement (obligation_id, place);

      CREATE TABLE statement_agency (
        statement_id text NOT NULL,
        role text NOT NULL,
        position int NOT NULL,
        agency_id text NOT NULL,
        PRIMARY KEY (statement_id, role, position)
      );
      CREATE TABLE statement_connection (
        statement_id text NOT NULL,
        implied boolean NOT NULL,
        position int NOT NULL,
        connection_id text NOT NULL,
        PRIMARY KEY (statement_id, implied, position)
      );
      CREATE TABLE obligation_agency (
        obligation_id text NOT NULL,
        role text NOT NULL,
        position int NOT NULL,
        agency_id text NOT NULL,
        PRIMARY KEY (obligation_id, role, position)
      );
      CREATE INDEX obligation_agency_agency ON obligation_agency (agency_id, role);
      CREATE TABLE obligation_connection (
        obligation_id text NOT NULL,
        implied boolean NOT NULL,
        position int NOT NULL,
        connection_id text NOT NULL,
        end_a text NOT NULL,
        end_b text NOT NULL,
        PRIMARY KEY (obligation_id, implied, position)
      );
      CREATE INDEX obligation_connection_connection ON obligation_connection (connection_id);
      CREATE INDEX obligation_connection_end_a ON obligation_connection (end_a);
      CREATE INDEX obligation_connection_end_b ON obligation_connection (end_b);

      CREATE TABLE obligation_parent (
        obligation_id text NOT NULL,
        parent_id text NOT NULL,
        PRIMARY KEY (obligation_id, parent_id)
      );
      CREATE INDEX obligation_parent_parent ON obligation_parent (parent_id);

      CREATE TABLE obligation_output (
        obligation_id text NOT NULL,
        document_id text NOT NULL,
        issued_on date,
        confidence text NOT NULL,
        note text,
        note_en text,
        PRIMARY KEY (obligation_id, document_id)
      );

      CREATE VIEW pub_connection_demand AS
        SELECT c.connection_id, c.implied, o.id AS obligation_id, o.document_id, o.demanded_from, o.due_on, o.trigger_on,
          ARRAY(SELECT a.agency_id FROM obligation_agency a WHERE a.obligation_id = o.id AND a.role = 'LEAD') AS lead_ids
        FROM obligation_connection c JOIN obligation o ON o.id = c.obligation_id;
      CREATE VIEW pub_entity AS
        SELECT id, 'Obligation' AS type, title AS label_vi, coalesce(title_en, title) AS label_en, terms FROM obligation
        UNION ALL
        SELECT id, 'Statement', title, coalesce(title_en, title), terms FROM statement;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_entity, pub_connection_demand;
      DROP TABLE corpus_load, obligation_output, obligation_parent, obligation_connection, obligation_agency,
        statement_connection, statement_agency, statement, obligation;
    `);
  }
}
