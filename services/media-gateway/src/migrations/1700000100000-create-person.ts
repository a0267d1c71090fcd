import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of people, projected from auth's facts. */
export class CreatePerson1700000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE person (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        display_name text NOT NULL,
        avatar_url text,
        revision bigint NOT NULL,
        PRIMARY KEY (organisation_id, user_id)
      );
      ALTER TABLE person ENABLE ROW LEVEL SECURITY;
      ALTER TABLE person FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON person
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
