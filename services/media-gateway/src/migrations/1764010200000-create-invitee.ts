import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom a meeting's hosts invite, and what they answered. An e-mail address is kept in lower case; the account that has it
 * claims the invitation (`user_id`). The directory tells where a link's token belongs; it is asked before the
 * organisation is known, so it alone has no row-level security, and it holds hashes and ids only.
 */
export class CreateInvitee1764010200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE person ADD email text;

      CREATE TABLE invitee (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid,
        email text NOT NULL,
        display_name text,
        answer text NOT NULL DEFAULT 'NONE' CHECK (answer IN ('NONE', 'YES', 'MAYBE', 'NO')),
        answered_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        UNIQUE (organisation_id, meeting_id, email),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE UNIQUE INDEX invitee_user ON invitee (organisation_id, meeting_id, user_id) WHERE user_id IS NOT NULL;
      CREATE INDEX invitee_of ON invitee (organisation_id, user_id, meeting_id) WHERE user_id IS NOT NULL;
      CREATE INDEX invitee_unclaimed ON invitee (organisation_id, email) WHERE user_id IS NULL;
      ALTER TABLE invitee ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON invitee
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE invitation_directory (
        token_hash text PRIMARY KEY,
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        invitee_id uuid NOT NULL
      );
      CREATE INDEX invitation_directory_invitee ON invitation_directory (organisation_id, invitee_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
