import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { Inbox, InboxEvent } from '../../graph/inbox';
import { ConversationBook } from './conversation-book';
import { ReadMarks } from './read-marks';

const conversation = (id: string, lastSeq: number, unreadCount: number, notificationLevel = 'ALL') => ({
  id,
  title: id,
  isDirect: false,
  kind: 'GROUP',
  lastSeq,
  unreadCount,
  notificationLevel,
  members: { nodes: [] },
  lastMessage: null,
});

const message = (seq: number, body: string) => ({
  id: `m${seq}`,
  seq,
  body,
  sentAt: '2026-11-22T08:00:00Z',
  author: { userId: 'u', displayName: 'Ada', avatarUrl: null, isGuest: false, isSystem: false },
  notice: null,
  attachments: [],
});

describe('my conversations', () => {
  let hear: (event: InboxEvent) => void;
  let lose: () => void;
  let book: ConversationBook;
  let mark = 0;
  const asked: { query: string; answer: (data: unknown) => void }[] = [];

  beforeEach(async () => {
    asked.length = 0;
    mark = 0;
    const ask = (document: object): Promise<unknown> =>
      new Promise((answer) => asked.push({ query: String(document), answer }));
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        {
          provide: Inbox,
          useValue: { listen: (...told: [typeof hear, typeof lose]) => (([hear, lose] = told), () => undefined) },
        },
        { provide: ReadMarks, useValue: { of: () => mark } },
      ],
    });
    book = TestBed.inject(ConversationBook);
    asked[0]?.answer({
      unreadConversationIds: [],
      conversations: { nodes: [conversation('a', 4, 2), conversation('b', 3, 0)] },
    });
    await vi.waitFor(() => expect(book.conversations()).toHaveLength(2));
  });
  const unreadIn = (id: string): number | undefined => {
    const known = book.conversations().find((one) => one.id === id);
    return known && book.unreadIn(known);
  };
  const moved = (
    conversationId: string,
    lastSeq: number,
    unreadCount: number,
    lastMessage: ReturnType<typeof message> | null = null,
  ): void => hear({ __typename: 'ConversationMoved', cursor: '', conversationId, lastSeq, unreadCount, lastMessage });
  const ready = (): void => hear({ __typename: 'InboxReady', cursor: '' });
  const tick = () => new Promise((resolve) => setTimeout(resolve));

  it('have the count that the server says, until all of it was seen here', () => {
    expect([unreadIn('a'), unreadIn('b'), book.unread()]).toEqual([2, 0, 1]);
    mark = 3;
    expect(unreadIn('a')).toBe(2);
    mark = 4;
    expect(unreadIn('a')).toBe(0);
  });

  it('keep what the inbox said last, whatever was asked for before that', async () => {
    moved('a', 5, 3);
    moved('a', 6, 0);
    const [, late, last] = asked;
    last?.answer({ conversation: conversation('a', 6, 0) });
    late?.answer({ conversation: conversation('a', 5, 3) });
    await tick();
    expect(unreadIn('a')).toBe(0);
    const loading = book.load();
    moved('b', 4, 1);
    asked[3]?.answer({
      unreadConversationIds: [],
      conversations: { nodes: [conversation('a', 6, 0), conversation('b', 3, 0)] },
    });
    await loading;
    expect([unreadIn('a'), unreadIn('b')]).toEqual([0, 1]);
  });

  it('are right after a sleep by what the inbox tells, with nothing asked that it has told', async () => {
    ready();
    expect(asked).toHaveLength(2);
    asked[1]?.answer({
      unreadConversationIds: [],
      conversations: { nodes: [conversation('a', 4, 2), conversation('b', 3, 0)] },
    });
    await tick();
    // Back with the cursor: what moved comes first, then that this was all.
    moved('a', 9, 5, message(9, 'while you slept'));
    moved('b', 3, 0, null);
    hear({ __typename: 'ConversationLeft', cursor: '', conversationId: 'b' });
    ready();
    await tick();
    expect(asked).toHaveLength(2);
    expect(book.conversations().map(({ id, lastSeq, lastMessage }) => [id, lastSeq, lastMessage?.body])).toEqual([
      ['a', 9, 'while you slept'],
    ]);
    expect(unreadIn('a')).toBe(5);
    // One that I was put into meanwhile, or that was renamed, is asked for.
    moved('c', 2, 1, message(2, 'welcome'));
    moved('a', 10, 5, message(9, 'while you slept'));
    expect(asked).toHaveLength(4);
    asked[2]?.answer({ conversation: conversation('c', 2, 1) });
    asked[3]?.answer({ conversation: { ...conversation('a', 10, 5), title: 'renamed' } });
    await tick();
    expect(new Set(book.conversations().map(({ title }) => title))).toEqual(new Set(['c', 'renamed']));
  });

  it('are loaded afresh when what was missed cannot be told, and at the next return if that failed', async () => {
    ready();
    asked[1]?.answer({ unreadConversationIds: [], conversations: { nodes: [] } });
    await tick();
    lose();
    expect(asked).toHaveLength(3);
    ready();
    expect(asked).toHaveLength(4);
  });

  it('count those with something unread as their levels say, also those that are not in the list', async () => {
    const loading = book.load();
    asked[1]?.answer({
      unreadConversationIds: ['a', 'called', 'beyond'],
      conversations: {
        nodes: [
          conversation('a', 4, 2),
          conversation('read', 4, 0),
          conversation('called', 4, 2, 'MENTIONS'),
          conversation('uncalled', 4, 2, 'MENTIONS'),
          conversation('silent', 4, 2, 'NONE'),
        ],
      },
    });
    await loading;
    expect(book.unread()).toBe(3);
    const call = (conversationId: string) =>
      hear({ __typename: 'Mentioned', cursor: '', conversationId, message: { ...message(5, 'you'), id: 'm5' } });
    call('uncalled');
    call('silent');
    expect(book.unread()).toBe(4);
    moved('called', 4, 0, message(4, 'read elsewhere'));
    moved('beyond', 9, 0, message(9, 'read elsewhere'));
    expect(book.unread()).toBe(2);
    moved('silent', 5, 3, message(5, 'more'));
    expect(book.unread()).toBe(2);
    moved('read', 5, 1, message(5, 'news'));
    expect(book.unread()).toBe(3);
    moved('called', 6, 1, message(6, 'not of you'));
    expect(book.unread()).toBe(3);
  });

  it('lose the one that I am no longer in', () => {
    hear({ __typename: 'ConversationLeft', cursor: '', conversationId: 'a' });
    expect(book.conversations().map(({ id }) => id)).toEqual(['b']);
  });
});
