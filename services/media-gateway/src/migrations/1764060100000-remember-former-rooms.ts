import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * LiveKit's rooms of sessions that were ended while their meeting stays: what LiveKit still tells of them belongs to it, and nobody
 * may be in one. As `meeting_directory` it is asked before the organisation is known, and has no row-level security.
 */
export class RememberFormerRooms1764060100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE former_room (
        room_name text PRIMARY KEY,
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        closed_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX former_room_closed ON former_room (organisation_id, closed_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
