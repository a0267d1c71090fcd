import { describe, expect, it } from 'vitest';
import type { TrackPulse } from '../livekit/mending-port';
import { watch, Watched } from './watch';

/** Half a second, between two looks. */
const LOOK_MS = 500;

/**
 * Draws time: each character is one look, half a second after the one before. `x` packets came, `.` none, `m` the track is muted,
 * paused or out of sight, `d` packets came and were not played; of the path, `r` its counters begin anew, `z` a minute was slept.
 * Gives what was known at each look.
 */
function drawn(lines: Readonly<Record<string, string>>, { path = '', isSending = false } = {}): Watched[] {
  const length = Math.max(path.length, ...Object.values(lines).map((line) => line.length));
  const counters = new Map<string, { packets: number; decoded: number }>();
  const known: Watched[] = [];
  let [received, at] = [0, 0];
  for (let look = 0; look < length; look++) {
    at += path[look] === 'z' ? 60_000 : LOOK_MS;
    const tracks = Object.entries(lines).map(([name, line]): TrackPulse => {
      const [identity = '', kind] = name.split(' ');
      const sign = line[look] ?? '.';
      const { packets, decoded } = counters.get(name) ?? { packets: 0, decoded: 0 };
      const now = {
        packets: packets + (sign === 'x' || sign === 'd' ? 25 : 0),
        decoded: decoded + (sign === 'd' ? 0 : 12),
      };
      counters.set(name, now);
      if (sign === 'x' || sign === 'd') received += 25;
      return { id: name, identity, kind: kind as TrackPulse['kind'], isDue: sign !== 'm', ...now };
    });
    if (path[look] === 'x') received++;
    if (path[look] === 'r') received = 0;
    known.push(watch(known.at(-1), { at, received, isSending, tracks }));
  }
  return known;
}

const marks = (known: Watched[], isSo: (one: Watched) => boolean): string =>
  known.map((one) => (isSo(one) ? '!' : '-')).join('');
const cut = (known: Watched[]): string => marks(known, ({ isCut }) => isCut);
const interrupted = (known: Watched[], who = 'grace'): string => marks(known, (one) => one.interrupted.has(who));

describe('the watch of packets', () => {
  it('calls a connection cut after two seconds without any packet, and well with the first that comes', () => {
    const known = drawn({ 'grace picture': 'xxxx.......xx', 'grace sound': 'xxxx.......xx' });
    expect(cut(known)).toBe('-------!!!!--');
    expect(interrupted(known)).toBe('-------------');
    expect(known.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('finds no fault with a picture that comes a moment after the voice, when somebody is back or oneself', () => {
    const lines = { 'grace sound': 'xxxx......xxxxxx', 'grace picture': 'xxxx........xxxx' };
    for (const path of ['xxxxxxxxxxxxxxxx', ''])
      expect(drawn(lines, { path, isSending: true }).slice(10)).toEqual(
        Array(6).fill(expect.objectContaining({ faults: [] })),
      );
  });

  it('takes counters that begin anew for no sign of life', () => {
    const known = drawn({ 'grace picture': 'xxxx.........x' }, { path: '........r.....', isSending: true });
    expect(cut(known)).toBe('-------!!!!!!-');
  });

  it('tells somebody else’s silence from one’s own: reports of what I send, and others, still come', () => {
    const known = drawn({ 'grace picture': 'xxxx......xx' }, { path: 'xxxxxxxxxxxx', isSending: true });
    expect(cut(known)).toBe('------------');
    expect(interrupted(known)).toBe('-------!!!--');
    const two = drawn({ 'grace picture': 'xxxx......xx', 'mara sound': 'xxxxxxxxxxxx' });
    expect(interrupted(two)).toBe('-------!!!--');
    expect(interrupted(two, 'mara')).toBe('------------');
  });

  it.each([
    ['muted, or out of sight, or paused by the server', 'xxxxmmmmmmmmmmmm'],
    ['a voice between words: comfort noise still comes', 'xxx.x.x.x.x.x.x.'],
    ['a screen that stands still: it has taught that it pauses', 'xx..x..x..x....x'],
  ])('is patient with what is no fault: %s', (_what, line) => {
    const known = drawn({ 'grace sound': line }, { path: 'x'.repeat(line.length) });
    expect(interrupted(known)).toBe('-'.repeat(line.length));
    expect(known.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('counts silence anew when a track is unmuted', () => {
    const known = drawn({ 'grace sound': 'xxmmmmmmmm...xx' }, { path: 'x'.repeat(15) });
    expect(interrupted(known)).toBe('-'.repeat(15));
  });

  it('needs no more than a silent camera beside a voice that has paused before', () => {
    const known = drawn(
      { 'grace sound': 'x...x...x....x.........', 'grace picture': 'xxxxxxxxxxxxxx.........' },
      { path: 'x'.repeat(23) },
    );
    expect(interrupted(known)).toBe('-----------------!!!!!!');
  });

  it('finds the one subscription that fails while the person’s others come', () => {
    const known = drawn({ 'grace picture': 'xxxx........', 'grace sound': 'xxxxxxxxxxxx' });
    expect(interrupted(known)).toBe('------------');
    expect(marks(known, ({ faults }) => faults.length > 0)).toBe('-------!!!!!');
    expect(known.at(-1)?.faults).toEqual([
      { trackId: 'grace picture', identity: 'grace', kind: 'picture', since: 2000 },
    ]);
  });

  it('gives sound that pauses beside a picture more time', () => {
    const line = 'xxxx..............';
    const known = drawn({ 'grace sound': line, 'grace picture': 'x'.repeat(line.length) });
    expect(marks(known, ({ faults }) => faults.length > 0)).toBe('-------------!!!!!');
  });

  it('gives a new subscription time until its first packet, and calls nobody interrupted who was never seen', () => {
    const known = drawn({ 'grace picture': '.'.repeat(14) }, { path: 'x'.repeat(14), isSending: true });
    expect(marks(known, ({ faults }) => faults.length > 0)).toBe('----------!!!!');
    expect(interrupted(known)).toBe('-'.repeat(14));
  });

  it('waits longer where nothing is sent and nothing is due', () => {
    expect(cut(drawn({}, { path: 'x....x....x....' }))).toBe('-'.repeat(15));
    expect(cut(drawn({}, { path: `x${'.'.repeat(14)}` }))).toBe('------------!!!');
  });

  it('says nothing of the time in which the computer slept', () => {
    const known = drawn({ 'grace picture': 'xxx.....xx' }, { path: '...z......' });
    expect(cut(known)).toBe('-------!--');
  });

  it('knows whose sound is played, and whose comes and is not', () => {
    const known = drawn({ 'grace sound': 'xxxxxxxx', 'mara sound': 'xddddddd', 'alan sound': 'mmmmmmmm' });
    expect([...(known.at(-1)?.heard ?? [])]).toEqual(['grace']);
    expect([...(known.at(-1)?.missed ?? [])]).toEqual(['mara']);
  });
});
