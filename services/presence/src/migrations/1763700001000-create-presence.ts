import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was last shown of each person. Kept, because a revision never falls and *last seen* is stored. */
export class CreatePresence1763700001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE presence (
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        availability text NOT NULL
          CHECK (availability IN ('ONLINE', 'AWAY', 'BUSY', 'DO_NOT_DISTURB', 'IN_A_CALL', 'OFFLINE')),
        revision bigint NOT NULL,
        last_seen_at timestamptz,
        PRIMARY KEY (organisation_id, user_id)
      );
      CREATE INDEX presence_here ON presence (organisation_id, user_id) WHERE availability <> 'OFFLINE';
      ALTER TABLE presence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON presence
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
