import type { MigrationInterface, QueryRunner } from 'typeorm';

const counts = ['on_time', 'late', 'in_term', 'overdue', 'done_undated', 'open_undated', 'awaiting', 'late_days', 'overdue_since'];
const columns = counts.map((name) => `${name} bigint NOT NULL`).join(', ');

/** How many duties stood where: changes by day, sums by month, and what was appended since those were made. */
export class DutyCounts1700000900000 implements MigrationInterface {
  name = 'DutyCounts1700000900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE duty_count_new (dimension text NOT NULL, key text NOT NULL, depends boolean NOT NULL, day date NOT NULL, ${columns});
      CREATE INDEX duty_count_new_dimension ON duty_count_new (dimension, day);
      CREATE TABLE duty_count (dimension text NOT NULL, key text NOT NULL, depends boolean NOT NULL, day date NOT NULL, ${columns},
        PRIMARY KEY (dimension, day, key, depends));
      CREATE TABLE duty_count_month (dimension text NOT NULL, key text NOT NULL, depends boolean NOT NULL, month date NOT NULL, ${columns},
        PRIMARY KEY (dimension, month, key, depends));
      UPDATE corpus_load SET hash = '' WHERE NOT starts_with(hash, 'generated');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE duty_count_month, duty_count, duty_count_new');
  }
}
