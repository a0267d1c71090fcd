import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a meeting can be set to, the roles that people keep in it however often they come back, and whom it is closed
 * to. `guests_wait` sends guests alone to the lobby: a banned guest without the token would be a stranger.
 */
export class ExtendMeeting1764000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE meeting
        ADD has_lobby boolean NOT NULL DEFAULT false,
        ADD guests_wait boolean NOT NULL DEFAULT false,
        ADD is_locked boolean NOT NULL DEFAULT false,
        ADD passcode_hash text,
        ADD presenters_may_unmute boolean NOT NULL DEFAULT true,
        ADD presenters_may_start_video boolean NOT NULL DEFAULT true,
        ADD presenters_may_share boolean NOT NULL DEFAULT true,
        ADD presenters_may_chat boolean NOT NULL DEFAULT true,
        ADD most_people integer CHECK (most_people > 0),
        ADD last_seq bigint NOT NULL DEFAULT 0,
        ADD lobby_told_at timestamptz,
        ADD lobby_is_untold boolean NOT NULL DEFAULT false;
      CREATE INDEX meeting_lobby_untold ON meeting (organisation_id) WHERE lobby_is_untold;

      CREATE TABLE meeting_role (
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('HOST', 'CO_HOST', 'PRESENTER', 'VIEWER')),
        PRIMARY KEY (organisation_id, meeting_id, user_id),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      ALTER TABLE meeting_role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON meeting_role
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);

      CREATE TABLE ban (
        organisation_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        user_id uuid,
        guest_token_hash text,
        since timestamptz NOT NULL DEFAULT now(),
        CHECK (num_nonnulls(user_id, guest_token_hash) = 1),
        FOREIGN KEY (organisation_id, meeting_id) REFERENCES meeting (organisation_id, id)
      );
      CREATE UNIQUE INDEX ban_user ON ban (organisation_id, meeting_id, user_id) WHERE user_id IS NOT NULL;
      CREATE UNIQUE INDEX ban_guest ON ban (organisation_id, meeting_id, guest_token_hash) WHERE guest_token_hash IS NOT NULL;
      ALTER TABLE ban ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON ban
        USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
