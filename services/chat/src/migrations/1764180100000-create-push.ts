import type { MigrationInterface, QueryRunner } from 'typeorm';

const FENCED = ['push_subscription', 'push', 'notification_level', 'notification_preference'];

/**
 * Browsers that are told while no page is open, what they are to be told, and what people want to be told of. `push` keeps where it
 * was said and never the words. The directory says in which organisations something may be due; it holds nothing else, and no
 * row-level security is on it.
 */
export class CreatePush1764180100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE push_subscription (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        session_id uuid NOT NULL,
        endpoint text NOT NULL,
        p256dh text NOT NULL,
        auth text NOT NULL,
        server_key text NOT NULL,
        language text NOT NULL,
        renewed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT push_subscription_endpoint UNIQUE (organisation_id, endpoint)
      );
      CREATE INDEX push_subscription_owner ON push_subscription (organisation_id, user_id);
      CREATE INDEX push_subscription_session ON push_subscription (organisation_id, session_id);
      CREATE TABLE push (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        subscription_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('MESSAGE', 'MENTION', 'CALL', 'CALL_SETTLED', 'CALL_MISSED')),
        conversation_id uuid,
        message_seq bigint,
        call jsonb,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        done_at timestamptz,
        PRIMARY KEY (organisation_id, id, kind, subscription_id),
        FOREIGN KEY (organisation_id, subscription_id) REFERENCES push_subscription (organisation_id, id) ON DELETE CASCADE,
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE,
        CONSTRAINT push_of_message_or_call CHECK ((message_seq IS NULL) = (call IS NOT NULL))
      );
      CREATE INDEX push_due ON push (organisation_id, next_attempt_at) WHERE done_at IS NULL;
      CREATE INDEX push_over ON push (organisation_id, expires_at);
      CREATE INDEX push_subscription_of ON push (organisation_id, subscription_id);
      CREATE INDEX push_message ON push (organisation_id, conversation_id, message_seq) WHERE message_seq IS NOT NULL;
      CREATE TABLE notification_level (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        level text NOT NULL CHECK (level IN ('ALL', 'MENTIONS', 'NONE')),
        PRIMARY KEY (organisation_id, conversation_id, user_id),
        FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversation (organisation_id, id) ON DELETE CASCADE
      );
      CREATE TABLE notification_preference (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        quiet_from text CHECK (quiet_from ~ '^[0-2][0-9]:[0-5][0-9]$'),
        quiet_to text CHECK (quiet_to ~ '^[0-2][0-9]:[0-5][0-9]$'),
        time_zone text NOT NULL DEFAULT 'UTC',
        shows_words boolean NOT NULL DEFAULT true,
        PRIMARY KEY (organisation_id, user_id),
        CONSTRAINT quiet_from_and_to CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
      );
      CREATE TABLE notification_directory (organisation_id uuid PRIMARY KEY);
      ${FENCED.map(
        (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON ${table} USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);`,
      ).join('\n')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
