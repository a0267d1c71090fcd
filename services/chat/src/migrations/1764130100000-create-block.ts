import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who blocks whom, as contacts tells of it: two rows a pair once both directions are known, under the key of their one-to-one. */
export class CreateBlock1764130100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE block (
        organisation_id uuid NOT NULL,
        direct_key text NOT NULL,
        owner_id uuid NOT NULL,
        is_blocked boolean NOT NULL,
        PRIMARY KEY (organisation_id, direct_key, owner_id)
      );
      ALTER TABLE block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON block
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
