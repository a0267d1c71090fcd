import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Personal access tokens: what they may and until when; of the secret its SHA-256 alone. `access_token_directory` says whose
 * organisation a hash belongs to: it is asked before that is known, so no row-level security is on it, and holds nothing else.
 */
export class CreateAccessTokens1764150000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE access_token (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        hash bytea NOT NULL,
        nonce_hash bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz,
        revoked_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX access_token_hash ON access_token (organisation_id, hash);
      CREATE UNIQUE INDEX access_token_nonce ON access_token (organisation_id, user_id, nonce_hash);
      CREATE INDEX access_token_of_user ON access_token (organisation_id, user_id, id);
      CREATE TABLE access_token_directory (
        hash bytea PRIMARY KEY,
        organisation_id uuid NOT NULL
      );
      ALTER TABLE access_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON access_token USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
