import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is kept out of which LiveKit room, and until when; an identity of '' is everybody. An organisation writes its own
 * rows; the gate asks for all of them before any organisation is known, and there is nothing in them but opaque names.
 */
export class CreateRemoval1700000900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE removal (
        organisation_id uuid NOT NULL,
        room_name text NOT NULL,
        identity text NOT NULL,
        until timestamptz NOT NULL,
        PRIMARY KEY (room_name, identity)
      );
      CREATE INDEX removal_until ON removal (until);
      ALTER TABLE removal ENABLE ROW LEVEL SECURITY;
      ALTER TABLE removal FORCE ROW LEVEL SECURITY;
      CREATE POLICY read_by_the_gate ON removal FOR SELECT USING (true);
      CREATE POLICY written_by_organisation ON removal FOR INSERT
        WITH CHECK (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY changed_by_organisation ON removal FOR UPDATE
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE POLICY forgotten_when_over ON removal FOR DELETE USING (until < now());
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
