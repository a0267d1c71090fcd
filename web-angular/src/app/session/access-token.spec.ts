import { describe, expect, it } from 'vitest';
import { isFresh, received, renewIn } from './access-token';

const jwt = (claims: object): string =>
  `x.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.y`;

describe('access tokens', () => {
  it('live as long as they say, whatever this machine’s clock says', () => {
    const now = Date.parse('2031-01-01T00:00:00Z');
    const token = received(jwt({ iat: 1000, exp: 1300 }), '1999-01-01T00:00:00Z', now);
    expect(token.goodUntil - now).toBe(300_000);
  });

  it('fall back to the time given beside them', () => {
    const now = 1_000_000;
    expect(received('opaque', new Date(now + 60_000).toISOString(), now).goodUntil).toBe(now + 60_000);
  });

  it('are renewed while a quarter of their life is left or a little more, and never in the past', () => {
    const token = { bearer: '', goodUntil: 400_000 };
    expect(renewIn(token, 0, 0)).toBe(300_000);
    expect(renewIn(token, 0, 1)).toBeCloseTo(260_000);
    expect(renewIn(token, 500_000, 0.5)).toBe(0);
  });

  it('are not sent in their last moment', () => {
    const token = { bearer: '', goodUntil: 10_000 };
    expect(isFresh(token, 4000)).toBe(true);
    expect(isFresh(token, 5000)).toBe(false);
    expect(isFresh(null, 0)).toBe(false);
  });
});
