import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A write that cannot read what is on file is told so within the gateway's patience, as one is that cannot record. */
export class BoundedReading1700001400000 implements MigrationInterface {
  name = 'BoundedReading1700001400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER FUNCTION duty_file SET lock_timeout = '2s'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER FUNCTION duty_file RESET lock_timeout');
  }
}
