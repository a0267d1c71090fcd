import { describe, expect, it } from 'vitest';
import { canBeJoined, durationWords, timeWords } from './meeting-words';

describe('words about meetings', () => {
  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [60, '1 min'],
    [3_599, '59 min'],
    [3_600, '1 hr'],
    [5_430, '1 hr 30 min'],
    [90_000, '25 hr'],
  ])('%i seconds are %s', (seconds, words) => expect(durationWords(seconds, 'en')).toBe(words));

  it('name the day only where it is another', () => {
    const [nine, ten, later] = [new Date(2026, 0, 5, 9), new Date(2026, 0, 5, 10), new Date(2026, 0, 6, 0, 5)];
    const words = (at: Date): string => timeWords(at.toISOString(), nine.toISOString(), 'en').replace(/\s/g, ' ');
    expect(words(ten)).toBe('10:00 AM');
    expect(words(later)).toBe('Jan 6, 12:05 AM');
  });

  it('offer to join what is open or live', () => {
    expect((['SCHEDULED', 'OPEN', 'LIVE', 'ENDED'] as const).filter(canBeJoined)).toEqual(['OPEN', 'LIVE']);
  });
});
