import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Services1700000000000 implements MigrationInterface {
  name = 'Services1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE corpus_load (hash text NOT NULL);

      CREATE TABLE public_service (
        id text PRIMARY KEY,
        name text NOT NULL,
        name_en text,
        online_level int,
        obligation_id text NOT NULL,
        ordered_from date,
        place int NOT NULL,
        terms text NOT NULL
      );
      CREATE UNIQUE INDEX public_service_place ON public_service (place);
      CREATE TABLE service_agency (
        service_id text NOT NULL,
        position int NOT NULL,
        agency_id text NOT NULL,
        PRIMARY KEY (service_id, position)
      );
      CREATE TABLE service_requirement (
        service_id text NOT NULL,
        position int NOT NULL,
        connection_id text NOT NULL,
        implied boolean NOT NULL,
        PRIMARY KEY (service_id, position)
      );
      CREATE INDEX service_requirement_connection ON service_requirement (connection_id);

      CREATE VIEW pub_entity AS
        SELECT id, 'PublicService' AS type, name AS label_vi, coalesce(name_en, name) AS label_en, terms FROM public_service;
      CREATE VIEW pub_service_requirement AS SELECT service_id, connection_id, implied FROM service_requirement;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pub_service_requirement, pub_entity;
      DROP TABLE corpus_load, service_requirement, service_agency, public_service;
    `);
  }
}
