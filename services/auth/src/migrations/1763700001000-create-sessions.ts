import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, the refresh tokens of each (one family), the keys that sign access tokens, and the audit trail. */
export class CreateSessions1763700001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE session (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        user_agent text,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        end_reason text,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      CREATE INDEX session_of_user ON session (organisation_id, user_id) WHERE ended_at IS NULL;
      CREATE TABLE refresh_token (
        organisation_id uuid NOT NULL,
        hash bytea NOT NULL,
        session_id uuid NOT NULL,
        parent_hash bytea,
        issued_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (organisation_id, hash),
        FOREIGN KEY (organisation_id, session_id) REFERENCES session (organisation_id, id) ON DELETE CASCADE
      );
      CREATE INDEX refresh_token_successor ON refresh_token (organisation_id, parent_hash);
      CREATE INDEX refresh_token_session ON refresh_token (organisation_id, session_id);
      CREATE TABLE audit_event (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL,
        user_id uuid,
        detail jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, id)
      );
      CREATE TABLE signing_key (
        kid text PRIMARY KEY,
        sealed_private_key bytea NOT NULL,
        public_jwk jsonb NOT NULL,
        active_from timestamptz NOT NULL
      );
      ALTER TABLE session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON session USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON refresh_token USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON audit_event USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
