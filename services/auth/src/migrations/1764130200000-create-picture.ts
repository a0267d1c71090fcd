import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which bytes may come, one a person; and people's pictures, of which the newest few stay for what refers to them. */
export class CreatePicture1764130200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE upload (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        content_type text NOT NULL,
        byte_length integer NOT NULL CHECK (byte_length > 0),
        sha256 bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, user_id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX upload_token ON upload (organisation_id, token_hash);
      CREATE TABLE picture (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        hash bytea NOT NULL,
        large bytea NOT NULL,
        small bytea NOT NULL,
        stored_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, hash, user_id),
        FOREIGN KEY (organisation_id, user_id) REFERENCES user_account (organisation_id, id) ON DELETE CASCADE
      );
      CREATE INDEX picture_of_user ON picture (organisation_id, user_id, stored_at);
      -- WebP does not get smaller by being packed again.
      ALTER TABLE picture ALTER large SET STORAGE EXTERNAL, ALTER small SET STORAGE EXTERNAL;
      ALTER TABLE upload ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE picture ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON upload USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON picture USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
