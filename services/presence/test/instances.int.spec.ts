import { jetstream } from '@nats-io/jetstream';
import { connectNats } from '@parley/bus';
import { sessionRevoked } from '@parley/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

describe('signing out', () => {
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
