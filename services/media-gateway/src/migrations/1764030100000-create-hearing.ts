import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each device in a meeting hears, as it last said: one row a device, overwritten every few seconds. Not logged: after a
 * crash of the database everybody has said it again within seconds.
 */
export class CreateHearing1764030100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE UNLOGGED TABLE hearing (
        organisation_id uuid NOT NULL,
        participant_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        reported_at timestamptz NOT NULL,
        hears uuid[] NOT NULL,
        misses uuid[] NOT NULL,
        silent uuid[] NOT NULL,
        is_sound_off boolean NOT NULL,
        is_cut boolean NOT NULL,
        PRIMARY KEY (organisation_id, participant_id)
      );
      CREATE INDEX hearing_meeting ON hearing (organisation_id, meeting_id);
      ALTER TABLE hearing ENABLE ROW LEVEL SECURITY;
      ALTER TABLE hearing FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON hearing
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
