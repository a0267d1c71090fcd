import { jetstream } from '@nats-io/jetstream';
import { connectNats } from '@parley/bus';
import { sessionRevoked } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { InstanceDouble } from './instance-double.ts';
import {
  eventually,
  organisation,
  person,
  startPresence,
  type PresenceUnderTest,
  type TestPerson,
} from './presence-under-test.ts';

let presence: PresenceUnderTest;
const org = organisation();
const running: InstanceDouble[] = [];

beforeAll(async () => {
  presence = await startPresence();
});
afterEach(() => running.splice(0).forEach((instance) => instance.crashes()));
afterAll(() => presence.stop());

/** A gateway that beats by itself. */
function beating(): InstanceDouble {
  const instance = new InstanceDouble(presence);
  running.push(instance);
  instance.start();
  return instance;
}

const shown = async (who: TestPerson) =>
  (
    await presence.ask(who, `query ($of: [ID!]!) { presences(userIds: $of) { availability lastSeenAt text } }`, {
      of: [who.sub],
    })
  ).data.presences[0];

const sql = (text: string, parameters: unknown[] = []) =>
  withClient(presence.database.superuserUrl, async (client) => (await client.query(text, parameters)).rows);

describe('a device', () => {
  it('makes somebody who was never seen online, at once, with a wake-up that is complete', async () => {
    const ada = person(org);
    const watcher = await follow(presence, ada);
    expect(await shown(ada)).toEqual({ availability: 'OFFLINE', lastSeenAt: null, text: null });
    const since = Date.now();
    await beating().opens(ada);
    expect(await watcher.until('ONLINE', since)).toBeLessThan(1_000);
    expect(watcher.heard).toMatchObject([
      {
        revision: 1,
        event: { __typename: 'Presence', userId: ada.sub, availability: 'ONLINE', lastSeenAt: null, text: null },
      },
    ]);
    expect(await shown(ada)).toEqual({ availability: 'ONLINE', lastSeenAt: null, text: null });
  });

  it('that closes is offline within 5 s, with when it was last seen, and not before a flap is over', async () => {
    const ada = person(org);
    const instance = beating();
    const watcher = await follow(presence, ada);
    const socket = await instance.opens(ada);
    const since = Date.now();
    await instance.closes(socket);
    const took = await watcher.until('OFFLINE', since);
    expect(took).toBeGreaterThan(2_400);
    // A gateway tells of it up to 2 s late.
    expect(took).toBeLessThan(3_000);
    const { lastSeenAt } = await shown(ada);
    expect(Math.abs(Date.parse(lastSeenAt) - since)).toBeLessThan(1_000);
    expect(watcher.heard.at(-1)?.event['lastSeenAt']).toBe(lastSeenAt);
  });

  it('that comes back while its closing is damped is not seen to go', async () => {
    const ada = person(org);
    const instance = beating();
    const watcher = await follow(presence, ada);
    const socket = await instance.opens(ada);
    await instance.closes(socket);
    await sleep(2_000);
    await instance.opens(ada);
    await sleep(2_500);
    expect(watcher.words()).toEqual(['ONLINE']);
  });

  it('is one of several: somebody is here until the last one goes', async () => {
    const ada = person(org);
    const [one, other] = [beating(), beating()];
    const watcher = await follow(presence, ada);
    const [phone, laptop] = [await one.opens(ada), await other.opens({ ...ada, sid: person(org).sid })];
    await one.closes(phone, true);
    await sleep(300);
    expect(watcher.words()).toEqual(['ONLINE']);
    await other.closes(laptop, true);
    await watcher.until('OFFLINE', 0);
    expect(watcher.heard.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('that opened and closed between two beats leaves nobody online', async () => {
    const ada = person(org);
    const instance = beating();
    await instance.opens(person(org));
    const device = { connectionId: 'short', organisationId: org, userId: ada.sub, sessionId: ada.sid };
    await instance.beat({ opened: [device], closed: [{ connectionId: 'short', signedOut: false }] });
    await eventually(async () => expect((await shown(ada)).availability).toBe('OFFLINE'), 4_000);
  });

  it('whose client has vanished is gone once its lease has run out, while its neighbour stays', async () => {
    const [ada, bob] = [person(org), person(org)];
    const instance = new InstanceDouble(presence);
    const [socket] = [await instance.opens(ada), await instance.opens(bob)];
    const watchers = [await follow(presence, ada), await follow(presence, bob)] as const;
    // Half a minute passes: the leases are as old, and so is the time since when silence counts.
    const restarted = Date.now();
    await sql(`UPDATE device SET alive_at = alive_at - interval '28 s' WHERE user_id = $1`, [ada.sub.slice(4)]);
    running.push(instance);
    instance.forgets(socket);
    instance.start();
    await sleep(100);
    expect((await shown(ada)).availability).toBe('ONLINE');
    const took = await watchers[0].until('OFFLINE', restarted, 36_000);
    expect(took).toBeLessThan(35_000);
    expect(watchers[1].words()).toEqual([]);
  }, 45_000);
});

describe('signing out', () => {
  it('is seen at once, without damping', async () => {
    const ada = person(org);
    const instance = beating();
    const watcher = await follow(presence, ada);
    const socket = await instance.opens(ada);
    const since = Date.now();
    await instance.closes(socket, true);
    expect(await watcher.until('OFFLINE', since)).toBeLessThan(500);
  });

  it('is seen by auth’s fact before the gateway closes the socket, and a late word of the socket does not undo it', async () => {
    const ada = person(org);
    const instance = beating();
    const watcher = await follow(presence, ada);
    await instance.opens(ada);
    const other = { ...ada, sid: person(org).sid };
    const second = await instance.opens(other);
    const auth = await connectNats(presence.nats.url('auth'), 'auth in a test');
    const revoke = async (who: TestPerson) => {
      const payload = { organisationId: org, userId: who.sub, sessionId: who.sid, reason: 'SIGNED_OUT' as const };
      const fact = { id: v7(), organisationId: org, at: new Date().toISOString(), payload };
      await jetstream(auth).publish(sessionRevoked.subject, JSON.stringify(fact));
    };
    await revoke(ada);
    await sleep(300);
    expect(watcher.words()).toEqual(['ONLINE']);
    const since = Date.now();
    await revoke(other);
    expect(await watcher.until('OFFLINE', since)).toBeLessThan(2_000);
    // The gateway has not closed it yet: it says that it is alive, is asked for everything, and says it again.
    expect(await instance.beat({ alive: [second] })).toBe(true);
    expect(await instance.beat()).toBe(false);
    expect((await shown(ada)).availability).toBe('OFFLINE');
    await auth.close();
  });
});

describe('an instance', () => {
  it('that crashes takes its devices along within 10 s, while another one beats', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [doomed, healthy] = [beating(), beating()];
    await doomed.opens(ada);
    await healthy.opens(bob);
    const watchers = [await follow(presence, ada), await follow(presence, bob)] as const;
    const since = Date.now();
    doomed.crashes();
    const took = await watchers[0].until('OFFLINE', since);
    expect(took).toBeGreaterThan(5_000);
    expect(took).toBeLessThan(10_000);
    expect(watchers[1].words()).toEqual([]);
  });

  it('says nothing by its silence when all are silent', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [one, other] = [beating(), beating()];
    await one.opens(ada);
    await other.opens(bob);
    const watchers = [await follow(presence, ada), await follow(presence, bob)] as const;
    [one, other].forEach((instance) => instance.crashes());
    await sleep(12_000);
    // One comes back first: the other one gets its time before it counts as dead.
    one.start();
    await sleep(5_000);
    expect(watchers.map((watcher) => watcher.words())).toEqual([[], []]);
    other.start();
    await sleep(5_000);
    expect(watchers.map((watcher) => watcher.words())).toEqual([[], []]);
  }, 30_000);

  it('that leaves hands its people over to another without a flicker', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [old, young] = [beating(), beating()];
    await old.opens(ada);
    await old.opens(bob);
    const watchers = [await follow(presence, ada), await follow(presence, bob)] as const;
    const since = Date.now();
    old.crashes();
    await old.beat({ leaving: true });
    await young.opens(ada);
    expect(await watchers[1].until('OFFLINE', since)).toBeLessThan(5_000);
    expect(watchers[0].words()).toEqual([]);
  });

  it('is asked for everything when it is not known, when a beat was lost, and when it speaks of what is not known', async () => {
    const [ada, bob] = [person(org), person(org)];
    const instance = new InstanceDouble(presence);
    expect(await instance.beat({ all: undefined, opened: [] })).toBe(true);
    const socket = await instance.opens(ada);
    expect(instance.answers.at(-1)).toBe(false);
    expect(await instance.beat({ alive: [socket] })).toBe(false);
    expect(await instance.beat({ alive: ['unknown'] })).toBe(true);
    expect(await instance.beat()).toBe(false);
    const watcher = await follow(presence, ada);
    instance.losesBeat();
    instance.forgets(socket);
    expect(await instance.beat()).toBe(true);
    const since = Date.now();
    await instance.opens(bob);
    running.push(instance);
    instance.start();
    // What it did not say any more was closed.
    expect(await watcher.until('OFFLINE', since)).toBeLessThan(5_000);
    expect((await shown(bob)).availability).toBe('ONLINE');
  });

  it('whose old beat arrives late changes nothing', async () => {
    const ada = person(org);
    const instance = new InstanceDouble(presence);
    const socket = await instance.opens(ada);
    await instance.beat();
    const late = { beat: 1, closed: [{ connectionId: socket, signedOut: true }] };
    await instance.beat(late);
    expect((await shown(ada)).availability).toBe('ONLINE');
  });

  it.each([
    ['no beat', {}],
    ['a beat of a fraction', { instanceId: 'x', beat: 0.5, opened: [], closed: [], alive: [] }],
    ['a device of nobody', { instanceId: 'x', beat: 1, opened: [{ connectionId: 'x' }], closed: [], alive: [] }],
  ])('that says %s is refused and nothing is changed', async (_, said) => {
    const before = await sql('SELECT * FROM instance_lease ORDER BY instance_id');
    const reply = await presence.door.request('req.presence.device.beat.v1', JSON.stringify(said));
    expect(reply.json()).toMatchObject({ refused: { code: 'INTERNAL' } });
    expect(await sql('SELECT * FROM instance_lease ORDER BY instance_id')).toEqual(before);
  });
});

