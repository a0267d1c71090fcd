import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person's nonces were answered with (G2). */
export class CreateNonce1763700002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE nonce (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        client_nonce text NOT NULL,
        asked text NOT NULL,
        answer text,
        used_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, user_id, client_nonce)
      );
      ALTER TABLE nonce ENABLE ROW LEVEL SECURITY;
      ALTER TABLE nonce FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON nonce
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
