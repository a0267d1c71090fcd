import { describe, expect, it } from 'vitest';
import { acknowledge, discard, emptyLog, fail, hear, merge, MessageLog, replace, write } from './message-log';
import { stored } from './testing/stored';

const pending = (nonce: string, body: string) => ({ nonce, body, writtenAt: 0, state: 'sending' as const });
const bodies = (log: MessageLog): string[] => [
  ...log.stored.map(({ body }) => body),
  ...log.pending.map(({ body }) => `(${body})`),
];

describe('the message log', () => {
  it('keeps the order of seq and each message once, however they arrive', () => {
    const log = [[stored(3)], [stored(1), stored(2)], [stored(2), stored(3)], [stored(7)], [stored(5)]].reduce(
      merge,
      emptyLog,
    );
    expect(log.stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 7]);
  });

  it('survives every order of arrival of the same messages', () => {
    const all = [1, 2, 3, 4, 6].map((seq) => stored(seq));
    for (let round = 0; round < 200; round++) {
      const mixed = [...all, ...all].sort(() => Math.random() - 0.5);
      const log = mixed.reduce((before, message) => hear(before, message, 'me'), emptyLog);
      expect(log.stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 6]);
    }
  });

  it('never shows mine twice when it is heard before it is acknowledged', () => {
    let log = write(merge(emptyLog, [stored(1)]), pending('n1', 'hello'));
    log = hear(log, stored(2, 'hello', 'me'), 'me');
    expect(bodies(log)).toEqual(['m1', 'hello']);
    log = acknowledge(log, 'n1', stored(2, 'hello', 'me'));
    expect(bodies(log)).toEqual(['m1', 'hello']);
  });

  it('keeps what was heard of mine before it was acknowledged', () => {
    const heard = { ...stored(2, 'hello', 'me'), body: 'edited since' };
    const log = acknowledge(hear(write(emptyLog, pending('n1', 'hello')), heard, 'me'), 'n1', stored(2, 'hello', 'me'));
    expect(bodies(log)).toEqual(['edited since']);
  });

  it('never shows mine twice when it is acknowledged before it is heard', () => {
    let log = write(emptyLog, pending('n1', 'hello'));
    log = acknowledge(log, 'n1', stored(1, 'hello', 'me'));
    log = hear(log, stored(1, 'hello', 'me'), 'me');
    expect(bodies(log)).toEqual(['hello']);
  });

  it('keeps two of mine with the same words apart', () => {
    let log = write(write(emptyLog, pending('n1', 'ok')), pending('n2', 'ok'));
    log = hear(log, stored(1, 'ok', 'me'), 'me');
    expect(bodies(log)).toEqual(['ok', '(ok)']);
    log = hear(log, stored(2, 'ok', 'me'), 'me');
    log = acknowledge(log, 'n1', stored(1, 'ok', 'me'));
    log = acknowledge(log, 'n2', stored(2, 'ok', 'me'));
    expect(bodies(log)).toEqual(['ok', 'ok']);
  });

  it('does not take the words of somebody else for mine', () => {
    const log = hear(write(emptyLog, pending('n1', 'ok')), stored(1, 'ok', 'them'), 'me');
    expect(bodies(log)).toEqual(['ok', '(ok)']);
  });

  it('hears a message again without eating a pending one with the same words', () => {
    let log = hear(emptyLog, stored(1, 'ok', 'me'), 'me');
    log = write(log, pending('n2', 'ok'));
    log = hear(log, stored(1, 'ok', 'me'), 'me');
    expect(bodies(log)).toEqual(['ok', '(ok)']);
  });

  it('keeps a failed one with its nonce, to be tried again in its place', () => {
    let log = fail(write(emptyLog, pending('n1', 'hello')), 'n1', 'offline');
    expect(log.pending[0]).toMatchObject({ nonce: 'n1', state: 'failed', problem: 'offline' });
    log = write(log, pending('n1', 'hello'));
    expect(log.pending).toHaveLength(1);
    expect(log.pending[0]?.state).toBe('sending');
    expect(discard(log, 'n1').pending).toEqual([]);
  });

  it('loads afresh without losing what is on its way', () => {
    const log = replace(write(merge(emptyLog, [stored(1), stored(2)]), pending('n1', 'x')), [stored(8), stored(9)]);
    expect(bodies(log)).toEqual(['m8', 'm9', '(x)']);
  });

  it('takes my own without words for the pending one with the same files, and for no other', () => {
    const file = (id: string) => ({
      id,
      name: id,
      type: '',
      size: 1,
      url: '',
      previewUrl: null,
      width: null,
      height: null,
    });
    const written = (nonce: string, id: string) => ({ ...pending(nonce, ''), attachments: [file(id)] });
    const log = write(write(emptyLog, written('n1', 'att_1')), written('n2', 'att_2'));
    const heard = hear(log, { ...stored(1, '', 'me'), attachments: [file('att_2')] }, 'me');
    expect(heard.pending.map(({ nonce }) => nonce)).toEqual(['n1']);
  });
});
