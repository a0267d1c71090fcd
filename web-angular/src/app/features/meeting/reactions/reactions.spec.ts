import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { ReactionFloat } from './reaction-float';
import { REACTIONS_MERGE_MS, Reactions, SHOWN_MS } from './reactions';

describe('reactions', () => {
  let fake: FakeMeeting;
  let reactions: Reactions;

  beforeEach(async () => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Reactions] });
    fake.people = [someone('me', 'Ada', 'HOST'), someone('g', 'Grace'), someone('m', 'Mara')];
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fake.room.enter('g');
    fake.room.enter('m');
    reactions = TestBed.inject(Reactions);
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());
  const hear = (identity: string, reaction: string): void =>
    fake.tell({ __typename: 'Reacted', participantId: `par_${identity}`, reaction });

  it('are sent to everybody; a refusal is told', async () => {
    await reactions.react('CLAP');
    expect(fake.sent('React')).toEqual([{ meetingId: 'mtg_1', participantId: 'par_me', reaction: 'CLAP' }]);
    fake.refusals = [{ code: 'RATE_LIMITED', message: 'That was quick.' }];
    await reactions.react('CLAP');
    expect(TestBed.inject(Toaster).toasts()).toMatchObject([{ text: 'That was quick.' }]);
  });

  it('are shown for five seconds over the tile of whoever reacts; a newer one begins anew', () => {
    hear('m', 'HEART');
    const float = TestBed.createComponent(ReactionFloat);
    float.componentRef.setInput('personId', 'par_m');
    float.detectChanges();
    const shown = () => float.nativeElement.querySelector('[data-testid=reaction]')?.dataset.reaction;
    expect(shown()).toBe('HEART');
    vi.advanceTimersByTime(SHOWN_MS - 1000);
    hear('m', 'PARTY');
    vi.advanceTimersByTime(1000);
    float.detectChanges();
    expect(shown()).toBe('PARTY');
    vi.advanceTimersByTime(SHOWN_MS);
    float.detectChanges();
    expect(shown()).toBeUndefined();
    expect(reactions.shown().size).toBe(0);
  });

  it('are said joined, by kind, and one’s own is not', () => {
    const say = vi.spyOn(TestBed.inject(Announcer), 'say');
    for (const identity of ['m', 'g', 'm', 'me']) hear(identity, 'CLAP');
    hear('g', 'LAUGH');
    vi.advanceTimersByTime(REACTIONS_MERGE_MS);
    expect(say.mock.calls).toEqual([['Applause from Grace and Mara'], ['Laughter from Grace']]);
  });
});
