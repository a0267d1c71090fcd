import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when somebody's hand is up, in their meeting; and where a meeting is kept, by its id, for guests too. */
export class RaiseHands1764000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE participant ADD hand_raised_at timestamptz;
      CREATE INDEX participant_hand ON participant (organisation_id, meeting_id, hand_raised_at)
        WHERE hand_raised_at IS NOT NULL;
      CREATE INDEX meeting_directory_meeting ON meeting_directory (meeting_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
