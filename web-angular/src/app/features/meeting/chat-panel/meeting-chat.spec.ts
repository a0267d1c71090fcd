import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../ui/announcer';
import { Thread } from '../../chat/thread';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { MeetingChat } from './meeting-chat';

const message = (body: string) => ({ id: body, body, author: { userId: 'them', displayName: 'Grace' } });

describe('the chat of a meeting', () => {
  let fake: FakeMeeting;
  let chat: MeetingChat;
  const arrived = signal<unknown>(null);
  const open = vi.fn();

  beforeEach(async () => {
    vi.useFakeTimers();
    fake = new FakeMeeting();
    open.mockReset();
    arrived.set(null);
    TestBed.configureTestingModule({
      providers: [MeetingChat, Panels, { provide: Thread, useValue: { open, arrived } }],
    });
    fake.people = [someone('me', 'Ada', 'PRESENTER'), someone('g', 'Grace')];
    fake.admission = fake.admitted('PRESENTER', { meeting: { ...fake.facts, conversation: { id: 'cnv_1' } } });
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    chat = TestBed.inject(MeetingChat);
    TestBed.tick();
  });
  afterEach(() => {
    vi.useRealTimers();
    TestBed.resetTestingModule();
  });
  const change = (more: object): void => {
    const { conversation: _conversation, ...notice } = fake.facts;
    fake.tell({ __typename: 'MeetingChanged', meeting: { ...notice, conversationId: null, ...more } });
  };
  const hear = (body: string): void => {
    arrived.set(message(body));
    TestBed.tick();
  };

  it('is that of the session one was let in to, and another one when the session is', () => {
    expect(open.mock.calls).toEqual([['cnv_1', undefined]]);
    change({ conversationId: 'cnv_2' });
    expect(open.mock.calls.at(-1)).toEqual(['cnv_2', undefined]);
    change({});
    expect(chat.conversationId()).toBe('cnv_2');
  });

  it('closed, counts and previews what comes, and says it; open, it only says it', () => {
    const say = vi.spyOn(TestBed.inject(Announcer), 'say');
    hear('hello');
    hear('there');
    expect(say.mock.calls.map(([words]) => words)).toEqual(['Grace: hello', 'Grace: there']);
    expect(chat.unseen()).toBe(2);
    expect(chat.preview()).toEqual({ name: 'Grace', body: 'there' });
    vi.advanceTimersByTime(6000);
    expect(chat.preview()).toBeNull();
    expect(chat.unseen()).toBe(2);
    TestBed.inject(Panels).openChat();
    TestBed.tick();
    expect(chat.unseen()).toBe(0);
    hear('again');
    expect(say).toHaveBeenLastCalledWith('Grace: again');
    expect([chat.unseen(), chat.preview()]).toEqual([0, null]);
  });

  it('shows no preview while somebody shares', () => {
    fake.room.enter('g', { screen: {} as never });
    TestBed.tick();
    hear('hello');
    expect(chat.preview()).toBeNull();
    expect(chat.unseen()).toBe(1);
  });

  it('is closed for writing as the meeting’s permissions say, at once', () => {
    expect(chat.whyNotWrite()).toBeUndefined();
    change({ permissions: { ...fake.facts.permissions, presentersMayChat: false } });
    expect(chat.whyNotWrite()).toMatch(/does not let presenters write/);
  });
});
