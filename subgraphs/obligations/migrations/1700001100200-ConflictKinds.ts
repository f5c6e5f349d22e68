import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conflicts of one kind are walked in their order, without those of other kinds between them. */
export class ConflictKinds1700001100200 implements MigrationInterface {
  name = 'ConflictKinds1700001100200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX conflict_kind ON conflict (kind, place)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX conflict_kind');
  }
}
