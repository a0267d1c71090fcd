import { ComponentFixture, TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GraphError } from '../../../graph/graph-error';
import { Announcer } from '../../../ui/announcer';
import { FakeRoom } from '../livekit/fake-room';
import type { Pulse } from '../livekit/mending-port';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Connection } from './connection';
import { ConnectionHerald } from './connection-herald';
import { ConnectionNotice } from './connection-notice';
import { LinkSign } from './link-sign';

describe('the connection', () => {
  let fake: FakeMeeting;
  let store: MeetingStore;
  let interrupt: ReturnType<typeof vi.spyOn>;
  let notice: ComponentFixture<ConnectionNotice>;
  let sign: ComponentFixture<LinkSign>;
  /** Who sends packets. */
  let flowing: Set<string>;
  let isPathOpen: boolean;

  beforeEach(async () => {
    vi.useFakeTimers();
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Connection, ConnectionHerald] });
    fake.people = [someone('me', 'Ada', 'HOST'), someone('g', 'Grace')];
    store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fake.room.enter('g');
    interrupt = vi.spyOn(TestBed.inject(Announcer), 'interrupt');
    [flowing, isPathOpen] = [new Set(['g']), true];
    notice = TestBed.createComponent(ConnectionNotice);
    sign = TestBed.createComponent(LinkSign);
    sign.componentRef.setInput('identity', 'g');
    await pass(2);
  });
  afterEach(() => vi.useRealTimers());

  /** Lets time pass, with packets from whoever sends some. */
  async function pass(seconds: number): Promise<void> {
    for (let step = 0; step < seconds * 4; step++) {
      feed(fake.room);
      await vi.advanceTimersByTimeAsync(250);
      TestBed.tick();
    }
  }
  function feed(room: FakeRoom): void {
    const { pulse } = room;
    const tracks = (pulse.tracks.length ? pulse.tracks : [track('g')]).map((one) =>
      isPathOpen && flowing.has(one.identity) ? { ...one, packets: one.packets + 10, decoded: one.decoded + 5 } : one,
    );
    const received = pulse.received + (isPathOpen ? 10 : 0);
    room.pulse = { at: performance.now(), received, isSending: true, tracks };
  }
  const track = (identity: string): Pulse['tracks'][number] => ({
    ...{ id: `TR_${identity}`, identity, kind: 'picture', isDue: true },
    ...{ packets: 0, decoded: 0 },
  });
  const told = (): string =>
    [...notice.nativeElement.querySelectorAll('strong, span')].map(({ textContent }) => textContent).join(' ');
  const tile = (): string => sign.nativeElement.textContent.trim();

  it('is well while packets come, and says nothing', () => {
    expect([told(), tile()]).toEqual(['', '']);
    expect(interrupt).not.toHaveBeenCalled();
  });

  it('is told interrupted, with the reason, spoken once, and well again as soon as packets come', async () => {
    [isPathOpen, fake.isServerThere] = [false, false];
    await pass(1.5);
    expect(told()).toBe('');
    await pass(1);
    expect(told()).toBe('Connection interrupted – reconnecting Your network does not answer.');
    expect(tile()).toBe('');
    await pass(7);
    expect(interrupt).toHaveBeenCalledTimes(1);
    isPathOpen = true;
    await pass(0.5);
    expect(told()).toBe('');
    expect(fake.sent('JoinMeeting')).toHaveLength(1);
  });

  it('of somebody else is told on their tile, and only there', async () => {
    flowing.clear();
    await pass(2.5);
    expect([told(), tile()]).toEqual(['', 'Connection interrupted']);
    expect(fake.room.asked).not.toContain('resubscribe TR_g');
    // Her word that she was well may be from before.
    TestBed.inject(Connection).hearOf(new Set(['g']));
    await pass(2.5);
    expect(fake.room.asked).not.toContain('resubscribe TR_g');
    TestBed.inject(Connection).hearOf(new Set(['g']));
    await pass(0.5);
    expect(fake.room.asked).toContain('resubscribe TR_g');
    expect(fake.room.asked).not.toContain('key frames');
    flowing.add('g');
    await pass(0.5);
    expect(tile()).toBe('');
    // She has lost what my next pictures build on.
    expect(fake.room.asked).toContain('key frames');
  });

  it('looks for another way, then joins anew as the same participant, with devices as they are', async () => {
    const former = fake.room;
    const next = new FakeRoom();
    const connect = vi.spyOn(next, 'connect');
    former.luggage = { ...former.luggage, isMicrophoneOn: false, isCameraOn: true };
    isPathOpen = false;
    await pass(4);
    expect(told()).toContain('Looking for another way');
    expect(former.asked).toContain('restart ice');
    // The graph's socket is told once that the server answers.
    expect(fake.hurried).toBe(1);
    fake.room = next;
    for (let tries = 0; tries < 40 && store.room() !== next; tries++) {
      feed(former);
      await vi.advanceTimersByTimeAsync(250);
    }
    isPathOpen = true;
    expect(former.asked).toContain('abandon');
    const [first, second] = fake.sent('JoinMeeting');
    expect(second?.['clientNonce']).toBe(first?.['clientNonce']);
    expect(connect.mock.calls[0]?.[2]).toMatchObject({ isMicrophoneOn: false, isCameraOn: true });
    expect(store.phase()).toBe('in-call');
    await pass(1);
    expect(told()).toBe('');
  });

  it('stays in the meeting and tries again while the media server is away', async () => {
    const former = fake.room;
    // Its own tries to come back would keep the next one's socket from opening.
    former.state.set('reconnecting');
    [isPathOpen, fake.refusals] = [false, [{ code: 'UNAVAILABLE', message: 'The media server does not answer.' }]];
    await pass(7);
    expect([store.phase(), told()]).toEqual([
      'in-call',
      'Connection interrupted – reconnecting Joining the meeting again.',
    ]);
    expect(fake.sent('JoinMeeting').length).toBeGreaterThan(2);
    fake.refusals = [];
    fake.room = new FakeRoom();
    for (let tries = 0; tries < 40 && store.room() === former; tries++) {
      feed(former);
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(store.room()).toBe(fake.room);
  });

  it('goes on by itself when the room is lost, even if that takes a while', async () => {
    const former = fake.room;
    fake.fault = new GraphError('OFFLINE');
    fake.isServerThere = false;
    former.close('lost');
    await pass(40);
    expect([store.phase(), told()]).toEqual([
      'in-call',
      'Connection interrupted – reconnecting Joining the meeting again.',
    ]);
    [fake.fault, fake.isServerThere, fake.room] = [undefined, true, new FakeRoom()];
    for (let tries = 0; tries < 40 && !store.room(); tries++) await vi.advanceTimersByTimeAsync(250);
    expect(store.room()).toBe(fake.room);
    await pass(1);
    expect(told()).toBe('');
    expect(interrupt).toHaveBeenCalledTimes(1);
  });

  it('to the graph is told apart: people still hear and see each other', async () => {
    fake.liveState.set('waiting');
    await pass(2);
    expect(told()).toBe('');
    await pass(2);
    expect(told()).toContain('You still hear and see each other');
    fake.liveState.set('live');
    await pass(0.25);
    expect(told()).toBe('');
  });

  it('does not join anew behind the back of somebody who leaves meanwhile', async () => {
    fake.isServerThere = false;
    fake.room.close('lost');
    await pass(2);
    await store.leave();
    [fake.isServerThere, fake.room] = [true, new FakeRoom()];
    await pass(5);
    expect([store.phase(), store.room(), fake.room.asked]).toEqual(['left', null, []]);
  });
});
