import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a meeting is to be: as its hosts set it, in a time zone, with every time it comes again as a row of its own (a
 * recurrence always ends), so that what comes next is found by an index. `sequence` counts what calendars were told.
 */
export class ScheduleMeetings1764010100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE meeting
        ADD starts_at timestamptz,
        ADD ends_at timestamptz,
        ADD time_zone text,
        ADD recurrence jsonb,
        ADD is_permanent boolean NOT NULL DEFAULT false,
        ADD cancelled_at timestamptz,
        ADD sequence integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT meeting_schedule CHECK (
          (num_nonnulls(starts_at, ends_at, time_zone) = 0 AND recurrence IS NULL) OR
          (num_nonnulls(starts_at, ends_at, time_zone) = 3 AND ends_at > starts_at AND NOT is_permanent));

      CREATE TABLE occurrence (
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reminded_at timestamptz,
        PRIMARY KEY (organisation_id, meeting_id, starts_at),
        CHECK (ends_at > starts_at),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE INDEX occurrence_end ON occurrence (organisation_id, meeting_id, ends_at);
      CREATE INDEX occurrence_unreminded ON occurrence (organisation_id, starts_at) WHERE reminded_at IS NULL;
      ALTER TABLE occurrence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON occurrence
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
