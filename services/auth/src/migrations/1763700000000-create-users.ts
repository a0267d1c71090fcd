import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations, their people and what they sign in with. */
export class CreateUsers1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organisation (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE user_account (
        organisation_id uuid NOT NULL REFERENCES organisation (id),
        id uuid NOT NULL,
        email text NOT NULL,
        display_name text NOT NULL,
        phone text,
        title text,
        locale text,
        avatar_url text,
        role text NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER', 'GUEST')),
        revision bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, id)
      );
      CREATE UNIQUE INDEX user_account_email ON user_account (organisation_id, email);
      CREATE TABLE credential (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        password_hash text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, user_id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      ALTER TABLE user_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE credential ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON user_account USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON credential USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
