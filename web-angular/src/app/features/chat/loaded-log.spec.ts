import { beforeEach, describe, expect, it } from 'vitest';
import { LoadedLog } from './loaded-log';
import { deleted } from './acts/message-changes';
import { hear, merge, write } from './message-log';
import { MOST_HELD } from './stretch';
import { stored } from './testing/stored';

const ALL = 100_000;
/** Messages stand at even seqs: other events are between them. */
const message = (n: number) => stored(n * 2);

/** Pages as the graph gives them, of a conversation with a hundred thousand messages. */
function pageOf(from: number, to: number, all = ALL) {
  const [first, last] = [Math.max(1, from), Math.min(all, to)];
  const nodes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => message(first + index));
  return {
    nodes,
    pageInfo: {
      hasPreviousPage: first > 1,
      hasNextPage: last < all,
      startCursor: nodes.length ? `c${first}` : null,
      endCursor: nodes.length ? `c${last}` : null,
    },
  };
}

describe('what of a conversation is in memory', () => {
  let loaded: LoadedLog;
  const numbers = () => loaded.log().stored.map(({ seq }) => seq / 2);
  const isWhole = () => numbers().every((n, index, all) => index === 0 || n === all[index - 1]! + 1);
  const earlier = (near?: number) => {
    const before = Number(loaded.earlier()!.slice(1));
    loaded.goOn(pageOf(before - 50, before - 1), 'earlier', (near ?? before) * 2);
  };
  const later = () => {
    const after = Number(loaded.later()!.slice(1));
    loaded.goOn(pageOf(after + 1, after + 50), 'later', after * 2);
  };
  beforeEach(() => {
    loaded = new LoadedLog();
    loaded.begin(pageOf(ALL - 49, ALL));
  });

  it('stays within its bound however far one goes back, without a gap, and goes on forth to the newest', () => {
    for (let pages = 0; pages < 200; pages += 1) {
      earlier();
      expect(loaded.log().stored.length).toBeLessThanOrEqual(MOST_HELD);
      expect(isWhole()).toBe(true);
    }
    expect(numbers()[0]).toBe(ALL - 49 - 200 * 50);
    expect(loaded.later()).not.toBeNull();
    while (loaded.later()) {
      later();
      expect(loaded.log().stored.length).toBeLessThanOrEqual(MOST_HELD);
      expect(isWhole()).toBe(true);
    }
    expect(numbers().at(-1)).toBe(ALL);
    expect(loaded.earlier()).not.toBeNull();
  });

  it('ends where the conversation begins', () => {
    loaded.show(pageOf(1, 40));
    expect(loaded.earlier()).toBeNull();
    expect(numbers()[0]).toBe(1);
  });

  it('shows another place and is back at the newest at once, with what came and is on its way meanwhile', () => {
    loaded.show(pageOf(500, 549));
    expect([numbers()[0], numbers().at(-1)]).toEqual([500, 549]);
    loaded.grow((log) => hear(log, message(ALL + 1), 'me'));
    loaded.grow((log) => write(log, { nonce: 'n', body: 'x', writtenAt: 0, state: 'sending' }));
    expect(numbers().at(-1)).toBe(549);
    expect(loaded.log().pending).toEqual([]);
    loaded.back();
    expect(numbers().at(-1)).toBe(ALL + 1);
    expect(loaded.log().pending).toHaveLength(1);
    expect(loaded.later()).toBeNull();
  });

  it('puts a place that touches the newest together with them', () => {
    loaded.show(pageOf(ALL - 90, ALL - 40));
    expect(loaded.later()).toBeNull();
    expect([numbers()[0], numbers().at(-1), isWhole()]).toEqual([ALL - 90, ALL, true]);
    expect(loaded.earlier()).toBe(`c${ALL - 90}`);
  });

  it('goes on to the newest over messages that came while one read elsewhere', () => {
    loaded.show(pageOf(ALL - 130, ALL - 81));
    loaded.grow((log) => merge(log, [message(ALL + 1)]));
    later();
    expect([numbers().at(-1), isWhole(), loaded.later()]).toEqual([ALL + 1, true, null]);
  });

  it('hears what becomes of a message that is only shown elsewhere', () => {
    loaded.show(pageOf(500, 549));
    loaded.change((log) => deleted(log, 'msg_1000', 'now'));
    expect(loaded.log().stored[0]?.deletedAt).toBe('now');
  });

  it('lets go of the oldest where one stays at the newest, and says where it cannot', () => {
    for (let n = 1; n <= MOST_HELD; n += 1) loaded.grow((log) => merge(log, [message(ALL + n)]));
    expect(loaded.bound(Infinity)).toBe(false);
    loaded.begin(pageOf(ALL + MOST_HELD - 49, ALL + MOST_HELD, ALL + MOST_HELD));
    expect(loaded.bound(Infinity)).toBe(true);
    expect(numbers()).toHaveLength(50);
  });

  it('keeps what is read where others write on and on', () => {
    for (let pages = 0; pages < 30; pages += 1) earlier();
    const reads = numbers()[20]!;
    for (let n = 1; n <= 600; n += 1) loaded.grow((log) => merge(log, [message(ALL + n)]));
    expect(loaded.bound(reads * 2)).toBe(true);
    expect(numbers()).toContain(reads);
    expect(isWhole()).toBe(true);
    loaded.back();
    expect(numbers().at(-1)).toBe(ALL + 600);
    expect(isWhole()).toBe(true);
  });

  it('keeps little more than what is in view before a leap, from wherever one reads', () => {
    for (let pages = 0; pages < 5; pages += 1) earlier();
    for (const near of [Infinity, ALL - 240, ALL - 150, ALL - 299]) {
      const before = numbers();
      loaded.narrow(near * 2);
      const inView = near === Infinity ? before.slice(-50) : before.filter((n) => n >= near).slice(0, 50);
      expect(numbers()).toEqual(expect.arrayContaining(inView));
      expect(numbers().length).toBeLessThanOrEqual(200);
      expect(isWhole()).toBe(true);
      loaded.back();
      while (numbers()[0]! > ALL - 299) earlier();
    }
  });
});
