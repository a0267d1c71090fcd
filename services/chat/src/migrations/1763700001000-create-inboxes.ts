import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What concerns a person, as a log of their own; and the people themselves, projected from auth's facts. */
export class CreateInboxes1763700001000 implements MigrationInterface {
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
      CREATE TABLE person_inbox (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        last_seq bigint NOT NULL,
        PRIMARY KEY (organisation_id, user_id)
      );
      CREATE TABLE person_inbox_event (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, user_id, seq)
      );
      ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE person_inbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE person_inbox_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON person USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON person_inbox USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY by_organisation ON person_inbox_event USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
