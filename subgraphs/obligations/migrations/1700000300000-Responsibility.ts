import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Responsibility1700000300000 implements MigrationInterface {
  name = 'Responsibility1700000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE responsibility (
        case_id text NOT NULL,
        position int NOT NULL,
        origin_id text NOT NULL,
        bearer_id text,
        candidate_ids text[] NOT NULL,
        scope_ids text[] NOT NULL,
        via_ids text[] NOT NULL,
        disputed boolean NOT NULL,
        as_member boolean NOT NULL,
        valid_from date,
        valid_until date,
        explanation text NOT NULL,
        explanation_en text NOT NULL,
        PRIMARY KEY (case_id, position)
      );
      CREATE INDEX responsibility_bearer ON responsibility (bearer_id, case_id);

      CREATE TABLE duty_case (
        obligation_id text NOT NULL,
        role text NOT NULL,
        position int NOT NULL,
        case_id text NOT NULL,
        PRIMARY KEY (obligation_id, role, position)
      );
      CREATE INDEX duty_case_case ON duty_case (case_id, role);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE duty_case, responsibility');
  }
}
