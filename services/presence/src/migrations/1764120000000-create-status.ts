import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people say of themselves, and what they hide. `presence` also keeps what is derived from devices, which is shown again at the
 * moment a status ends. A column takes its first value by USING: an UPDATE would see no rows here (row-level security).
 */
export class CreateStatus1764120000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE status (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        availability text CHECK (availability IN ('AWAY', 'BUSY', 'DO_NOT_DISTURB', 'OFFLINE')),
        text text,
        expires_at timestamptz,
        PRIMARY KEY (organisation_id, user_id)
      );
      COMMENT ON COLUMN status.availability IS 'Null: as the devices say.';
      CREATE INDEX status_due ON status (organisation_id, expires_at) WHERE expires_at IS NOT NULL;
      ALTER TABLE status ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON status
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE TABLE privacy (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        hides_last_seen boolean NOT NULL,
        PRIMARY KEY (organisation_id, user_id)
      );
      ALTER TABLE privacy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON privacy
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      ALTER TABLE presence ADD COLUMN derived text, ADD COLUMN text text, ADD COLUMN expires_at timestamptz,
        ADD COLUMN hides_last_seen boolean NOT NULL DEFAULT false;
      ALTER TABLE presence ALTER COLUMN derived TYPE text USING availability;
      ALTER TABLE presence ALTER COLUMN derived SET DEFAULT 'OFFLINE', ALTER COLUMN derived SET NOT NULL;
      COMMENT ON COLUMN presence.derived IS 'What is shown where no status is set.';
      COMMENT ON COLUMN presence.expires_at IS 'When the status in availability and text ends.';
      DROP INDEX presence_here;
      CREATE INDEX presence_here ON presence (organisation_id, user_id) WHERE derived <> 'OFFLINE';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
