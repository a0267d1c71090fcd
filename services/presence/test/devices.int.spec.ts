import { jetstream } from '@nats-io/jetstream';
import { connectNats } from '@parley/bus';
import { sessionRevoked } from '@parley/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { InstanceDouble } from './instance-double.ts';
import { eventually, organisation, person, type TestPerson } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

describe.concurrent('a device', () => {
  it('makes somebody who was never seen online, at once, with a wake-up that is complete', async () => {
    const ada = person(org);
    const watcher = await follow(scene.presence, ada);
    expect(await scene.shown(ada)).toEqual({ availability: 'OFFLINE', lastSeenAt: null, text: null });
    const since = Date.now();
    await scene.beating().opens(ada);
    expect(await watcher.until('ONLINE', since)).toBeLessThan(1_000);
    expect(watcher.heard).toMatchObject([
      {
        revision: 1,
        event: { __typename: 'Presence', userId: ada.sub, availability: 'ONLINE', lastSeenAt: null, text: null },
      },
    ]);
    expect(await scene.shown(ada)).toEqual({ availability: 'ONLINE', lastSeenAt: null, text: null });
  });

  it('that closes is offline within 5 s, with when it was last seen, and not before a flap is over', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const watcher = await follow(scene.presence, ada);
    const socket = await instance.opens(ada);
    const since = Date.now();
    await instance.closes(socket);
    const took = await watcher.until('OFFLINE', since);
    expect(took).toBeGreaterThan(2_400);
    // A gateway tells of it up to 2 s late.
    expect(took).toBeLessThan(3_000);
    const { lastSeenAt } = await scene.shown(ada);
    expect(Math.abs(Date.parse(lastSeenAt ?? '') - since)).toBeLessThan(1_000);
    expect(watcher.heard.at(-1)?.event['lastSeenAt']).toBe(lastSeenAt);
  });

  it('that comes back while its closing is damped is not seen to go', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const watcher = await follow(scene.presence, ada);
    const socket = await instance.opens(ada);
    await instance.closes(socket);
    await sleep(2_000);
    await instance.opens(ada);
    await sleep(2_500);
    expect(watcher.words()).toEqual(['ONLINE']);
  });

  it('is one of several: somebody is here until the last one goes', async () => {
    const ada = person(org);
    const [one, other] = [scene.beating(), scene.beating()];
    const watcher = await follow(scene.presence, ada);
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
    const instance = scene.beating();
    await instance.opens(person(org));
    const device = { connectionId: 'short', organisationId: org, userId: ada.sub, sessionId: ada.sid };
    await instance.beat({ opened: [device], closed: [{ connectionId: 'short', signedOut: false }] });
    await eventually(async () => expect((await scene.shown(ada)).availability).toBe('OFFLINE'), 4_000);
  });

  it('whose client has vanished is gone once its lease has run out, while its neighbour stays', async () => {
    const [ada, bob] = [person(org), person(org)];
    const instance = new InstanceDouble(scene.presence);
    const [socket] = [await instance.opens(ada), await instance.opens(bob)];
    const watchers = [await follow(scene.presence, ada), await follow(scene.presence, bob)] as const;
    // Half a minute passes: the leases are as old, and so is the time since when silence counts.
    const restarted = Date.now();
    await scene.sql(`UPDATE device SET alive_at = alive_at - interval '28 s' WHERE user_id = $1`, [ada.sub.slice(4)]);
    instance.forgets(socket);
    scene.beating(instance);
    await sleep(100);
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
    const took = await watchers[0].until('OFFLINE', restarted, 36_000);
    expect(took).toBeLessThan(35_000);
    expect(watchers[1].words()).toEqual([]);
  }, 45_000);
});

describe.concurrent('signing out', () => {
  it('is seen at once, without damping', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const watcher = await follow(scene.presence, ada);
    const socket = await instance.opens(ada);
    const since = Date.now();
    await instance.closes(socket, true);
    expect(await watcher.until('OFFLINE', since)).toBeLessThan(500);
  });

  it('is seen by auth’s fact before the gateway closes the socket, and a late word of the socket does not undo it', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const watcher = await follow(scene.presence, ada);
    await instance.opens(ada);
    const other = { ...ada, sid: person(org).sid };
    const second = await instance.opens(other);
    const auth = await connectNats(scene.presence.nats.url('auth'), 'auth in a test');
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
    expect((await scene.shown(ada)).availability).toBe('OFFLINE');
    await auth.close();
  });
});
