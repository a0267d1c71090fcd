import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who does not want to be disturbed, as presence tells it. */
export class CreateDoNotDisturb1795460001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE do_not_disturb (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        is_on boolean NOT NULL,
        until timestamptz,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, user_id)
      );
      ALTER TABLE do_not_disturb ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON do_not_disturb USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
