import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outbox and inbox of the message spine, the same in every service; the first in each service's list.
 * No row-level security here: the relay and the consumers serve all organisations and read nothing else.
 */
export class OutboxTables1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        fact_id uuid NOT NULL,
        subject text NOT NULL,
        organisation_id uuid,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        published_at timestamptz
      );
      CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
      CREATE INDEX outbox_published_at ON outbox (published_at);
      CREATE TABLE outbox_stream (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), identity text NOT NULL);
      CREATE TABLE inbox (
        consumer text NOT NULL,
        fact_id uuid NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, fact_id)
      );
      CREATE INDEX inbox_received_at ON inbox (received_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
