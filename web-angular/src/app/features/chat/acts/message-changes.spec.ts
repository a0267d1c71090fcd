import { describe, expect, it } from 'vitest';
import { emptyLog, hear, merge, MessageLog } from '../message-log';
import { stored } from '../testing/stored';
import { deleted, edited, previewed, reacted, ReactionChange } from './message-changes';

const ben = { userId: 'ben', displayName: 'Ben' };
const cy = { userId: 'cy', displayName: 'Cy' };
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const quote = (messageId: string, excerpt: string | null) => ({
  messageId,
  author: { userId: 'them', displayName: 'Them' },
  excerpt,
  isDeleted: false,
});
const logOf = (...messages: ReturnType<typeof stored>[]): MessageLog => merge(emptyLog, messages);
const one = (log: MessageLog, id: string) => log.stored.find((message) => message.id === id);

describe('an edit', () => {
  it('changes the words and whom they mention, and nothing else', () => {
    const before = logOf({ ...stored(1), reactions: [{ emoji: '👍', count: 1, users: [ben] }] }, stored(2));
    const log = edited(before, { id: 'msg_1', body: 'new', editedAt: at(5), mentions: [ben], preview: null });
    expect(one(log, 'msg_1')).toEqual({ ...one(before, 'msg_1'), body: 'new', editedAt: at(5), mentions: [ben] });
    expect(one(log, 'msg_2')).toBe(one(before, 'msg_2'));
  });

  it.each([
    ['an older one', { ...stored(1), body: 'newest', editedAt: at(9) }],
    ['of what is deleted', { ...stored(1), body: '', deletedAt: at(3) }],
  ])('%s changes nothing', (_, known) => {
    const before = logOf(known);
    expect(edited(before, { id: 'msg_1', body: 'new', editedAt: at(5), mentions: [], preview: null })).toBe(before);
  });

  it('of a message that is not shown changes nothing', () => {
    const before = logOf(stored(2));
    expect(edited(before, { id: 'msg_1', body: 'new', editedAt: at(5), mentions: [], preview: null })).toBe(before);
  });

  it('is seen in answers, where the words were shown', () => {
    const before = logOf(
      stored(1),
      { ...stored(2), replyTo: quote('msg_1', 'm1') },
      { ...stored(3), replyTo: quote('msg_1', null) },
    );
    const log = edited(before, { id: 'msg_1', body: 'x'.repeat(300), editedAt: at(5), mentions: [], preview: null });
    expect(log.stored.map(({ replyTo }) => replyTo?.excerpt)).toEqual([undefined, 'x'.repeat(200), null]);
  });
});

describe('what a message leads to', () => {
  const preview = { url: 'https://a.example/', host: 'a.example', title: 'A', description: null, siteName: null };

  it('comes late, and goes when it is taken away, edited away or deleted', () => {
    const log = previewed(logOf(stored(1), stored(2)), { messageId: 'msg_1', preview });
    expect(log.stored.map((message) => message.preview)).toEqual([preview, null]);
    expect(one(previewed(log, { messageId: 'msg_1', preview: null }), 'msg_1')?.preview).toBeNull();
    const edit = { id: 'msg_1', body: 'new', editedAt: at(5), mentions: [] };
    expect(one(edited(log, { ...edit, preview }), 'msg_1')?.preview).toEqual(preview);
    expect(one(edited(log, { ...edit, preview: null }), 'msg_1')?.preview).toBeNull();
    const gone = deleted(log, 'msg_1', at(7));
    expect(one(gone, 'msg_1')?.preview).toBeNull();
    expect(one(previewed(gone, { messageId: 'msg_1', preview }), 'msg_1')?.preview).toBeNull();
  });
});

