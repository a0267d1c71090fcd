import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraphError } from '../../../graph/graph-error';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Pass } from './pass';

describe('being let in', () => {
  let fake: FakeMeeting;
  let store: MeetingStore;
  let pass: Pass;

  beforeEach(() => {
    fake = new FakeMeeting();
    store = TestBed.inject(MeetingStore);
    pass = TestBed.inject(Pass);
  });

  /** The same tab after a reload: nothing but what it stored is left. */
  const reload = (): void => {
    const { admission, session } = fake;
    const [local, tab] = [{ ...localStorage }, { ...sessionStorage }];
    TestBed.resetTestingModule();
    fake = new FakeMeeting();
    fake.admission = admission;
    fake.session.set(session());
    Object.entries(local).forEach(([key, value]) => localStorage.setItem(key, String(value)));
    Object.entries(tab).forEach(([key, value]) => sessionStorage.setItem(key, String(value)));
    store = TestBed.inject(MeetingStore);
    pass = TestBed.inject(Pass);
  };

  it('as a guest: by a name, and as the same person after a reload', async () => {
    fake.session.set('signed-out');
    fake.admission = fake.admitted('PRESENTER', { guestToken: 'gst_1' });
    await store.open('abc');
    expect(store.phase()).toBe('pre-join');
    pass.name(' Mara Example ');
    await store.join();
    expect(store.phase()).toBe('in-call');
    expect(fake.sent('JoinMeeting')[0]).toMatchObject({ displayName: 'Mara Example' });
    expect(fake.sent('JoinMeeting')[0]).not.toHaveProperty('guestToken');
    expect(fake.followed).toEqual({ code: 'abc', guestToken: 'gst_1' });
    reload();
    await store.open('abc');
    expect(pass.guestName()).toBe(' Mara Example ');
    await store.join();
    expect(fake.sent('JoinMeeting')[0]).toMatchObject({ guestToken: 'gst_1' });
  });

  it('a guest learns names at the door, also of who comes later', async () => {
    fake.session.set('signed-out');
    fake.people = [someone('g', 'Grace', 'HOST')];
    fake.admission = fake.admitted('PRESENTER', { guestToken: 'gst_1' });
    await store.open('abc');
    expect(store.present()).toBeUndefined();
    await store.join();
    fake.room.enter('g');
    expect(store.attendees()[0]?.name).toBe('Grace');
    fake.people = [...fake.people, someone('m', 'Mara')];
    fake.room.enter('m');
    TestBed.tick();
    await vi.waitFor(() => expect(store.attendees()[1]?.name).toBe('Mara'));
    const nonces = fake.sent('JoinMeeting').map(({ clientNonce }) => clientNonce);
    expect(new Set(nonces).size).toBe(1);
  });

  it('a guest’s token is for its meeting only, and of no use to who has signed in', async () => {
    fake.session.set('signed-out');
    await store.open('abc');
    pass.hold({ guestToken: 'gst_1' });
    await store.open('xyz');
    expect(pass.guestToken).toBeUndefined();
    await store.open('abc');
    expect(pass.guestToken).toBe('gst_1');
    fake.session.set('signed-in');
    expect(pass.guestToken).toBeUndefined();
  });

  it.each(['SIGNED_IN', 'ORGANISATION', 'INVITED'])('needs an account where access is %s', async (access) => {
    fake.session.set('signed-out');
    fake.facts.access = access;
    await store.open('abc');
    expect(store.phase()).toBe('sign-in');
  });

  it('a name that is refused is told at the name', async () => {
    fake.session.set('signed-out');
    fake.refusals = [{ code: 'BAD_USER_INPUT', message: 'No such letters.', field: ['input', 'displayName'] }];
    await store.open('abc');
    await store.join();
    expect([store.phase(), store.problem()]).toEqual([
      'pre-join',
      { message: 'No such letters.', field: 'displayName' },
    ]);
  });

  it('a passcode is asked for when it is needed, told when it is wrong, and kept for the tab', async () => {
    await store.open('abc');
    fake.admission = { __typename: 'Refused', reason: 'WRONG_PASSCODE', message: 'x' };
    await store.join();
    expect(store.phase()).toBe('pre-join');
    expect(store.meeting()?.hasPasscode).toBe(true);
    expect(store.problem()).toMatchObject({ field: 'passcode', message: expect.stringContaining('has a passcode') });
    pass.hold({ passcode: 'otter' });
    await store.join();
    expect(store.problem()?.message).toContain('not the passcode');
    expect(pass.passcode).toBeUndefined();
    fake.admission = fake.admitted();
    pass.hold({ passcode: 'otters' });
    await store.join();
    expect(fake.sent('JoinMeeting').at(-1)).toMatchObject({ passcode: 'otters' });
    reload();
    await store.open('abc');
    expect(pass.passcode).toBe('otters');
  });

  describe('by a host', () => {
    beforeEach(async () => {
      fake.admission = fake.lobby();
      await store.open('abc');
      await store.join();
    });

    it('one waits, knows whether the host is there, and is in as soon as they say so, once', async () => {
      expect([store.phase(), store.isHostPresent()]).toEqual(['waiting', false]);
      fake.tell({ __typename: 'HostPresenceChanged', hostPresent: true });
      expect(store.isHostPresent()).toBe(true);
      fake.admission = fake.admitted('PRESENTER');
      fake.tell({ __typename: 'AdmissionDecided', isAdmitted: true });
      fake.tell({ __typename: 'MeetingReady' });
      await vi.waitFor(() => expect(store.phase()).toBe('in-call'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(fake.room.asked).toEqual(['connect ws://x tok']);
      expect(fake.sent('JoinMeeting')).toHaveLength(2);
    });

    it('what was decided before one listened is asked for', async () => {
      fake.admission = fake.admitted('PRESENTER');
      fake.tell({ __typename: 'MeetingReady' });
      await vi.waitFor(() => expect(store.phase()).toBe('in-call'));
    });

    it('one is turned away with nothing else', async () => {
      fake.tell({ __typename: 'AdmissionDecided', isAdmitted: false });
      expect([store.phase(), store.problem(), fake.followed]).toEqual(['turned-away', null, undefined]);
      expect(pass.lobbyId).toBeUndefined();
    });

    it('one learns after a gap that one was turned away', async () => {
      fake.admission = { __typename: 'Refused', reason: 'NOT_ALLOWED', message: 'no' };
      fake.tell({ __typename: 'Resync' });
      await vi.waitFor(() => expect(store.phase()).toBe('turned-away'));
    });

    it('a reload goes on waiting', async () => {
      reload();
      await store.open('abc');
      expect([store.phase(), fake.followed]).toEqual(['waiting', { code: 'abc' }]);
    });

    it('nobody answering keeps one waiting, and is tried again', async () => {
      vi.useFakeTimers();
      fake.fault = new GraphError('OFFLINE');
      fake.tell({ __typename: 'AdmissionDecided', isAdmitted: true });
      await vi.advanceTimersByTimeAsync(100);
      expect(store.phase()).toBe('waiting');
      fake.fault = undefined;
      fake.admission = fake.admitted('PRESENTER');
      await vi.advanceTimersByTimeAsync(4000);
      expect(store.phase()).toBe('in-call');
      vi.useRealTimers();
    });

    it('one can stop waiting', async () => {
      await store.stopWaiting();
      expect([store.phase(), fake.followed]).toEqual(['gave-up', undefined]);
      expect(fake.sent('LeaveLobby')).toEqual([{ lobbyId: 'lob_1' }]);
      reload();
      await store.open('abc');
      expect(store.phase()).toBe('pre-join');
    });

    it('the meeting may end meanwhile', () => {
      fake.tell({ __typename: 'MeetingChanged', meeting: { ...fake.facts, state: 'ENDED' } });
      expect(store.phase()).toBe('ended');
    });
  });
});
