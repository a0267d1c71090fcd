import { describe, expect, it } from 'vitest';
import { safeReturn } from './guards';

describe('returning after sign-in', () => {
  it('goes to an address of our own', () => {
    expect(safeReturn('/m/abc-defg-hij?x=1')).toBe('/m/abc-defg-hij?x=1');
  });

  it.each([null, undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'refuses %s',
    (address) => {
      expect(safeReturn(address)).toBe('/');
    },
  );
});
