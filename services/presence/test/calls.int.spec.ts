import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats } from '@parley/bus';
import {
  idFrom,
  participantJoined,
  participantLeft,
  participantsListed,
  type Fact,
  type PayloadOf,
} from '@parley/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STAY_MS } from '../src/calls/call-stays.ts';
import { follow } from './follower.ts';
import { organisation, person, type TestPerson } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();
let media: NatsConnection;
beforeAll(async () => void (media = await connectNats(scene.presence.nats.url('media-gateway'), 'media in a test')));
afterAll(() => media.close());

async function tell<F extends Fact>(fact: F, payload: PayloadOf<F>): Promise<void> {
  const envelope = { id: v7(), organisationId: org, at: new Date().toISOString(), payload };
  await vi.waitFor(() => jetstream(media).publish(fact.subject, JSON.stringify(envelope)), { timeout: 10_000 });
}

/** Somebody's device in a meeting. */
function stayOf({ sub: userId }: TestPerson, meetingId = idFrom('meeting', v7())) {
  const participantId = idFrom('participant', v7());
  const about = { organisationId: org, meetingId, participantId, userId };
  return {
    participantId,
    meetingId,
    joins: (at = new Date()) => tell(participantJoined, { ...about, at: at.toISOString() }),
    leaves: () => tell(participantLeft, { ...about, at: new Date().toISOString() }),
  };
}

async function here() {
  const ada = person(org);
  await scene.beating().opens(ada);
  return { ada, watcher: await follow(scene.presence, ada) };
}

describe.concurrent('somebody in a meeting', () => {
  it('is in a call from the fact of their arriving to that of the last of their devices’ leaving', async () => {
    const { ada, watcher } = await here();
    const [laptop, phone] = [stayOf(ada), stayOf(ada)];
    const since = Date.now();
    await laptop.joins();
    expect(await watcher.until('IN_A_CALL', since)).toBeLessThan(1_000);
    await phone.joins();
    await laptop.leaves();
    await sleep(300);
    expect(watcher.words()).toEqual(['IN_A_CALL']);
    await phone.leaves();
    await watcher.until('ONLINE', since);
    // Left before it was told to have joined: nothing comes of it later.
    expect(await scene.sql('SELECT FROM call_stay WHERE user_id = $1', [ada.sub.slice(4)])).toEqual([]);
  });

  it('is busy with it over AWAY and BUSY, and not to be disturbed if they say so; without a device offline', async () => {
    const { ada, watcher } = await here();
    const say = (availability: string | null) =>
      scene.presence.ask(ada, `mutation ($i: SetStatusInput!) { setStatus(input: $i) { userErrors { code } } }`, {
        i: { availability, text: 'x' },
      });
    const since = Date.now();
    await say('BUSY');
    const stay = stayOf(ada);
    await stay.joins();
    await watcher.until('IN_A_CALL', since);
    await say('DO_NOT_DISTURB');
    await watcher.until('DO_NOT_DISTURB', since);
    await say('AWAY');
    await stay.leaves();
    await watcher.until('AWAY', since);
    expect(watcher.words()).toEqual(['BUSY', 'IN_A_CALL', 'DO_NOT_DISTURB', 'IN_A_CALL', 'AWAY']);
    const absent = person(org);
    await stayOf(absent).joins();
    await sleep(300);
    expect((await scene.shown(absent)).availability).toBe('OFFLINE');
  });

  it('whose leaving is never told is out with the next list of who is in; who is on it and was missed is in', async () => {
    const [one, other] = [await here(), await here()];
    const since = Date.now();
    const lost = stayOf(one.ada);
    await lost.joins();
    await one.watcher.until('IN_A_CALL', since);
    const { participantId, meetingId } = stayOf(other.ada, lost.meetingId);
    const participants = [{ participantId, userId: other.ada.sub }];
    await tell(participantsListed, { organisationId: org, meetingId, participants, at: new Date().toISOString() });
    await one.watcher.until('ONLINE', since);
    await other.watcher.until('IN_A_CALL', since);
  });

  it('of whom nobody tells any more is believed for a while and no longer', async () => {
    const { ada, watcher } = await here();
    const since = Date.now();
    await stayOf(ada).joins(new Date(since - STAY_MS + 2_000));
    await watcher.until('IN_A_CALL', since);
    const took = await watcher.until('ONLINE', since);
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(3_700);
  });

  it('is nobody as a guest, nor long after the fact', async () => {
    const { ada, watcher } = await here();
    const { participantId, meetingId } = stayOf(ada);
    const guest = { organisationId: org, meetingId, participantId, userId: null, at: new Date().toISOString() };
    await tell(participantJoined, guest);
    await stayOf(ada).joins(new Date(Date.now() - STAY_MS - 1_000));
    const [probe, since] = [await here(), Date.now()];
    await stayOf(probe.ada).joins();
    await probe.watcher.until('IN_A_CALL', since);
    expect(watcher.words()).toEqual([]);
  });
});