describe('what is stored', () => {
  it('outlives a restart of the service without anybody being seen to go', async () => {
    const ada = person(org);
    const instance = beating();
    await instance.opens(ada);
    const watcher = await follow(presence, ada);
    await presence.restart(() => sleep(3_000));
    await sleep(10_000);
    expect(watcher.words()).toEqual([]);
    expect((await shown(ada)).availability).toBe('ONLINE');
  }, 30_000);

  it('is not trusted where the leases are lost: who has a device is found again, who has none is offline', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [instance, gone] = [beating(), new InstanceDouble(presence)];
    await instance.opens(ada);
    await gone.opens(bob);
    const watcher = await follow(presence, ada);
    // As after a crash of Postgres: unlogged tables are empty.
    await sql('TRUNCATE device, instance_lease, ended_session');
    const since = Date.now();
    await eventually(async () => expect((await shown(bob)).availability).toBe('OFFLINE'), 20_000);
    expect(Date.now() - since).toBeLessThan(15_000);
    expect((await shown(ada)).availability).toBe('ONLINE');
    expect(watcher.words()).toEqual([]);
  }, 30_000);

  it('of one organisation is hidden from another, by row-level security', async () => {
    const [ada, far] = [person(org), person(organisation())];
    const instance = beating();
    await instance.opens(ada);
    await instance.opens(far);
    const devices = await withClient(presence.database.url, async (client) => {
      const none = await client.query('SELECT count(*)::int AS n FROM device');
      await client.query('BEGIN');
      await client.query(`SELECT set_config('parley.organisation_id', $1, true)`, [far.org.slice(4)]);
      const { rows } = await client.query('SELECT user_id FROM device UNION ALL SELECT user_id FROM presence');
      await client.query('ROLLBACK');
      return { none: none.rows[0].n, theirs: rows.map((row: { user_id: string }) => row.user_id.replaceAll('-', '')) };
    });
    expect(devices).toEqual({ none: 0, theirs: [far.sub.slice(4), far.sub.slice(4)] });
    const open = await sql(
      `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
       WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    expect(open).toEqual([{ relname: 'outbox' }]);
  });
});
