import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The two leases of G5. Nothing here is written to the log of Postgres: after its crash the tables are empty, and gateways
 * tell everything again. `instance_lease` and `organisation` are of no one organisation and name none of their people.
 */
export class CreateLeases1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organisation (id uuid PRIMARY KEY);
      COMMENT ON TABLE organisation IS 'Whose leases have to be looked after.';
      CREATE UNLOGGED TABLE instance_lease (
        instance_id text PRIMARY KEY,
        beat bigint NOT NULL,
        beat_at timestamptz NOT NULL,
        organisation_ids uuid[] NOT NULL
      );
      CREATE UNLOGGED TABLE device (
        organisation_id uuid NOT NULL,
        connection_id text NOT NULL,
        instance_id text NOT NULL,
        user_id uuid NOT NULL,
        session_id uuid NOT NULL,
        alive_at timestamptz NOT NULL,
        closing_at timestamptz,
        PRIMARY KEY (organisation_id, connection_id)
      ) WITH (fillfactor = 70);
      CREATE INDEX device_of_user ON device (organisation_id, user_id);
      CREATE INDEX device_of_instance ON device (organisation_id, instance_id);
      ALTER TABLE device ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON device
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
      CREATE UNLOGGED TABLE ended_session (
        organisation_id uuid NOT NULL,
        session_id uuid NOT NULL,
        ended_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organisation_id, session_id)
      );
      COMMENT ON TABLE ended_session IS 'A gateway may speak of a session for a moment longer than it lasts.';
      ALTER TABLE ended_session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON ended_session
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
