import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Conversations of meetings' sessions. Their members are people with an account, visitors from other organisations and
 * guests; a guest's `user_id` is made of the hash of their token and names no account. The directory tells which
 * organisation such a conversation belongs to: guests and visitors have none to begin with.
 */
export class CreateMeetingChats1764050100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE conversation
        DROP CONSTRAINT conversation_kind_check,
        ADD CONSTRAINT conversation_kind_check CHECK (kind IN ('direct', 'group', 'meeting')),
        ADD meeting_id uuid,
        ADD record_url text,
        ADD presenters_may_chat boolean NOT NULL DEFAULT true,
        ADD ended_at timestamptz,
        ADD CONSTRAINT conversation_of_meeting CHECK ((kind = 'meeting') = (meeting_id IS NOT NULL));
      CREATE INDEX conversation_meeting ON conversation (organisation_id, meeting_id, created_at) WHERE meeting_id IS NOT NULL;
      ALTER TABLE conversation_member
        ADD role text CHECK (role IN ('HOST', 'CO_HOST', 'PRESENTER', 'VIEWER')),
        ADD is_guest boolean NOT NULL DEFAULT false,
        ADD is_visitor boolean NOT NULL DEFAULT false,
        ADD display_name text,
        ADD avatar_url text,
        ADD until timestamptz;
      ALTER TABLE conversation_event ADD ends text[];
      ALTER TABLE message
        ADD sender_kind text NOT NULL DEFAULT 'USER' CHECK (sender_kind IN ('USER', 'GUEST', 'SYSTEM')),
        ADD notice jsonb;
      CREATE TABLE meeting_conversation_directory (
        conversation_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
