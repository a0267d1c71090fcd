import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Following, Live } from '../../graph/live';
import { Session } from '../../session/session';
import { ConversationBook } from './conversation-book';
import { ReadMarks } from './read-marks';
import { Thread } from './thread';

const message = (seq: number, body = `m${seq}`, userId = 'them') => ({
  id: `msg_${seq}`,
  seq,
  body,
  sentAt: new Date(seq * 1000).toISOString(),
  author: { userId, displayName: userId, avatarUrl: null },
});

describe('an open conversation', () => {
  const send = vi.fn();
  let stored: ReturnType<typeof message>[];
  let unread: number;
  let following: Following<{ conversationEvents: unknown }, Record<string, unknown>>;
  let thread: Thread;

  beforeEach(() => {
    stored = [message(1), message(2)];
    unread = 0;
    send.mockReset();
    const ask = async (document: object, variables: { input?: unknown }): Promise<unknown> => {
      const text = String(document);
      if (text.includes('mutation SendMessage')) return { sendMessage: await send(variables.input) };
      const page = { nodes: stored, pageInfo: { hasPreviousPage: false, startCursor: null } };
      return {
        conversation: {
          id: 'cnv_1',
          title: null,
          isDirect: true,
          lastSeq: 2,
          unreadCount: unread,
          members: { nodes: [] },
          cursor: 'c2',
          messages: page,
        },
      };
    };
    TestBed.configureTestingModule({
      providers: [
        Thread,
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
});
