import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who asked whom, and who knows whom: two rows a pair, so that each can keep their own favourites, groups and blocks. */
export class CreateContact1763700001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE contact_request (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        from_user_id uuid NOT NULL,
        to_user_id uuid NOT NULL CHECK (to_user_id <> from_user_id),
        state text NOT NULL CHECK (state IN ('PENDING', 'ACCEPTED', 'DECLINED')),
        sent_at timestamptz NOT NULL,
        settled_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, from_user_id) REFERENCES person,
        FOREIGN KEY (organisation_id, to_user_id) REFERENCES person,
        CHECK ((state = 'PENDING') = (settled_at IS NULL))
      );
      CREATE UNIQUE INDEX contact_request_pending_pair ON contact_request
        (organisation_id, least(from_user_id, to_user_id), greatest(from_user_id, to_user_id)) WHERE state = 'PENDING';
      CREATE INDEX contact_request_received ON contact_request (organisation_id, to_user_id, id) WHERE state = 'PENDING';
      ALTER TABLE contact_request ENABLE ROW LEVEL SECURITY;
      ALTER TABLE contact_request FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON contact_request
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE contact (
        organisation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        user_id uuid NOT NULL CHECK (user_id <> owner_id),
        since timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, owner_id, user_id),
        FOREIGN KEY (organisation_id, owner_id) REFERENCES person,
        FOREIGN KEY (organisation_id, user_id) REFERENCES person
      );
      ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
      ALTER TABLE contact FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON contact
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
