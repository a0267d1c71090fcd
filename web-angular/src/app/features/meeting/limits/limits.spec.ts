import { Dialog } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toaster } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting } from '../testing/fake-meeting';
import { LimitHerald } from './limit-herald';
import { StillThere } from './still-there';

describe('limits', () => {
  let fake: FakeMeeting;
  const question = (): Element | null => document.querySelector('parley-still-there-dialog');
  const pass = (minutes: number): void => {
    vi.advanceTimersByTime(minutes * 60_000);
    TestBed.tick();
  };

  beforeEach(async () => {
    fake = new FakeMeeting();
    fake.facts.aloneMinutes = 15;
    TestBed.configureTestingModule({ providers: [StillThere, LimitHerald] });
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    vi.useFakeTimers();
  });
  afterEach(() => {
    TestBed.inject(Dialog).closeAll();
    vi.useRealTimers();
    TestBed.resetTestingModule();
  });
  const begin = (): void => {
    TestBed.inject(StillThere);
    TestBed.tick();
  };

  it('ask who is alone, and leave for them when nobody answers', () => {
    begin();
    pass(14.9);
    expect(question()).toBeNull();
    pass(0.2);
    expect(question()).not.toBeNull();
    expect(fake.room.closedBy()).toBeNull();
    pass(1);
    expect(fake.room.closedBy()).toBe('left');
  });

  it('begin anew for who stays', () => {
    begin();
    pass(15.1);
    [...(question()?.querySelectorAll('button') ?? [])]
      .find(({ textContent }) => textContent?.includes('Stay'))
      ?.click();
    TestBed.tick();
    pass(14);
    expect([question(), fake.room.closedBy()]).toEqual([null, null]);
    pass(1.1);
    expect(question()).not.toBeNull();
  });

  it('ask nobody who is not alone, and take the question back when somebody comes', () => {
    begin();
    pass(15.1);
    fake.room.enter('g');
    TestBed.tick();
    expect(question()).toBeNull();
    pass(60);
    expect([question(), fake.room.closedBy()]).toEqual([null, null]);
  });

  it('ask nobody where the installation says so', () => {
    fake.facts.aloneMinutes = null;
    fake.tell({ __typename: 'MeetingChanged', meeting: { aloneMinutes: null } });
    begin();
    pass(600);
    expect(question()).toBeNull();
  });

  it('tell that the meeting ends soon, and not that it has', () => {
    TestBed.inject(LimitHerald);
    const show = vi.spyOn(TestBed.inject(Toaster), 'show');
    fake.tell({ __typename: 'SessionEnding', endsAt: new Date(Date.now() - 1).toISOString() });
    expect(show).not.toHaveBeenCalled();
    fake.tell({ __typename: 'SessionEnding', endsAt: new Date(Date.now() + 300_000).toISOString() });
    expect(show).toHaveBeenCalledWith(expect.stringMatching(/^This meeting ends at .+ because of its time limit$/));
  });
});
