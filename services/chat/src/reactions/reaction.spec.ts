import { describe, expect, it } from 'vitest';
import { requireEmoji } from './reaction.ts';

describe('a reaction', () => {
  it.each(['👍', '❤️', '👍🏽', '🇫🇷', '👩‍💻', '🏳️‍🌈', '1️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('is one emoji: %s', (emoji) => {
    expect(requireEmoji(emoji)).toBe(emoji);
  });

  it.each([
    '',
    ' ',
    'a',
    '1',
    '👍👍',
    '👍 ',
    'x👍',
    '👍'.repeat(50),
    '\u0000',
    '👍\u0000',
    '❤',
    '\u{1F1EB}',
    '<b>',
    '\uD83D',
  ])('is nothing else: %j', (text) => {
    expect(() => requireEmoji(text)).toThrow(/exactly one emoji/);
  });
});
