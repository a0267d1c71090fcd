import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraphError } from '../../graph/graph-error';
import { FakeRoom } from './livekit/fake-room';
import { MeetingStore } from './meeting-store';
import { FakeMeeting, someone } from './testing/fake-meeting';

describe('a meeting', () => {
  let fake: FakeMeeting;
  let store: MeetingStore;

  beforeEach(() => {
    fake = new FakeMeeting();
    store = TestBed.inject(MeetingStore);
  });

  const settle = async (): Promise<void> => {
    TestBed.tick();
    await vi.waitFor(() => TestBed.tick());
  };
  const enter = async (): Promise<void> => {
    await store.open('abc');
    await store.join();
  };

  it('is looked up, joined and left', async () => {
    await store.open('abc');
    expect(store.phase()).toBe('pre-join');
    await store.join();
    expect(store.phase()).toBe('in-call');
    expect(fake.room.asked).toEqual(['connect ws://x tok']);
    expect(store.attendees().map(({ name }) => name)).toEqual(['Ada']);
    expect(fake.followed).toEqual({ code: 'abc' });
    await store.leave();
    await settle();
    expect(store.phase()).toBe('left');
    expect(fake.followed).toBeUndefined();
  });

  it('names who comes in by what the graph says, asking again for somebody it does not know', async () => {
    await enter();
    fake.people = [...fake.people, someone('g', 'Grace')];
    fake.room.enter('g');
    expect(store.attendees().map(({ name }) => name)).toEqual(['Somebody', 'Ada']);
    await settle();
    await vi.waitFor(() => expect(store.attendees().map(({ name }) => name)).toEqual(['Grace', 'Ada']));
  });

  it.each(['ended', 'removed', 'elsewhere'] as const)('says that it is %s', async (reason) => {
    await enter();
    fake.room.close(reason);
    await settle();
    expect(store.phase()).toBe(reason);
    expect(store.room()).toBeNull();
  });

  it('comes back by itself when the connection is lost', async () => {
    await enter();
    const lost = fake.room;
    fake.room = new FakeRoom();
    lost.close('lost');
    await settle();
    expect([store.phase(), store.isReconnecting()]).toEqual(['in-call', true]);
    await vi.waitFor(() => expect(store.room()).toBe(fake.room), { timeout: 2000 });
    expect([store.phase(), store.isReconnecting()]).toEqual(['in-call', false]);
  });

  it('says that it is lost when coming back does not work', async () => {
    vi.useFakeTimers();
    await enter();
    fake.fault = new GraphError('OFFLINE');
    fake.room.close('lost');
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([store.phase(), store.isReconnecting()]).toEqual(['in-call', true]);
    await vi.advanceTimersByTimeAsync(65_000);
    expect([store.phase(), store.isReconnecting()]).toEqual(['lost', false]);
    vi.useRealTimers();
  });

  it('stays left when one leaves while it comes back', async () => {
    await enter();
    const lost = fake.room;
    fake.room = new FakeRoom();
    lost.close('lost');
    await settle();
    await store.leave();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([store.phase(), store.room()]).toEqual(['left', null]);
    expect(fake.room.asked).toEqual([]);
  });

  it('does not exist where the graph knows none', async () => {
    fake.isThere = false;
    await store.open('nope');
    expect(store.phase()).toBe('not-found');
    fake.refusals = [{ code: 'NOT_FOUND', message: 'no' }];
    await store.join();
    expect(store.phase()).toBe('not-found');
  });

  it('is over when the door says so, and refused with its words otherwise', async () => {
    await store.open('abc');
    fake.admission = { __typename: 'Refused', reason: 'ENDED', message: 'over' };
    await store.join();
    expect(store.phase()).toBe('ended');
    fake.admission = { __typename: 'Refused', reason: 'FULL', message: 'The meeting is full.' };
    await store.join();
    expect([store.phase(), store.problem()]).toEqual(['refused', { message: 'The meeting is full.', reason: 'FULL' }]);
  });

  it('stays at the preview with a reason when the room cannot be reached', async () => {
    await store.open('abc');
    fake.room.nextFault = new Error('no route');
    await store.join();
    expect(store.phase()).toBe('pre-join');
    expect(store.problem()?.message).toBeTruthy();
  });

  it('cannot be reached offline, and can be tried again', async () => {
    fake.fault = new GraphError('OFFLINE');
    await store.open('abc');
    expect(store.phase()).toBe('unreachable');
    fake.fault = undefined;
    await store.prepareAgain();
    expect(store.phase()).toBe('pre-join');
  });

  it('asks again with the same nonce until it is in, and with another one for the next time', async () => {
    await store.open('abc');
    fake.room.nextFault = new Error('no route');
    await store.join();
    await store.join();
    await store.leave();
    await settle();
    fake.room = new FakeRoom();
    await store.join();
    const nonces = fake.sent('JoinMeeting').map(({ clientNonce }) => clientNonce);
    expect(nonces).toHaveLength(3);
    expect(nonces[0]).toBe(nonces[1]);
    expect(nonces[2]).not.toBe(nonces[0]);
  });

  it('takes over a role and settings as they change, without joining anew', async () => {
    await enter();
    expect(store.myRole()).toBe('HOST');
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'VIEWER') });
    expect(store.myRole()).toBe('VIEWER');
    expect(store.whyNotGive('microphone')).toContain('viewer');
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'PRESENTER') });
    expect(store.whyNotGive('camera')).toBeUndefined();
    const permissions = { ...fake.facts.permissions, presentersMayStartVideo: false };
    fake.tell({ __typename: 'MeetingChanged', meeting: { ...fake.facts, permissions } });
    expect(store.whyNotGive('camera')).toContain('start video');
    expect(fake.room.asked).toEqual(['connect ws://x tok']);
  });

  it('reads everything anew where events may have been missed', async () => {
    await enter();
    fake.people = [someone('me', 'Ada', 'CO_HOST')];
    fake.tell({ __typename: 'Resync' });
    await vi.waitFor(() => expect(store.myRole()).toBe('CO_HOST'));
  });

  it('is over as soon as the graph says so', async () => {
    await enter();
    fake.tell({ __typename: 'MeetingChanged', meeting: { ...fake.facts, state: 'ENDED' } });
    expect([store.phase(), store.room()]).toEqual(['ended', null]);
    expect(fake.room.asked).toContain('leave');
  });

  it('brings nothing along that a role forbids', async () => {
    const connect = vi.spyOn(fake.room, 'connect');
    fake.people = [];
    fake.admission = fake.admitted('VIEWER');
    await enter();
    expect(connect.mock.calls[0]?.[2]).toMatchObject({ isMicrophoneOn: false });
  });
});
