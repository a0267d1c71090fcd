import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Toaster, ToastAction } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { LobbyBook } from './lobby-book';
import { LobbyHerald } from './lobby-herald';

const waiter = (lobbyId: string, displayName: string) => ({ lobbyId, displayName, isGuest: true, since: '' });

describe('the lobby, for hosts', () => {
  let fake: FakeMeeting;
  let book: LobbyBook;
  const toast = (): string | undefined => TestBed.inject(Toaster).toasts()[0]?.text;
  const press = (label: string): void => {
    const [shown] = TestBed.inject(Toaster).toasts();
    TestBed.inject(Toaster).dismiss(shown!.id);
    shown?.actions.find((action: ToastAction) => action.label === label)?.run();
  };
  const wait = async (...waiters: object[]): Promise<void> => {
    fake.waiting = waiters;
    fake.tell({ __typename: 'LobbyMoved', waitingCount: waiters.length });
    await vi.waitFor(() => expect(book.waiters()).toHaveLength(waiters.length));
    TestBed.tick();
  };

  const enter = async (role: 'HOST' | 'PRESENTER'): Promise<void> => {
    fake.people = [someone('me', 'Ada', role)];
    fake.admission = fake.admitted(role);
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    book = TestBed.inject(LobbyBook);
    TestBed.inject(LobbyHerald);
    TestBed.tick();
  };

  beforeEach(() => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [LobbyBook, LobbyHerald, Panels] });
  });

  it('says who waits until nobody does', async () => {
    await enter('HOST');
    await wait(waiter('lob_1', 'Mara Example'));
    expect(toast()).toBe('Mara Example is waiting');
    await wait(waiter('lob_1', 'Mara Example'), waiter('lob_2', 'Bo'), waiter('lob_3', 'Cy'));
    expect(toast()).toBe('3 people are waiting');
    await wait();
    expect(toast()).toBeUndefined();
  });

  it('put aside, it comes back with the next who asks and not before', async () => {
    await enter('HOST');
    await wait(waiter('lob_1', 'Mara'), waiter('lob_2', 'Bo'));
    TestBed.inject(Toaster).settle('lobby');
    await wait(waiter('lob_1', 'Mara'));
    expect(toast()).toBeUndefined();
    await wait(waiter('lob_1', 'Mara'), waiter('lob_3', 'Cy'));
    expect(toast()).toBe('2 people are waiting');
  });

  it('lets in from the toast, and shows the list, which takes the toast’s place', async () => {
    await enter('HOST');
    await wait(waiter('lob_1', 'Mara'));
    press('View');
    expect(TestBed.inject(Panels).isPeopleOpen()).toBe(true);
    await wait(waiter('lob_1', 'Mara'), waiter('lob_3', 'Cy'));
    expect(toast()).toBeUndefined();
    TestBed.inject(Panels).close();
    await wait(waiter('lob_1', 'Mara'));
    await wait(waiter('lob_1', 'Mara'), waiter('lob_2', 'Bo'));
    press('Let all in');
    await vi.waitFor(() => expect(book.waiters()).toEqual([]));
    expect(fake.sent('Admit')).toEqual([{ meetingId: 'mtg_1', lobbyIds: ['lob_1', 'lob_2'] }]);
  });

  it('refuses one, once, and keeps the list when that is not done', async () => {
    await enter('HOST');
    await wait(waiter('lob_1', 'Mara'), waiter('lob_2', 'Bo'));
    fake.refusals = [{ code: 'UNAVAILABLE', message: 'Not now.' }];
    await book.refuse(['lob_1']);
    expect(book.waiters()).toHaveLength(2);
    fake.refusals = [];
    await Promise.all([book.refuse(['lob_1']), book.refuse(['lob_1'])]);
    expect(fake.sent('Refuse')).toHaveLength(2);
    expect(book.waiters().map(({ displayName }) => displayName)).toEqual(['Bo']);
  });

  it('is nobody else’s business, until they become host', async () => {
    await enter('PRESENTER');
    fake.waiting = [waiter('lob_1', 'Mara')];
    fake.tell({ __typename: 'LobbyMoved', waitingCount: 1 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([fake.sent('MeetingLobby'), toast()]).toEqual([[], undefined]);
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'CO_HOST') });
    await vi.waitFor(() => (TestBed.tick(), expect(toast()).toBe('Mara is waiting')));
  });
});
