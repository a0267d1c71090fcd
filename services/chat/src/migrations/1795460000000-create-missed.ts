import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mentions and missed calls that somebody has not seen yet, until they are told of them by mail; and whether they want to be. */
export class CreateMissed1795460000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE missed (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        message_seq bigint NOT NULL,
        kind text NOT NULL CHECK (kind IN ('MENTION', 'CALL_MISSED')),
        at timestamptz NOT NULL DEFAULT now(),
        told_at timestamptz,
        PRIMARY KEY (organisation_id, user_id, conversation_id, message_seq),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      CREATE INDEX missed_due ON missed (organisation_id, at) WHERE told_at IS NULL;
      CREATE INDEX missed_message ON missed (organisation_id, conversation_id, message_seq);
      ALTER TABLE missed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON missed USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      ALTER TABLE notification_preference ADD mails_missed boolean NOT NULL DEFAULT true;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
