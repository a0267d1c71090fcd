import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { FakeRoom } from './livekit/fake-room';
import { Luggage, OPEN_ROOM } from './livekit/room-port';
import { MeetingStore } from './meeting-store';
import { Names } from './names';

const luggage: Luggage = { microphone: null, camera: null, isMicrophoneOn: true, isCameraOn: false, devices: {} };
const node = (identity: string, displayName: string, role = 'PRESENTER') => ({
  id: `par_${identity}`,
  identity,
  displayName,
  role,
});
const admitted = {
  __typename: 'Admitted',
  token: 'tok',
  url: 'ws://x',
  participantIdentity: 'me',
  meeting: { id: 'mtg_1', code: 'abc', title: 'Standup' },
};

describe('a meeting', () => {
  let room: FakeRoom;
  let people: ReturnType<typeof node>[];
  let admission: unknown;
  let meeting: unknown;
  let refusals: { code: string; message: string }[];
  const ask = vi.fn();
  let store: MeetingStore;

  beforeEach(() => {
    room = new FakeRoom();
    people = [node('me', 'Ada', 'HOST')];
    admission = admitted;
    refusals = [];
    meeting = undefined;
    ask.mockReset().mockImplementation(async (document: object) => {
      const text = String(document);
      if (text.includes('mutation JoinMeeting')) return { joinMeeting: { admission, userErrors: refusals } };
      if (text.includes('mutation EndMeeting')) return { endMeeting: { userErrors: [] } };
      return {
        meeting:
          meeting === undefined
            ? {
                id: 'mtg_1',
                code: 'abc',
                title: 'Standup',
                state: 'OPEN',
                participants: { nodes: people, pageInfo: { hasNextPage: false } },
              }
            : meeting,
      };
    });
    TestBed.configureTestingModule({
      providers: [
        MeetingStore,
        Names,
        { provide: Graph, useValue: { ask } },
        { provide: OPEN_ROOM, useValue: async () => room },
      ],
    });
    store = TestBed.inject(MeetingStore);
  });

  const settle = async (): Promise<void> => {
    TestBed.tick();
    await vi.waitFor(() => TestBed.tick());
  };

  it('is looked up, joined and left', async () => {
    await store.open('abc');
    expect(store.phase()).toBe('pre-join');
    await store.join(luggage);
    expect(store.phase()).toBe('in-call');
    expect(room.asked).toEqual(['connect ws://x tok']);
    expect(store.attendees().map(({ name }) => name)).toEqual(['Ada']);
    await store.leave();
    await settle();
    expect(store.phase()).toBe('left');
  });

  it('names who comes in by what the graph says, asking again for somebody it does not know', async () => {
    await store.open('abc');
    await store.join(luggage);
    people = [...people, node('g', 'Grace')];
    room.enter('g');
    expect(store.attendees().map(({ name }) => name)).toEqual(['Somebody', 'Ada']);
    await settle();
    await vi.waitFor(() => expect(store.attendees().map(({ name }) => name)).toEqual(['Grace', 'Ada']));
  });

  it.each(['ended', 'removed', 'elsewhere'] as const)('says that it is %s', async (reason) => {
    await store.open('abc');
    await store.join(luggage);
    room.close(reason);
    await settle();
    expect(store.phase()).toBe(reason);
    expect(store.room()).toBeNull();
  });

  it('comes back by itself when the connection is lost', async () => {
    await store.open('abc');
    await store.join(luggage);
    const lost = room;
    room = new FakeRoom();
    lost.close('lost');
    await settle();
    expect([store.phase(), store.isReconnecting()]).toEqual(['in-call', true]);
    await vi.waitFor(() => expect(store.room()).toBe(room), { timeout: 2000 });
    expect([store.phase(), store.isReconnecting()]).toEqual(['in-call', false]);
  });

  it('says that it is lost when coming back does not work', async () => {
    vi.useFakeTimers();
    await store.open('abc');
    await store.join(luggage);
    ask.mockRejectedValue(new GraphError('OFFLINE'));
    room.close('lost');
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([store.phase(), store.isReconnecting()]).toEqual(['lost', false]);
    vi.useRealTimers();
  });

  it('stays left when one leaves while it comes back', async () => {
    await store.open('abc');
    await store.join(luggage);
    const lost = room;
    room = new FakeRoom();
    lost.close('lost');
    await settle();
    await store.leave();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([store.phase(), store.room()]).toEqual(['left', null]);
    expect(room.asked).toEqual([]);
  });

  it('does not exist where the graph knows none', async () => {
    meeting = null;
    await store.open('nope');
    expect(store.phase()).toBe('not-found');
    admission = null;
    refusals = [{ code: 'NOT_FOUND', message: 'no' }];
    await store.join(luggage);
    expect(store.phase()).toBe('not-found');
  });

  it('is over when the door says so, and refused with its words otherwise', async () => {
    await store.open('abc');
    admission = { __typename: 'Refused', reason: 'ENDED', message: 'over' };
    await store.join(luggage);
    expect(store.phase()).toBe('ended');
    admission = { __typename: 'Refused', reason: 'FULL', message: 'The meeting is full.' };
    await store.join(luggage);
    expect([store.phase(), store.problem()]).toEqual(['refused', 'The meeting is full.']);
  });

  it('stays at the preview with a reason when the room cannot be reached', async () => {
    await store.open('abc');
    room.nextFault = new Error('no route');
    await store.join(luggage);
    expect(store.phase()).toBe('pre-join');
    expect(store.problem()).toBeTruthy();
  });

  it('cannot be reached offline, and can be tried again', async () => {
    ask.mockRejectedValueOnce(new GraphError('OFFLINE'));
    await store.open('abc');
    expect(store.phase()).toBe('unreachable');
    await store.prepareAgain();
    expect(store.phase()).toBe('pre-join');
  });

  it('asks again with the same nonce until it is in, and with another one for the next time', async () => {
    await store.open('abc');
    room.nextFault = new Error('no route');
    await store.join(luggage);
    await store.join(luggage);
    await store.leave();
    await settle();
    room = new FakeRoom();
    await store.join(luggage);
    const nonces = ask.mock.calls
      .map(([, { input }]) => (input as { clientNonce?: string } | undefined)?.clientNonce)
      .filter(Boolean);
    expect(nonces).toHaveLength(3);
    expect(nonces[0]).toBe(nonces[1]);
    expect(nonces[2]).not.toBe(nonces[0]);
  });

  it('knows its host', async () => {
    await store.open('abc');
    await store.join(luggage);
    expect(store.isHost()).toBe(true);
  });
});
