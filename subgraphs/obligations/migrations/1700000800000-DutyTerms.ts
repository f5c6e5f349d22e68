import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What long lists are read from in their order: each duty on every day, once for everyone who then answers for it. */
export class DutyTerms1700000800000 implements MigrationInterface {
  name = 'DutyTerms1700000800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE duty_term (
        obligation_id text NOT NULL,
        bearer_id text,
        is_first boolean NOT NULL,
        valid_from date NOT NULL,
        valid_until date NOT NULL,
        due_on date NOT NULL,
        completed_on date,
        place int NOT NULL
      );
      CREATE INDEX duty_term_duty ON duty_term (obligation_id);
      CREATE INDEX duty_term_bearer ON duty_term (bearer_id, due_on, place)
        INCLUDE (valid_from, valid_until, completed_on, obligation_id, is_first);
      CREATE INDEX duty_term_due ON duty_term (due_on, place)
        INCLUDE (valid_from, valid_until, completed_on, obligation_id, bearer_id, is_first);

      -- Who asks for duties written before this table was made loads the corpus anew.
      UPDATE corpus_load SET hash = '' WHERE NOT starts_with(hash, 'generated');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE duty_term');
  }
}
