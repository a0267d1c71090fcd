import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a host shows to everybody large. A participant who has left stays named: they may come back on the same connection. */
export class AddSpotlight1764020100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE meeting ADD spotlight_participant_id uuid`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
