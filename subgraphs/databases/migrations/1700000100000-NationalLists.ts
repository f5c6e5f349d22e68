import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NationalLists1700000100000 implements MigrationInterface {
  name = 'NationalLists1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE national_list ADD COLUMN document_label text, ADD COLUMN document_label_en text, ADD COLUMN confidence text',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE national_list DROP COLUMN document_label, DROP COLUMN document_label_en, DROP COLUMN confidence');
  }
}
