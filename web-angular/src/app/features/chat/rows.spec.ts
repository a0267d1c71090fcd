import { describe, expect, it } from 'vitest';
import { kept, rowsOf } from './rows';
import { stored } from './testing/stored';

const me = { userId: 'me', displayName: 'Me' };
const at = (minutes: number): string => new Date(Date.parse('2026-03-02T10:00:00') + minutes * 60_000).toISOString();
const message = (seq: number, userId: string, minutes: number) => ({ ...stored(seq, '', userId), sentAt: at(minutes) });

describe('rows', () => {
  it('put one heading on a run of five minutes by one author', () => {
    const rows = rowsOf([message(1, 'a', 0), message(2, 'a', 4), message(3, 'a', 10), message(4, 'b', 11)], [], me, 0);
    expect(rows.map(({ isHead }) => isHead)).toEqual([true, false, true, true]);
  });

  it('begin each day with its line', () => {
    const rows = rowsOf([message(1, 'a', 0), message(2, 'a', 1), message(3, 'a', 24 * 60)], [], me, 0);
    expect(rows.map(({ startsDay }) => startsDay)).toEqual([true, false, true]);
  });

  it('stand the unread line once, above the first of somebody else after what was read', () => {
    const rows = rowsOf([message(1, 'a', 0), message(2, 'me', 1), message(3, 'a', 2), message(4, 'a', 3)], [], me, 1);
    expect(rows.map(({ isFirstUnread }) => isFirstUnread)).toEqual([false, false, true, false]);
    expect(rows[2]?.isHead).toBe(true);
  });

  it('stay the same where only others came before them, wherever they stand', () => {
    const later = [message(7, 'a', 10), message(8, 'a', 11)];
    const before = rowsOf(later, [], me, 0, false);
    const now = kept(before, rowsOf([message(6, 'a', 9), ...later], [], me, 0, false));
    expect(now.map(({ place }) => place)).toEqual([6, 7, 8]);
    // The first has lost its heading and its day.
    expect([now[1] === before[0], now[2] === before[1]]).toEqual([false, true]);
    expect(rowsOf(later, [], me, 0).map(({ place }) => place)).toEqual([1, 2]);
  });

  it('end with what is on its way, as mine', () => {
    const rows = rowsOf(
      [message(1, 'a', 0)],
      [{ nonce: 'n', body: 'x', writtenAt: Date.parse(at(1)), state: 'sending' }],
      me,
      0,
    );
    expect(rows.at(-1)).toMatchObject({ key: 'n', author: me, isHead: true });
  });
});
