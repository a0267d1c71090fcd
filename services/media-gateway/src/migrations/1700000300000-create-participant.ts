import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom we admitted, and when their devices were in: one interval per LiveKit participant SID, so that a late word about
 * an old connection never touches the new one.
 */
export class CreateParticipant1700000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE participant (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid,
        session_id uuid,
        display_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('HOST', 'CO_HOST', 'PRESENTER', 'VIEWER')),
        client_nonce text,
        admitted_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, id),
        UNIQUE (organisation_id, meeting_id, user_id, client_nonce),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE INDEX participant_meeting ON participant (organisation_id, meeting_id, id);
      ALTER TABLE participant ENABLE ROW LEVEL SECURITY;
      ALTER TABLE participant FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON participant
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE attendance (
        organisation_id uuid NOT NULL,
        participant_sid text NOT NULL,
        room_sid text NOT NULL,
        meeting_id uuid NOT NULL,
        participant_id uuid NOT NULL,
        joined_at timestamptz NOT NULL,
        left_at timestamptz,
        PRIMARY KEY (organisation_id, participant_sid),
        FOREIGN KEY (organisation_id, participant_id) REFERENCES participant (organisation_id, id)
      );
      CREATE INDEX attendance_participant ON attendance (organisation_id, participant_id);
      CREATE INDEX attendance_open ON attendance (organisation_id, meeting_id) WHERE left_at IS NULL;
      ALTER TABLE attendance ENABLE ROW LEVEL SECURITY;
      ALTER TABLE attendance FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON attendance
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
