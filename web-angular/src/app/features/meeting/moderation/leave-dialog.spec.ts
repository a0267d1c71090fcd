import { Dialog } from '@angular/cdk/dialog';
import { Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { leaveOrAsk } from './leave-dialog';

describe('leaving as a host', () => {
  let fake: FakeMeeting;
  let store: MeetingStore;

  beforeEach(() => {
    fake = new FakeMeeting();
    store = TestBed.inject(MeetingStore);
  });
  afterEach(() => TestBed.inject(Dialog).closeAll());

  const leaveAmong = async (...others: ReturnType<typeof someone>[]): Promise<void> => {
    fake.people = [someone('me', 'Ada', 'HOST'), ...others];
    await store.open('abc');
    await store.join();
    others.forEach(({ identity }) => fake.room.enter(identity));
    TestBed.tick();
    await leaveOrAsk(store, TestBed.inject(Dialog), TestBed.inject(Injector));
    TestBed.tick();
  };
  const dialog = (): Element | null => document.querySelector('parley-leave-dialog');
  const press = async (words: string): Promise<void> => {
    const buttons = [...(dialog()?.querySelectorAll('button') ?? [])];
    buttons.find(({ textContent }) => textContent?.includes(words))?.click();
    await vi.waitFor(() => TestBed.tick());
  };

  it.each([
    ['alone', []],
    ['beside another host', [someone('g', 'Grace', 'HOST')]],
  ])('%s: just leaves', async (_where, others) => {
    await leaveAmong(...others);
    expect([dialog(), fake.room.closedBy()]).toEqual([null, 'left']);
  });

  it('as the last one: asks first, and proposes a co-host', async () => {
    await leaveAmong(someone('g', 'Grace'), someone('m', 'Mara', 'CO_HOST'));
    expect(fake.room.closedBy()).toBeNull();
    await press('Make Mara host');
    expect(fake.sent('SetRole')).toEqual([{ meetingId: 'mtg_1', participantId: 'par_m', role: 'HOST' }]);
    await vi.waitFor(() => expect(fake.room.closedBy()).toBe('left'));
  });

  it('stays when the role was not taken over', async () => {
    await leaveAmong(someone('g', 'Grace'));
    fake.refusals = [{ code: 'FORBIDDEN', message: 'no' }];
    await press('Make Grace host');
    expect([fake.room.closedBy(), Boolean(dialog())]).toEqual([null, true]);
  });

  it('offers no guest as a host, but the other ways', async () => {
    await leaveAmong(someone('g', 'Grace', 'PRESENTER', true));
    expect(dialog()?.querySelector('select')).toBeNull();
    await press('End for everyone');
    expect(fake.sent('EndMeeting')).toHaveLength(1);
  });

  it('leaves anyway', async () => {
    await leaveAmong(someone('g', 'Grace'));
    await press('Leave anyway');
    expect(fake.room.closedBy()).toBe('left');
  });
});
