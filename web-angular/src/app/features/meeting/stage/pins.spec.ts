import { describe, expect, it } from 'vitest';
import { MOST_LARGE } from './layout';
import { Pins } from './pins';

describe('what I pin', () => {
  it('is large until I let it go, several at once', () => {
    const pins = new Pins();
    pins.toggle('camera a');
    pins.toggle('screen b');
    expect(pins.pinned()).toEqual(['camera a', 'screen b']);
    expect(pins.has('screen b')).toBe(true);
    pins.toggle('camera a');
    expect(pins.pinned()).toEqual(['screen b']);
  });

  it('gives way to the newest when there is no more room', () => {
    const pins = new Pins();
    for (let n = 0; n <= MOST_LARGE; n++) pins.toggle(`camera ${n}`);
    expect(pins.pinned()).toHaveLength(MOST_LARGE);
    expect(pins.has('camera 0')).toBe(false);
    expect(pins.has(`camera ${MOST_LARGE}`)).toBe(true);
  });
});
