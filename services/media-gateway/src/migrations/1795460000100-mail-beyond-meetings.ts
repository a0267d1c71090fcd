import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mails that are about no meeting: of what somebody missed, and to confirm an address. `mail_directory` says in which organisations
 * one may be due; it holds nothing else, and no row-level security is on it.
 */
export class MailBeyondMeetings1795460000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE mail ALTER meeting_id DROP NOT NULL, DROP CONSTRAINT mail_kind_check,
        ADD CONSTRAINT mail_kind_check CHECK (kind IN ('INVITATION', 'CHANGE', 'CANCELLATION', 'REMINDER', 'MISSED', 'CONFIRMATION'));
      ALTER TABLE person ADD is_email_confirmed boolean NOT NULL DEFAULT false;
      CREATE TABLE mail_directory (organisation_id uuid PRIMARY KEY);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
