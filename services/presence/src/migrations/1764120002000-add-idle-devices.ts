import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether nobody has touched a device for a while. */
export class AddIdleDevices1764120002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE device ADD COLUMN is_idle boolean NOT NULL DEFAULT false`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
