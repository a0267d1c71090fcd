import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What becomes of a message after it was said: earlier bodies, reactions, mentions, replies. All of it hangs on the
 * message's place in the log. `sent_digest` remembers what a nonce was used for, whatever the message says by now.
 */
export class CreateMessageChanges1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE message
        ADD edited_at timestamptz,
        ADD deleted_at timestamptz,
        ADD reply_to_seq bigint,
        ADD sent_digest bytea,
        ADD CONSTRAINT message_reply_to FOREIGN KEY (organisation_id, conversation_id, reply_to_seq) REFERENCES message (organisation_id, conversation_id, seq);
      CREATE TABLE message_edit (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        message_seq bigint NOT NULL,
        edited_seq bigint NOT NULL,
        body text NOT NULL,
        replaced_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, conversation_id, message_seq, edited_seq),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      CREATE TABLE message_reaction (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        message_seq bigint NOT NULL,
        emoji text NOT NULL,
        member_id uuid NOT NULL,
        reacted_seq bigint NOT NULL,
        display_name text NOT NULL,
        avatar_url text,
        is_guest boolean NOT NULL,
        PRIMARY KEY (organisation_id, conversation_id, message_seq, emoji, member_id),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      CREATE TABLE message_mention (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        message_seq bigint NOT NULL,
        member_id uuid NOT NULL,
        place smallint NOT NULL,
        is_present boolean NOT NULL DEFAULT true,
        display_name text NOT NULL,
        avatar_url text,
        is_guest boolean NOT NULL,
        PRIMARY KEY (organisation_id, conversation_id, message_seq, member_id),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      ALTER TABLE message_edit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE message_reaction ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE message_mention ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON message_edit USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON message_reaction USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON message_mention USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
