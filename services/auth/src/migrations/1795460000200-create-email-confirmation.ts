import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether somebody has shown that their address is theirs, and the one link by which they can: of its token the SHA-256 alone. */
export class CreateEmailConfirmation1795460000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE user_account ADD is_email_confirmed boolean NOT NULL DEFAULT false;
      CREATE TABLE email_confirmation (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, user_id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      ALTER TABLE email_confirmation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON email_confirmation USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
