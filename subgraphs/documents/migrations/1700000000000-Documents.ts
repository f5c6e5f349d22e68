import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Documents1700000000000 implements MigrationInterface {
  name = 'Documents1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE corpus_load (hash text NOT NULL);

      CREATE TABLE document (
        id text PRIMARY KEY,
        kind text NOT NULL,
        number text,
        issuer_id text,
        issued_on date,
        title text NOT NULL,
        title_en text,
        held boolean NOT NULL,
        confidence text NOT NULL,
        note text,
        note_en text,
        terms text NOT NULL
      );
      CREATE INDEX document_order ON document ((coalesce(issued_on, 'infinity'::date)), id);
      CREATE INDEX document_issuer ON document (issuer_id);
      CREATE INDEX document_terms ON document USING gin (terms gin_trgm_ops);

      CREATE TABLE document_force (
        document_id text NOT NULL,
        state text NOT NULL,
        valid_from date,
        valid_until date,
        by_id text,
        path text,
        dissent boolean NOT NULL,
        confidence text NOT NULL,
        note text,
        position int NOT NULL,
        PRIMARY KEY (document_id, position)
      );

      CREATE TABLE document_relation (
        document_id text NOT NULL,
        relation text NOT NULL CHECK (relation IN ('BASED_ON', 'IMPLEMENTS')),
        target_id text NOT NULL,
        position int NOT NULL,
        PRIMARY KEY (document_id, relation, position)
      );
      CREATE INDEX document_relation_target ON document_relation (target_id, relation);

      CREATE TABLE document_citation (
        document_id text NOT NULL,
        position int NOT NULL,
        as_written text NOT NULL,
        target_id text,
        path text,
        line_first int NOT NULL,
        line_last int NOT NULL,
        note text,
        PRIMARY KEY (document_id, position)
      );
      CREATE INDEX document_citation_target ON document_citation (target_id);

      CREATE VIEW pub_document AS SELECT id, kind, number, issuer_id, issued_on, title, title_en, held FROM document;
      CREATE VIEW pub_entity AS
        SELECT id, 'LegalDocument' AS type, title AS label_vi, coalesce(title_en, title) AS label_en, terms FROM document;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_entity, pub_document;
      DROP TABLE corpus_load, document_citation, document_relation, document_force, document;
    `);
  }
}
