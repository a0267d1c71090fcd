import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recordings, their parts (one per try of a worker, with the credential of its stage page), and who was asked whether they
 * may be recorded. The directory tells which organisation a recording belongs to and what somebody must still look after;
 * it is asked before the organisation is known.
 */
export class CreateRecording1764040100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE recording (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'WAITING'
          CHECK (state IN ('WAITING', 'RECORDING', 'LOST_WORKER', 'FINALISING', 'READY', 'FAILED')),
        cause text,
        started_by uuid NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT now(),
        waiting_since timestamptz DEFAULT now(),
        started_at timestamptz,
        stop_asked_at timestamptz,
        ended_at timestamptz,
        finaliser text,
        finaliser_seen_at timestamptz,
        finalise_tries integer NOT NULL DEFAULT 0,
        duration_seconds double precision,
        missing_seconds double precision,
        bytes bigint,
        key text,
        content_type text,
        expires_at timestamptz,
        deleted_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE UNIQUE INDEX recording_running ON recording (organisation_id, meeting_id)
        WHERE state IN ('WAITING', 'RECORDING', 'LOST_WORKER');
      CREATE INDEX recording_meeting ON recording (organisation_id, meeting_id, id);
      ALTER TABLE recording ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON recording
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE recording_part (
        organisation_id uuid NOT NULL,
        recording_id uuid NOT NULL,
        part integer NOT NULL,
        worker_id text NOT NULL,
        identity uuid NOT NULL,
        token_hash text NOT NULL,
        admitted_seq bigint NOT NULL,
        state text NOT NULL DEFAULT 'ASKED'
          CHECK (state IN ('ASKED', 'JOINED', 'RECORDING', 'STOPPED', 'FAILED', 'LOST', 'REFUSED')),
        cause text,
        asked_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        captured_ms bigint NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        duration_seconds double precision,
        PRIMARY KEY (organisation_id, recording_id, part),
        FOREIGN KEY (organisation_id, recording_id) REFERENCES recording (organisation_id, id)
      );
      CREATE UNIQUE INDEX recording_part_identity ON recording_part (organisation_id, identity);
      CREATE UNIQUE INDEX recording_part_token ON recording_part (organisation_id, token_hash);
      ALTER TABLE recording_part ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON recording_part
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE recording_consent (
        organisation_id uuid NOT NULL,
        recording_id uuid NOT NULL,
        participant_id uuid NOT NULL,
        stays boolean NOT NULL,
        user_id uuid,
        guest_token_hash text,
        display_name text NOT NULL,
        text_version text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, recording_id, participant_id, stays),
        CHECK (num_nonnulls(user_id, guest_token_hash) = 1),
        FOREIGN KEY (organisation_id, recording_id) REFERENCES recording (organisation_id, id)
      );
      ALTER TABLE recording_consent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON recording_consent
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE recording_directory (
        recording_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        is_open boolean NOT NULL DEFAULT true,
        expires_at timestamptz
      );
      CREATE INDEX recording_directory_open ON recording_directory (recording_id) WHERE is_open;
      CREATE INDEX recording_directory_expires ON recording_directory (expires_at) WHERE expires_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
