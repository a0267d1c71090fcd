import { withClient } from '@parley/testing';
import { afterAll, beforeAll } from 'vitest';
import { InstanceDouble } from './instance-double.ts';
import { startPresence, type PresenceUnderTest, type TestPerson } from './presence-under-test.ts';

/** The service for one file of tests, and the gateways that beat to it. */
export class Scene {
  private started: PresenceUnderTest | undefined;
  private readonly running: InstanceDouble[] = [];

  constructor() {
    beforeAll(async () => void (this.started = await startPresence()));
    afterAll(() => {
      this.silence();
      return this.presence.stop();
    });
  }

  get presence(): PresenceUnderTest {
    if (!this.started) throw new Error('not started yet');
    return this.started;
  }

  /** Nobody beats any more. */
  silence(): void {
    this.running.splice(0).forEach((instance) => instance.crashes());
  }

  /** A gateway that beats by itself, until all tests of the file are over. */
  beating(instance = new InstanceDouble(this.presence)): InstanceDouble {
    this.running.push(instance);
    instance.start();
    return instance;
  }

  /** What somebody sees of themselves. */
  async shown(who: TestPerson): Promise<{ availability: string; lastSeenAt: string | null; text: string | null }> {
    const query = `query ($of: [ID!]!) { presences(userIds: $of) { availability lastSeenAt text } }`;
    const { data } = await this.presence.ask<{ presences: never[] }>(who, query, { of: [who.sub] });
    return data.presences[0] as never;
  }

  /** Asks Postgres as its superuser. */
  sql(text: string, parameters: unknown[] = []): Promise<unknown[]> {
    return withClient(
      this.presence.database.superuserUrl,
      async (client) => (await client.query(text, parameters)).rows,
    );
  }
}
