import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Calls: a meeting that somebody rings others into. The caller is one of the parties, answered from the start. `open_call` says
 * which calls must be looked after and when; it is asked before the organisation is known, and has no row-level security.
 * `block`: who has blocked whom, as contacts says.
 */
export class CreateCall1764140100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE call (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        caller_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('AUDIO', 'VIDEO')),
        state text NOT NULL CHECK (state IN ('RINGING', 'ACTIVE', 'DECLINED', 'MISSED', 'BUSY', 'ENDED')),
        conversation_id uuid,
        asked_ids uuid[] NOT NULL,
        client_nonce text,
        started_at timestamptz NOT NULL,
        answered_at timestamptz,
        ended_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        UNIQUE (organisation_id, meeting_id),
        UNIQUE (organisation_id, caller_id, client_nonce),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id) ON DELETE CASCADE
      );
      CREATE TABLE call_party (
        organisation_id uuid NOT NULL,
        call_id uuid NOT NULL,
        user_id uuid NOT NULL,
        is_caller boolean NOT NULL DEFAULT false,
        is_silent boolean NOT NULL DEFAULT false,
        state text NOT NULL CHECK (state IN ('RINGING', 'ACCEPTED', 'DECLINED', 'MISSED', 'BUSY')),
        rings_until timestamptz,
        answer_nonce text,
        settled_at timestamptz,
        left_at timestamptz,
        PRIMARY KEY (organisation_id, call_id, user_id),
        FOREIGN KEY (organisation_id, call_id) REFERENCES call (organisation_id, id) ON DELETE CASCADE
      );
      CREATE INDEX call_party_engaged ON call_party (organisation_id, user_id)
        WHERE state = 'RINGING' OR (state = 'ACCEPTED' AND left_at IS NULL);
      CREATE TABLE open_call (
        call_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        due_at timestamptz NOT NULL
      );
      CREATE INDEX open_call_due ON open_call (due_at);
      CREATE TABLE block (
        organisation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        other_id uuid NOT NULL,
        is_blocked boolean NOT NULL,
        PRIMARY KEY (organisation_id, owner_id, other_id)
      );
      CREATE INDEX block_other ON block (organisation_id, other_id, owner_id);
      ALTER TABLE block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON block USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      ALTER TABLE call ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE call_party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON call USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON call_party USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
