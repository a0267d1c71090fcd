import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The logs of meetings and of those who wait: one table, a seq per topic. Participants note from where to where in their
 * meeting's log they may read.
 */
export class CreateMeetingEvent1764000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE meeting_event (
        organisation_id uuid NOT NULL,
        topic text NOT NULL,
        seq bigint NOT NULL,
        event jsonb NOT NULL,
        ends text[],
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, topic, seq)
      );
      ALTER TABLE meeting_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON meeting_event
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      ALTER TABLE participant
        ADD guest_token_hash text,
        ADD is_guest boolean NOT NULL DEFAULT false,
        ADD removed_at timestamptz,
        ADD admitted_seq bigint NOT NULL DEFAULT 0,
        ADD removed_seq bigint;
      CREATE UNIQUE INDEX participant_guest_nonce ON participant (organisation_id, meeting_id, guest_token_hash, client_nonce)
        WHERE guest_token_hash IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
