import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the first links of messages lead to. `removed_at`: their author took it away; it is not looked for again while the link stands. */
export class CreateMessagePreview1795470000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE message_preview (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        message_seq bigint NOT NULL,
        url text NOT NULL,
        host text NOT NULL,
        title text NOT NULL,
        description text,
        site_name text,
        removed_at timestamptz,
        PRIMARY KEY (organisation_id, conversation_id, message_seq),
        FOREIGN KEY (organisation_id, conversation_id, message_seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      ALTER TABLE message_preview ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON message_preview USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
