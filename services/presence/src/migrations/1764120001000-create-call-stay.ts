import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices of people in a meeting, as the facts of media-gateway tell. `until`: not believed any longer unless it is told again. */
export class CreateCallStay1764120001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE call_stay (
        organisation_id uuid NOT NULL,
        participant_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid NOT NULL,
        until timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, participant_id)
      );
      CREATE INDEX call_stay_of_user ON call_stay (organisation_id, user_id);
      CREATE INDEX call_stay_of_meeting ON call_stay (organisation_id, meeting_id);
      CREATE INDEX call_stay_due ON call_stay (organisation_id, until);
      ALTER TABLE call_stay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON call_stay
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
