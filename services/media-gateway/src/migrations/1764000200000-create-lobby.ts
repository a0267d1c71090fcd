import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Guests by their token's hash, and who waits: one entry per person (or guest) and meeting, with a log of its own. The
 * directory tells which organisation a wait belongs to; it is asked before the organisation is known.
 */
export class CreateLobby1764000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE guest (
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        token_hash text NOT NULL,
        display_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, meeting_id, token_hash),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      ALTER TABLE guest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON guest
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE lobby_entry (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid,
        guest_token_hash text,
        display_name text NOT NULL,
        state text NOT NULL CHECK (state IN ('WAITING', 'ADMITTED', 'REFUSED', 'LEFT')),
        since timestamptz NOT NULL DEFAULT now(),
        last_seen timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        last_seq bigint NOT NULL DEFAULT 0,
        opened_seq bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (organisation_id, id),
        CHECK (num_nonnulls(user_id, guest_token_hash) = 1),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE UNIQUE INDEX lobby_entry_user ON lobby_entry (organisation_id, meeting_id, user_id) WHERE user_id IS NOT NULL;
      CREATE UNIQUE INDEX lobby_entry_guest ON lobby_entry (organisation_id, meeting_id, guest_token_hash)
        WHERE guest_token_hash IS NOT NULL;
      CREATE INDEX lobby_entry_waiting ON lobby_entry (organisation_id, meeting_id, since, id) WHERE state = 'WAITING';
      ALTER TABLE lobby_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON lobby_entry
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE lobby_directory (
        lobby_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
