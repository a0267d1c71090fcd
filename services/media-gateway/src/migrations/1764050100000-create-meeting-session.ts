import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions of meetings, one that goes on per meeting at most, each with the name of its conversation. A session is there
 * from the first admission, so that whoever is let in knows its conversation; it has started when somebody is in. The
 * directory tells which organisation a conversation belongs to; it is asked before the organisation is known.
 */
export class CreateMeetingSession1764050100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE meeting_session (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        empty_since timestamptz,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE UNIQUE INDEX meeting_session_current ON meeting_session (organisation_id, meeting_id) WHERE ended_at IS NULL;
      CREATE INDEX meeting_session_started ON meeting_session (organisation_id, meeting_id, started_at DESC, id DESC)
        WHERE started_at IS NOT NULL;
      CREATE INDEX meeting_session_empty ON meeting_session (organisation_id, empty_since)
        WHERE ended_at IS NULL AND empty_since IS NOT NULL;
      CREATE UNIQUE INDEX meeting_session_conversation ON meeting_session (organisation_id, conversation_id);
      ALTER TABLE meeting_session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON meeting_session
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE meeting_session_directory (
        conversation_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
