import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Following, Live } from '../../graph/live';
import { Session } from '../../session/session';
import { ConversationBook } from './conversation-book';
import { ReadMarks } from './read-marks';
import { stored as message } from './testing/stored';
import { Thread } from './thread';
import { Typers } from './typers';

const END = { hasPreviousPage: false, startCursor: null, hasNextPage: false, endCursor: 'end' };

describe('an open conversation', () => {
  let isCut: boolean;
  let earlier: Promise<ReturnType<typeof message>[]> | undefined;
  const send = vi.fn();
  let stored: ReturnType<typeof message>[];
  let unread: number;
  let following: Following<{ conversationEvents: unknown }, Record<string, unknown>>;
  let thread: Thread;

  beforeEach(() => {
    stored = [message(1), message(2)];
    unread = 0;
    isCut = false;
    earlier = undefined;
    send.mockReset();
    const ask = async (document: object, variables: { input?: unknown }): Promise<unknown> => {
      const text = String(document);
      if (text.includes('mutation SendMessage')) return { sendMessage: await send(variables.input) };
      if (isCut) throw new GraphError('OFFLINE');
      if (text.includes('query MessagesAround'))
        return { conversation: { messagesAround: { nodes: [message(1)], pageInfo: { ...END, hasNextPage: true } } } };
      if (text.includes('query EarlierChanges')) return { conversation: { changes: { nodes: [] } } };
      if (text.includes('query EarlierMessages'))
        return { conversation: { changes: { nodes: [] }, messages: { nodes: await earlier, pageInfo: END } } };
      const page = {
        nodes: stored,
        pageInfo: earlier ? { ...END, hasPreviousPage: true, startCursor: 'start' } : END,
      };
      return {
        conversation: {
          id: 'cnv_1',
          title: null,
          isDirect: true,
          kind: 'DIRECT',
          myId: 'me',
          mayWrite: true,
          meeting: null,
          lastSeq: 2,
          unreadCount: unread,
          members: { nodes: [] },
          cursor: 'c2',
          messages: page,
          changes: { nodes: [] },
          readMarks: { nodes: [{ seq: 1, member: { userId: 'them', displayName: 'Them' } }] },
        },
      };
    };
    TestBed.configureTestingModule({
      providers: [
        Thread,
        Typers,
        { provide: Graph, useValue: { ask } },
        { provide: Live, useValue: { follow: (asked: typeof following) => ((following = asked), () => undefined) } },
        { provide: Session, useValue: { me: signal({ id: 'me', displayName: 'Me' }) } },
        { provide: ConversationBook, useValue: { moved: vi.fn(), unreadIn: () => unread } },
        { provide: ReadMarks, useValue: { see: vi.fn() } },
      ],
    });
    thread = TestBed.inject(Thread);
  });
  const hear = (event: unknown): void => following.onEvent({ conversationEvents: event });
  const bodies = (): string[] => thread.log().stored.map(({ body }) => body);

  it('is followed from the cursor it was loaded with', async () => {
    await thread.open('cnv_1');
    expect(following.variables).toEqual({ conversationId: 'cnv_1', after: 'c2' });
    hear({ __typename: 'MessageSent', cursor: 'c3', message: message(3) });
    expect(bodies()).toEqual(['m1', 'm2', 'm3']);
    expect(thread.arrived()?.body).toBe('m3');
  });

  it('knows who types until they have written, and how far the others have read', async () => {
    await thread.open('cnv_1');
    const typers = TestBed.inject(Typers);
    const them = { userId: 'them', displayName: 'Them' };
    hear({ __typename: 'Typing', cursor: 'c2', ...them });
    hear({ __typename: 'Typing', cursor: 'c2', userId: 'me', displayName: 'Me' });
    expect([...typers.names().values()]).toEqual(['Them']);
    hear({ __typename: 'ReadMoved', cursor: 'c2', userId: 'them', seq: 2 });
    expect(thread.readMarks()).toEqual([{ ...them, seq: 2 }]);
    hear({ __typename: 'MessageSent', cursor: 'c3', message: message(3) });
    expect(typers.names().size).toBe(0);
    expect(thread.readMarks()).toMatchObject([{ userId: 'them', seq: 3 }]);
  });

  it('shows who came and went, and ends with my own going', async () => {
    await thread.open('cnv_1');
    const [me, them] = [
      { userId: 'me', displayName: 'Me', avatarUrl: null },
      { userId: 'them', displayName: 'Them' },
    ];
    hear({ __typename: 'TitleChanged', cursor: 'c3', seq: 3, at: '', title: 'Tea', by: them });
    expect(thread.conversation()?.title).toBe('Tea');
    hear({ __typename: 'MemberAdded', cursor: 'c4', seq: 4, at: '', member: me, by: them });
    expect(thread.conversation()?.members.nodes).toEqual([me]);
    expect(thread.isGone()).toBe(false);
    hear({ __typename: 'MemberRemoved', cursor: 'c5', seq: 5, at: '', member: me, remover: them });
    expect(thread.isGone()).toBe(true);
    expect(thread.changes().map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('is loaded afresh when the log says so', async () => {
    await thread.open('cnv_1');
    stored = [message(8), message(9)];
    hear({ __typename: 'Resync', cursor: 'c9' });
    await vi.waitFor(() => expect(bodies()).toEqual(['m8', 'm9']));
  });

  it('stands the unread line before the first of what is unread', async () => {
    stored = [message(1), message(2, 'mine', 'me'), message(3), message(4)];
    unread = 2;
    await thread.open('cnv_1');
    expect(thread.readUntil()).toBe(2);
  });

  it('shows what is sent at once, and as stored when it is acknowledged', async () => {
    await thread.open('cnv_1');
    let answer: (value: unknown) => void = () => undefined;
    send.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const sending = thread.send('hello');
    expect(thread.log().pending).toMatchObject([{ body: 'hello', state: 'sending' }]);
    hear({ __typename: 'MessageSent', cursor: 'c3', message: message(3, 'hello', 'me') });
    answer({ message: message(3, 'hello', 'me'), userErrors: [] });
    await sending;
    expect(bodies()).toEqual(['m1', 'm2', 'hello']);
    expect(thread.log().pending).toEqual([]);
  });

  it('tries what may pass again with the same nonce', async () => {
    await thread.open('cnv_1');
    send
      .mockRejectedValueOnce(new GraphError('UNAVAILABLE'))
      .mockResolvedValue({ message: message(3, 'hello', 'me'), userErrors: [] });
    await thread.send('hello');
    const nonces = send.mock.calls.map(([input]) => (input as { clientNonce: string }).clientNonce);
    expect(nonces).toHaveLength(2);
    expect(new Set(nonces).size).toBe(1);
    expect(thread.log().pending).toEqual([]);
  });

  it('keeps what is written while the network is away, and sends it in its order when it is back', async () => {
    await thread.open('cnv_1');
    const bodiesSent = (): unknown[] => send.mock.calls.map(([input]) => (input as { body: string }).body);
    send.mockRejectedValue(new GraphError('OFFLINE'));
    const all = Promise.all(['one', 'two', 'three'].map((body) => thread.send(body)));
    const states = () => thread.log().pending.map(({ body, state }) => `${body} ${state}`);
    await vi.waitFor(() => expect(states()).toEqual(['one waiting', 'two waiting', 'three waiting']));
    thread.discard(thread.log().pending[1]!.nonce);
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(bodiesSent()).toEqual(['one', 'one']));
    send.mockImplementation(async ({ body }: { body: string }) => ({
      message: message(body === 'one' ? 3 : 4, body, 'me'),
      userErrors: [],
    }));
    window.dispatchEvent(new Event('online'));
    await all;
    expect(bodies()).toEqual(['m1', 'm2', 'one', 'three']);
    expect(bodiesSent()).toEqual(['one', 'one', 'one', 'three']);
    expect(thread.log().pending).toEqual([]);
  });

  it('is loaded again until that has worked, when its log said so while the network was away', async () => {
    vi.useFakeTimers();
    try {
      await thread.open('cnv_1');
      isCut = true;
      stored = [message(8), message(9)];
      following.onLost?.();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(bodies()).toEqual(['m1', 'm2']);
      isCut = false;
      await vi.advanceTimersByTimeAsync(5000);
      expect(bodies()).toEqual(['m8', 'm9']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('hears what comes while one reads elsewhere, and shows it once one is back', async () => {
    stored = [message(50), message(51)];
    await thread.open('cnv_1');
    expect(await thread.reach('msg_1')).toBe(true);
    expect([bodies(), thread.hasLater()]).toEqual([['m1'], true]);
    hear({ __typename: 'MessageSent', cursor: 'c3', message: message(52) });
    expect(bodies()).toEqual(['m1']);
    expect(thread.arrived()?.body).toBe('m52');
    await thread.toNewest();
    expect([bodies(), thread.hasLater()]).toEqual([['m50', 'm51', 'm52'], false]);
  });

  it('knows what became of messages while they were on their way here', async () => {
    stored = [message(50), message(51)];
    let answer: (nodes: typeof stored) => void = () => undefined;
    earlier = new Promise((resolve) => (answer = resolve));
    await thread.open('cnv_1');
    const loading = thread.goOn('earlier');
    hear({
      __typename: 'MessageEdited',
      isWithheld: false,
      message: { ...message(8, 'new'), editedAt: message(9).sentAt },
    });
    hear({ __typename: 'MessageDeleted', messageId: 'msg_9', deletedAt: message(10).sentAt });
    answer([message(8), message(9)]);
    await loading;
    expect(bodies()).toEqual(['new', '', 'm50', 'm51']);
    expect(thread.hasEarlier()).toBe(false);
  });

  it('goes on where one reads when it is loaded afresh', async () => {
    stored = [message(50), message(51)];
    await thread.open('cnv_1');
    await thread.reach('msg_1');
    thread.reads(1);
    stored = [message(90), message(91)];
    hear({ __typename: 'Resync', cursor: 'c91' });
    await vi.waitFor(() => expect(thread.newest().stored.at(-1)?.body).toBe('m91'));
    expect([bodies(), thread.hasLater()]).toEqual([['m1'], true]);
  });

  it('says why it was refused, and sends again with the same nonce when asked', async () => {
    await thread.open('cnv_1');
    send.mockResolvedValueOnce({ message: null, userErrors: [{ code: 'BAD_USER_INPUT', message: 'Too long.' }] });
    await thread.send('hello');
    expect(thread.log().pending).toMatchObject([{ state: 'failed', problem: 'Too long.' }]);
    send.mockResolvedValue({ message: message(3, 'hello', 'me'), userErrors: [] });
    await thread.resend(thread.log().pending[0]!.nonce);
    expect(bodies()).toEqual(['m1', 'm2', 'hello']);
    const [first, second] = send.mock.calls.map(([input]) => (input as { clientNonce: string }).clientNonce);
    expect(second).toBe(first);
  });

  it('hears what becomes of messages, and asks for words that were kept back', async () => {
    await thread.open('cnv_1');
    hear({
      __typename: 'ReactionChanged',
      messageId: 'msg_1',
      emoji: '👍',
      user: { userId: 'them', displayName: 'T' },
      on: true,
      count: 1,
    });
    hear({
      __typename: 'MessageEdited',
      isWithheld: false,
      message: { ...message(2, 'new words'), editedAt: message(9).sentAt },
    });
    expect(bodies()).toEqual(['m1', 'new words']);
    expect(thread.find('msg_1')?.reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
    const preview = { url: 'https://a.example/', host: 'a.example', title: 'A', description: null, siteName: null };
    hear({ __typename: 'PreviewChanged', cursor: 'c3', messageId: 'msg_2', preview, isWithheld: false });
    expect(thread.find('msg_2')?.preview).toEqual(preview);
    hear({ __typename: 'MessageDeleted', messageId: 'msg_1', deletedAt: message(9).sentAt });
    expect(thread.find('msg_1')).toMatchObject({ body: '', deletedAt: message(9).sentAt, reactions: [] });
    stored = [message(1), message(2, 'asked for')];
    hear({ __typename: 'MessageEdited', isWithheld: true, message: { ...message(7), body: '' } });
    expect(bodies()).toEqual(['', 'new words']);
    hear({ __typename: 'MessageEdited', isWithheld: true, message: { ...message(2), body: '' } });
    await vi.waitFor(() => expect(bodies()).toContain('asked for'));
  });

  it('sends what it answers and whom it mentions, and the same again when it failed', async () => {
    await thread.open('cnv_1');
    send.mockResolvedValueOnce({ message: null, userErrors: [{ code: 'NOT_FOUND', message: 'No.' }] });
    const replyTo = {
      messageId: 'msg_1',
      author: { userId: 'them', displayName: 'T' },
      excerpt: 'm1',
      isDeleted: false,
    };
    await thread.send('hello @T', { replyTo, mentions: [{ userId: 'them', displayName: 'T' }] });
    send.mockResolvedValue({ message: message(3, 'hello @T', 'me'), userErrors: [] });
    await thread.resend(thread.log().pending[0]!.nonce);
    const [first, second] = send.mock.calls.map(([input]) => input as object);
    expect(first).toMatchObject({ replyToId: 'msg_1', mentions: ['them'], conversationId: 'cnv_1' });
    expect(second).toEqual(first);
  });
});
