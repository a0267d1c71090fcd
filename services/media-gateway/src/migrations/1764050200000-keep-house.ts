import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How long a session may last and whether people were warned of its end; wrong passcodes where all instances count them; and
 * what clearing up goes by.
 */
export class KeepHouse1764050200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE meeting ADD most_minutes integer CHECK (most_minutes BETWEEN 1 AND 10080);
      ALTER TABLE meeting_session ADD warned_at timestamptz;

      CREATE TABLE passcode_try (
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        caller_hash text NOT NULL,
        tries integer NOT NULL,
        until timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, meeting_id, caller_hash)
      );
      CREATE INDEX passcode_try_until ON passcode_try (organisation_id, until);
      ALTER TABLE passcode_try ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON passcode_try
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE INDEX guest_expires ON guest (organisation_id, expires_at);
      CREATE INDEX lobby_entry_decided ON lobby_entry (organisation_id, decided_at) WHERE decided_at IS NOT NULL;
      CREATE INDEX attendance_left ON attendance (organisation_id, left_at) WHERE left_at IS NOT NULL;
      CREATE INDEX meeting_ended ON meeting (organisation_id, ended_at) WHERE ended_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
