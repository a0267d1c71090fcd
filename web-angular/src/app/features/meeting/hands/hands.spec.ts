import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { HandHerald, HANDS_MERGE_MS } from './hand-herald';
import { Hands } from './hands';

const at = (second: number): string => new Date(second * 1000).toISOString();

describe('hands', () => {
  let fake: FakeMeeting;
  let store: MeetingStore;
  let say: ReturnType<typeof vi.spyOn>;

  beforeEach(() => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [HandHerald, Panels] });
  });
  afterEach(() => vi.useRealTimers());

  const enter = async (role: ParticipantRole): Promise<void> => {
    fake.people = [someone('me', 'Ada', role), someone('g', 'Grace'), someone('m', 'Mara', 'PRESENTER', true)];
    fake.admission = fake.admitted(role);
    store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fake.room.enter('g');
    fake.room.enter('m');
    say = vi.spyOn(TestBed.inject(Announcer), 'say');
    TestBed.inject(HandHerald);
    TestBed.tick();
    vi.useFakeTimers();
  };
  const raise = (identity: string, second: number | null): void => {
    const participant = fake.people.find((one) => one.identity === identity);
    fake.tell({
      __typename: 'ParticipantChanged',
      participant: { ...participant, handRaisedAt: second === null ? null : at(second) },
    });
  };
  const places = () => Object.fromEntries(store.attendees().map(({ name, hand }) => [name, hand]));

  it('go up and down by the verb, and are as the meeting tells', async () => {
    await enter('PRESENTER');
    const hands = TestBed.inject(Hands);
    await hands.toggle();
    expect(fake.sent('SetHand')).toEqual([{ meetingId: 'mtg_1', participantId: 'par_me', isRaised: true }]);
    expect(hands.isMineUp()).toBe(false);
    raise('me', 5);
    expect(hands.isMineUp()).toBe(true);
    await hands.toggle();
    expect(fake.sent('SetHand').at(-1)).toMatchObject({ isRaised: false });
  });

  it('stand in line until they go down or leave', async () => {
    await enter('PRESENTER');
    raise('m', 2);
    raise('g', 1);
    expect(places()).toEqual({ Grace: 1, Mara: 2, Ada: 0 });
    fake.tell({ __typename: 'ParticipantLeft', participantId: 'par_g', wasRemoved: false });
    expect(places()).toEqual({ Grace: 0, Mara: 1, Ada: 0 });
    raise('m', null);
    expect(TestBed.inject(Hands).isAnyUp()).toBe(false);
  });

  it('are said, joined when many; lowered in between they are not', async () => {
    await enter('PRESENTER');
    raise('m', 1);
    vi.advanceTimersByTime(HANDS_MERGE_MS);
    expect(say.mock.calls).toEqual([['Mara raised a hand']]);
    raise('m', null);
    raise('m', 3);
    raise('g', 2);
    raise('me', 4);
    vi.advanceTimersByTime(HANDS_MERGE_MS);
    expect(say).toHaveBeenLastCalledWith('Grace and Mara raised their hands');
    raise('g', null);
    raise('g', 5);
    raise('g', null);
    vi.advanceTimersByTime(HANDS_MERGE_MS);
    expect(say).toHaveBeenCalledTimes(2);
    expect(TestBed.inject(Toaster).toasts()).toEqual([]);
  });

  it('are shown to hosts, who lower one or all', async () => {
    await enter('HOST');
    raise('m', 1);
    vi.advanceTimersByTime(HANDS_MERGE_MS);
    expect(TestBed.inject(Toaster).toasts()).toMatchObject([{ text: 'Mara raised a hand' }]);
    const hands = TestBed.inject(Hands);
    await hands.lower({ id: 'par_m' });
    await hands.lowerAll();
    expect(fake.sent('LowerHands').map(({ target }) => target)).toEqual([
      { participantId: 'par_m' },
      { everyone: true },
    ]);
  });

  it('say why when they are refused', async () => {
    await enter('PRESENTER');
    fake.refusals = [{ code: 'CONFLICT', message: 'You are not in this meeting.' }];
    await TestBed.inject(Hands).toggle();
    expect(TestBed.inject(Toaster).toasts()).toMatchObject([{ text: 'You are not in this meeting.' }]);
  });
});