describe('a deletion', () => {
  it('leaves the place, without words, reactions, mentions and quote, and is seen in answers', () => {
    const full = {
      ...stored(1),
      editedAt: at(2),
      replyTo: quote('msg_0', 'x'),
      reactions: [{ emoji: '👍', count: 1, users: [ben] }],
      mentions: [ben],
    };
    const log = deleted(logOf(full, { ...stored(2), replyTo: quote('msg_1', 'm1') }), 'msg_1', at(7));
    expect(one(log, 'msg_1')).toEqual({ ...stored(1), body: '', deletedAt: at(7) });
    expect(one(log, 'msg_2')?.replyTo).toEqual({ ...quote('msg_1', null), isDeleted: true });
    expect(deleted(log, 'msg_1', at(7))).toEqual(log);
  });

  it('is not undone by what was told before it and arrives after it', () => {
    const gone = deleted(logOf(stored(1)), 'msg_1', at(7));
    expect(edited(gone, { id: 'msg_1', body: 'back', editedAt: at(8), mentions: [], preview: null })).toBe(gone);
    expect(one(hear(gone, stored(1), 'me'), 'msg_1')?.deletedAt).toBe(at(7));
    expect(
      one(reacted(gone, { messageId: 'msg_1', emoji: '👍', user: ben, on: true, count: 1 }), 'msg_1')?.reactions,
    ).toEqual([]);
  });
});

describe('reactions', () => {
  const change = (emoji: string, user: typeof ben, on: boolean, count?: number): ReactionChange => ({
    messageId: 'msg_1',
    emoji,
    user,
    on,
    ...(count === undefined ? {} : { count }),
  });
  const after = (...changes: ReactionChange[]) => one(changes.reduce(reacted, logOf(stored(1))), 'msg_1')?.reactions;

  it.each<[string, ReactionChange[], unknown]>([
    ['come', [change('👍', ben, true, 1)], [{ emoji: '👍', count: 1, users: [ben] }]],
    ['gather', [change('👍', ben, true, 1), change('👍', cy, true, 2)], [{ emoji: '👍', count: 2, users: [ben, cy] }]],
    ['go, and with the last one the emoji', [change('👍', ben, true, 1), change('👍', ben, false, 0)], []],
    [
      'stand in the order they came',
      [change('👍', ben, true, 1), change('🎉', cy, true, 1), change('👍', cy, true, 2)],
      [
        { emoji: '👍', count: 2, users: [ben, cy] },
        { emoji: '🎉', count: 1, users: [cy] },
      ],
    ],
    [
      'are counted once, told twice',
      [change('👍', ben, true, 1), change('👍', ben, true, 1)],
      [{ emoji: '👍', count: 1, users: [ben] }],
    ],
    [
      'known by me before they are told',
      [change('👍', ben, true), change('👍', ben, true, 1)],
      [{ emoji: '👍', count: 1, users: [ben] }],
    ],
    [
      'told before I know',
      [change('👍', ben, true, 1), change('👍', ben, true)],
      [{ emoji: '👍', count: 1, users: [ben] }],
    ],
    [
      'taken back before it is told',
      [change('👍', ben, true, 1), change('👍', ben, false), change('👍', ben, false, 0)],
      [],
    ],
    ['never there, taken back', [change('👍', ben, false)], []],
    // More than are named: the count is the log's.
    ['of many', [change('👍', ben, true, 70), change('👍', cy, false, 69)], [{ emoji: '👍', count: 69, users: [ben] }]],
  ])('%s', (_, changes, expected) => {
    expect(after(...changes)).toEqual(expected);
  });

  it('end the same, however much of what is told was known already', () => {
    const events = [
      change('👍', ben, true, 1),
      change('👍', cy, true, 2),
      change('👍', ben, false, 1),
      change('🎉', ben, true, 1),
    ];
    const end = after(...events);
    for (let known = 0; known <= events.length; known += 1)
      expect(after(...events.slice(0, known), ...events)?.toSorted((a, b) => a.emoji.localeCompare(b.emoji))).toEqual(
        end?.toSorted((a, b) => a.emoji.localeCompare(b.emoji)),
      );
  });
});
