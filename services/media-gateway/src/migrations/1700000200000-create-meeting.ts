import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Meetings, and the directory that tells which organisation a code or a room belongs to. The directory is asked before
 * the organisation is known: it has no row-level security and nothing worth protecting.
 */
export class CreateMeeting1700000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE meeting (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        code text NOT NULL,
        room_name text NOT NULL,
        title text NOT NULL,
        access text NOT NULL CHECK (access IN ('PUBLIC', 'SIGNED_IN', 'ORGANISATION', 'INVITED')),
        host_user_id uuid NOT NULL,
        client_nonce text,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        PRIMARY KEY (organisation_id, id),
        UNIQUE (organisation_id, host_user_id, client_nonce)
      );
      ALTER TABLE meeting ENABLE ROW LEVEL SECURITY;
      ALTER TABLE meeting FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON meeting
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE meeting_directory (
        code text PRIMARY KEY,
        room_name text NOT NULL UNIQUE,
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL
      );
      CREATE INDEX meeting_directory_organisation ON meeting_directory (organisation_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
