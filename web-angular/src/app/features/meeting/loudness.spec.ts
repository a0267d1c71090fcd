import { describe, expect, it } from 'vitest';
import { BREATH_MS, loudness, stillSpeaks, VOICE } from './loudness';

const tone = (amplitude: number): Float32Array =>
  Float32Array.from({ length: 512 }, (_, n) => amplitude * Math.sin(n / 3));

describe('loudness', () => {
  it('is nothing in silence and rises with the voice', () => {
    expect(loudness(new Float32Array(512))).toBe(0);
    expect(loudness(tone(0.01))).toBeGreaterThan(0.1);
    expect(loudness(tone(0.3))).toBeGreaterThan(loudness(tone(0.03)));
    expect(loudness(tone(1))).toBeLessThanOrEqual(1);
  });

  it('tells a voice from what noise suppression leaves', () => {
    expect(loudness(tone(0.05))).toBeGreaterThan(VOICE);
    expect(loudness(tone(0.003))).toBeLessThan(VOICE);
  });
});

describe('speaking', () => {
  it('lasts over a breath, and no longer', () => {
    expect(stillSpeaks(1000, 1000 + BREATH_MS - 1)).toBe(true);
    expect(stillSpeaks(1000, 1000 + BREATH_MS)).toBe(false);
    expect(stillSpeaks(undefined, 0)).toBe(false);
  });
});
