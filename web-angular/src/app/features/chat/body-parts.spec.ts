import { describe, expect, it } from 'vitest';
import { partsOf, withMentions } from './body-parts';

describe('the parts of a message', () => {
  it('set links apart, without the full stop behind them', () => {
    expect(partsOf('see https://example.com/a?b=1. Bye')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://example.com/a?b=1' },
      { kind: 'text', text: '. Bye' },
    ]);
  });

  it('set code apart, and look for nothing within it', () => {
    expect(partsOf('`https://x.example` and ```\na\n  b\n```')).toEqual([
      { kind: 'code', text: 'https://x.example' },
      { kind: 'text', text: ' and ' },
      { kind: 'block', text: 'a\n  b' },
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '<b>bold</b>', '', '`', 'a\nb'])('leave %s as it is', (body) => {
    expect(
      partsOf(body)
        .map(({ text }) => text)
        .join(''),
    ).toBe(body);
    expect(partsOf(body).every(({ kind }) => kind === 'text')).toBe(true);
  });

  it('set the names of the mentioned apart, the longest that fits, and not in code', () => {
    const mentions = [
      { userId: 'a', displayName: 'Ada' },
      { userId: 'al', displayName: 'Ada Lovelace' },
      { userId: 'x', displayName: 'C++ (x) - [y]' },
    ];
    expect(withMentions(partsOf('hi @Ada Lovelace, @Ada `@Ada` @C++ (x) - [y] @Ben'), mentions)).toEqual([
      { kind: 'text', text: 'hi ' },
      { kind: 'mention', text: '@Ada Lovelace', userId: 'al' },
      { kind: 'text', text: ', ' },
      { kind: 'mention', text: '@Ada', userId: 'a' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: '@Ada' },
      { kind: 'text', text: ' ' },
      { kind: 'mention', text: '@C++ (x) - [y]', userId: 'x' },
      { kind: 'text', text: ' @Ben' },
    ]);
  });
});
