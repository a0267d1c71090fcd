import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * In which organisations a session has devices in meetings, and which sessions have ended lately: both are asked before
 * the organisation is known, since people join meetings of other organisations too. Nothing else is in them.
 */
export class CreateSessionDirectory1764000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE session_directory (
        session_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        PRIMARY KEY (session_id, organisation_id)
      );
      CREATE TABLE ended_session (
        session_id uuid PRIMARY KEY,
        ended_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX participant_session ON participant (organisation_id, session_id)
        WHERE session_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
