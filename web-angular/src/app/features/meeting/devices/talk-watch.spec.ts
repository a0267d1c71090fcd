import { describe, expect, it } from 'vitest';
import { LOOK_MS, QUIET_MS, TalkWatch } from './talk-watch';

/** When it was said, in milliseconds, of looks every 100 ms: `#` is loud. */
function saidIn(looks: string, watch = new TalkWatch(), from = 0): number[] {
  return [...looks].flatMap((look, i) =>
    watch.look(look === '#' ? 0.5 : 0.1, from + i * LOOK_MS) ? [from + i * LOOK_MS] : [],
  );
}

describe('talking while muted', () => {
  it.each([
    ['silence', '.'.repeat(600), []],
    ['a cough', `....####${'.'.repeat(40)}`, []],
    ['a cough now and then', `####${'.'.repeat(16)}`.repeat(10), []],
    ['a sentence with its breaths', '.....###..####.####..', [1500]],
    ['a speech of 40 seconds: twice', '#'.repeat(400), [700, 700 + QUIET_MS]],
  ])('%s', (_, looks, said) => expect(saidIn(looks)).toEqual(said));

  it('what was heard before one unmuted counts no more', () => {
    const watch = new TalkWatch();
    saidIn('#######', watch);
    watch.forget();
    expect(saidIn('#######', watch, 700)).toEqual([]);
  });

  it('muting again does not say it again at once', () => {
    const watch = new TalkWatch();
    expect(saidIn('########', watch)).toHaveLength(1);
    watch.forget();
    expect(saidIn('##########', watch, 5000)).toEqual([]);
    expect(saidIn('##########', watch, 700 + QUIET_MS)).toHaveLength(1);
  });
});
