import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What finding one's own meetings, and who was in one of them, goes by. */
export class IndexHistory1764000700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX meeting_host ON meeting (organisation_id, host_user_id, created_at DESC, id DESC);
      CREATE INDEX meeting_role_user ON meeting_role (organisation_id, user_id);
      CREATE INDEX participant_user ON participant (organisation_id, user_id, meeting_id) WHERE user_id IS NOT NULL;
      CREATE INDEX attendance_meeting ON attendance (organisation_id, meeting_id, participant_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
