import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is needed to find the mails whose days are over, and those that were given up. */
export class SweepMail1764060200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX mail_settled ON mail (organisation_id, (coalesce(sent_at, dead_at, next_attempt_at)));
      CREATE INDEX mail_dead ON mail (organisation_id) WHERE dead_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
