import { describe, expect, it } from 'vitest';
import { loudness } from './level';

const tone = (amplitude: number): Float32Array =>
  Float32Array.from({ length: 512 }, (_, n) => amplitude * Math.sin(n / 3));

describe('loudness', () => {
  it('is nothing in silence and rises with the voice', () => {
    expect(loudness(new Float32Array(512))).toBe(0);
    expect(loudness(tone(0.01))).toBeGreaterThan(0.1);
    expect(loudness(tone(0.3))).toBeGreaterThan(loudness(tone(0.03)));
    expect(loudness(tone(1))).toBeLessThanOrEqual(1);
  });
});
