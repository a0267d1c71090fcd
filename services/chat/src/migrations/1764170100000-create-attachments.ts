import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that people send: announced, then there, then in a message. `attachment_due` says when the bytes of which file go, because
 * nobody used it or its message was deleted. It is asked before any organisation is known, so no row-level security is on it, and
 * it holds nothing else.
 */
export class CreateAttachments1764170100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE attachment (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        byte_length bigint NOT NULL CHECK (byte_length > 0),
        sha256 bytea NOT NULL,
        token_hash bytea,
        link_expires_at timestamptz NOT NULL,
        stored_at timestamptz,
        width integer,
        height integer,
        message_seq bigint,
        place smallint,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversation (organisation_id, id),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq)
      );
      CREATE UNIQUE INDEX attachment_token ON attachment (organisation_id, token_hash) WHERE token_hash IS NOT NULL;
      CREATE INDEX attachment_of_message ON attachment (organisation_id, conversation_id, message_seq) WHERE message_seq IS NOT NULL;
      CREATE TABLE attachment_due (
        attachment_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        due_at timestamptz NOT NULL
      );
      CREATE INDEX attachment_due_at ON attachment_due (due_at);
      ALTER TABLE attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON attachment USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
