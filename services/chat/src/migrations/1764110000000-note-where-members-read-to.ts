import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where in the log a member's read mark stands, beside the count of messages that it is worth. 0: they have read nothing
 * that came while they were in, or nothing since this column came. And where in a log people came and went, to list it beside the messages.
 */
export class NoteWhereMembersReadTo1764110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE conversation_member ADD read_seq bigint NOT NULL DEFAULT 0;
      CREATE INDEX conversation_event_change ON conversation_event (organisation_id, conversation_id, seq)
        WHERE kind IN ('MEMBER_ADDED', 'MEMBER_REMOVED', 'TITLE_CHANGED');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
