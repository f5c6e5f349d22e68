import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Successions1700000300000 implements MigrationInterface {
  name = 'Successions1700000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE succession (
        id text PRIMARY KEY,
        from_id text NOT NULL,
        to_id text,
        candidate_ids text[] NOT NULL,
        kind text NOT NULL,
        scope_ids text[] NOT NULL,
        effective_from date NOT NULL,
        legal_basis jsonb NOT NULL,
        confidence text NOT NULL,
        note text,
        note_en text
      );
      CREATE INDEX succession_from ON succession (from_id);
      CREATE INDEX succession_to ON succession (to_id);

      CREATE TABLE agency_member (
        collective_id text NOT NULL,
        member_id text NOT NULL,
        valid_from date,
        valid_until date
      );
      CREATE INDEX agency_member_collective ON agency_member (collective_id, member_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agency_member, succession');
  }
}
