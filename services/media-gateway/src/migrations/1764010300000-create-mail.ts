import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mails to send, stored in the transaction of what they tell. `content` has links that open an invitation: it is
 * forgotten once the mail is sent. A dead one keeps it, so that it can be sent again.
 */
export class CreateMail1764010300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mail (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('INVITATION', 'CHANGE', 'CANCELLATION', 'REMINDER')),
        recipient text NOT NULL,
        content jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        dead_at timestamptz,
        cause text,
        PRIMARY KEY (organisation_id, id),
        CHECK (content IS NOT NULL OR sent_at IS NOT NULL),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE INDEX mail_to_send ON mail (organisation_id, next_attempt_at) WHERE sent_at IS NULL AND dead_at IS NULL;
      ALTER TABLE mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON mail
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
