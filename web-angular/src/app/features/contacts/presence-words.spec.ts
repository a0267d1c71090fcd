import { describe, expect, it } from 'vitest';
import { presenceDot, presenceLine } from './presence-words';

const now = Date.parse('2026-11-22T06:00:00Z');

describe('how present somebody is, in words', () => {
  it('has what they say of themselves behind it, in a direction of its own', () => {
    expect(presenceLine({ availability: 'BUSY', text: 'שלום' }, now, 'en')).toBe('Busy · \u2068שלום\u2069');
    expect(presenceLine({ availability: 'IN_A_CALL', text: null }, now, 'en')).toBe('In a call');
    expect(presenceDot({ availability: 'DO_NOT_DISTURB' })).toBe('do-not-disturb');
  });

  it('says when they were last seen, unless they hide it; of who may not be known nothing', () => {
    const lastSeenAt = '2026-11-22T05:30:00Z';
    expect(presenceLine({ availability: 'OFFLINE', lastSeenAt }, now, 'en')).toMatch(/^Last seen 30/);
    expect(presenceLine({ availability: 'OFFLINE', lastSeenAt: null }, now, 'en')).toBe('Offline');
    expect(presenceLine(null, now, 'en')).toBe('');
  });
});
