import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConversationBook } from '../features/chat/conversation-book';
import { PresenceBook } from '../features/contacts/presence-book';
import { toastsHere } from '../features/notifications/here';
import { Inbox, InboxEvent } from '../graph/inbox';
import { Session } from '../session/session';
import { Toaster } from '../ui/toaster';
import { MessageNews } from './message-news';

const me = { id: 'usr_me', displayName: 'Me' };
const grace = { userId: 'usr_grace', displayName: 'Grace', avatarUrl: null };
const conversation = (messageId: string, more: object = {}, message: object = {}) => ({
  id: 'cnv_1',
  title: null,
  isDirect: true,
  kind: 'DIRECT',
  lastSeq: 3,
  unreadCount: 1,
  notificationLevel: 'ALL',
  members: { nodes: [grace, { userId: 'usr_me', displayName: 'Me', avatarUrl: null }] },
  lastMessage: {
    ...{ id: messageId, seq: 3, body: 'Shall we meet?', sentAt: new Date().toISOString() },
    author: { ...grace, isGuest: false, isSystem: false },
    ...message,
  },
  ...more,
});

describe('news of messages', () => {
  const conversations = signal<unknown[]>([]);
  const mine = signal<{ availability: string } | undefined>(undefined);
  const router = { url: '/people', navigate: vi.fn() };
  let tell: (event: InboxEvent) => void;
  const texts = (): string[] =>
    TestBed.inject(Toaster)
      .toasts()
      .map(({ text }) => text);
  const moves = (one: object): void => {
    conversations.set([one]);
    TestBed.tick();
  };

  beforeEach(() => {
    localStorage.clear();
    toastsHere.set(true);
    router.url = '/people';
    router.navigate.mockReset();
    conversations.set([]);
    mine.set(undefined);
    const book = { conversations, unreadIn: ({ unreadCount }: { unreadCount: number }) => unreadCount };
    TestBed.configureTestingModule({
      providers: [
        { provide: ConversationBook, useValue: book },
        { provide: PresenceBook, useValue: { mine } },
        { provide: Session, useValue: { me: signal(me) } },
        { provide: Inbox, useValue: { listen: (heard: typeof tell) => void (tell = heard) } },
        { provide: Router, useValue: router },
      ],
    });
    TestBed.inject(MessageNews);
    TestBed.tick();
  });

  it('say who wrote what, once, and lead there', () => {
    moves(conversation('msg_1'));
    moves(conversation('msg_1', { unreadCount: 2 }));
    expect(texts()).toEqual(['Grace: Shall we meet?']);
    TestBed.inject(Toaster).toasts()[0]?.actions[0]?.run();
    expect(router.navigate).toHaveBeenCalledWith(['/chats', 'cnv_1']);
  });

  it.each<[string, object, object]>([
    ['what one said oneself', {}, { author: { ...grace, userId: 'usr_me', isSystem: false } }],
    ['what Parley says', {}, { author: { ...grace, isSystem: true } }],
    ['what was said long ago', {}, { sentAt: '2020-01-01T00:00:00Z' }],
    ['what has been read', { unreadCount: 0 }, {}],
    ['what one does not want to hear of', { notificationLevel: 'NONE' }, {}],
    ['what mentions nobody, where one wants mentions', { notificationLevel: 'MENTIONS' }, {}],
  ])('leave out %s', (_, more, message) => {
    moves(conversation('msg_1', more, message));
    expect(texts()).toEqual([]);
  });

  it('leave out the conversation that one looks at', () => {
    router.url = '/chats/cnv_1?message=msg_1';
    moves(conversation('msg_1'));
    expect(texts()).toEqual([]);
  });

  it('are silent while one does not want to be disturbed, and where they are turned off', () => {
    mine.set({ availability: 'DO_NOT_DISTURB' });
    moves(conversation('msg_1'));
    mine.set({ availability: 'ONLINE' });
    toastsHere.set(false);
    moves(conversation('msg_2'));
    expect(texts()).toEqual([]);
  });

  it('tell of a mention, and not of the same message again', () => {
    moves(conversation('msg_0', { notificationLevel: 'MENTIONS' }));
    const { lastMessage } = conversation('msg_1');
    tell({ __typename: 'Mentioned', cursor: 'c', conversationId: 'cnv_1', message: lastMessage } as InboxEvent);
    expect(texts()).toEqual(['Grace mentioned you: Shall we meet?']);
    moves(conversation('msg_1'));
    expect(texts()).toHaveLength(1);
  });
});
