import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of nonces holds messages that have one, and so serves those who ask for a nonce alone. As long as Postgres has not counted a
 * table it takes every index that begins alike for equally good: it looked for the message that another answers by reading all of the conversation.
 */
export class LeaveMessagesWithoutNonceOut1795480000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE message DROP CONSTRAINT message_nonce;
      CREATE UNIQUE INDEX message_nonce ON message (organisation_id, conversation_id, sender_id, client_nonce) WHERE client_nonce IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
