import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Conversations as event logs. Every event takes the next seq under the conversation's row lock, so seq order is
 * commit order without gaps; messages have holes in it as other kinds of events come. `ordinal` counts messages:
 * unread is derived from it, never from seq.
 */
export class CreateConversations1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE conversation (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('direct', 'group')),
        title text,
        direct_key text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seq bigint NOT NULL DEFAULT 0,
        message_count bigint NOT NULL DEFAULT 0,
        moved_at timestamptz NOT NULL DEFAULT now(),
        noticed_seq bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT conversation_direct_key UNIQUE (organisation_id, direct_key)
      );
      CREATE TABLE conversation_member (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        joined_seq bigint NOT NULL,
        left_seq bigint,
        read_ordinal bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (organisation_id, conversation_id, user_id, joined_seq),
        FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversation (organisation_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX conversation_member_present ON conversation_member (organisation_id, user_id, conversation_id) WHERE left_seq IS NULL;
      CREATE TABLE conversation_event (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL,
        payload jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, conversation_id, seq),
        FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversation (organisation_id, id) ON DELETE CASCADE
      );
      CREATE TABLE message (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        id uuid NOT NULL,
        ordinal bigint NOT NULL,
        sender_id uuid NOT NULL,
        sender_name text NOT NULL,
        sender_avatar_url text,
        body text NOT NULL,
        client_nonce text,
        sent_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, conversation_id, seq),
        CONSTRAINT message_id UNIQUE (organisation_id, id),
        CONSTRAINT message_nonce UNIQUE (organisation_id, conversation_id, sender_id, client_nonce),
        FOREIGN KEY (organisation_id, conversation_id, seq) REFERENCES conversation_event (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      ALTER TABLE conversation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE conversation_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE conversation_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON conversation USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON conversation_member USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON conversation_event USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON message USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
