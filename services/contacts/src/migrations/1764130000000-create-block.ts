import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who blocks whom; requests that whoever was asked never sees; requests that were taken back. */
export class CreateBlock1764130000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE block (
        organisation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        user_id uuid NOT NULL CHECK (user_id <> owner_id),
        since timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, owner_id, user_id),
        FOREIGN KEY (organisation_id, owner_id) REFERENCES person,
        FOREIGN KEY (organisation_id, user_id) REFERENCES person
      );
      ALTER TABLE block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON block
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      ALTER TABLE contact_request
        ADD COLUMN is_unseen boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT contact_request_state_check,
        ADD CONSTRAINT contact_request_state_check CHECK (state IN ('PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'));
      CREATE INDEX contact_request_sent ON contact_request (organisation_id, from_user_id, id) WHERE state = 'PENDING';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
