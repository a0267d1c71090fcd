import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may see whom: contacts as the facts of contacts tell of them, in both directions. A removed pair stays, marked. */
export class CreateContact1763700002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE contact (
        organisation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        user_id uuid NOT NULL,
        is_contact boolean NOT NULL,
        PRIMARY KEY (organisation_id, owner_id, user_id)
      );
      ALTER TABLE contact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON contact
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
