import { describe, expect, it } from 'vitest';
import { loadContactsConfig } from './config.ts';

describe('the configuration of contacts', () => {
  it('names every key that is missing or wrong, and no value', () => {
    const load = () => loadContactsConfig({ PORT: '70000', DATABASE_URL: 'mysql://secret', LOG_LEVEL: 'loud' });
    expect(load).toThrow(/PORT[^]*LOG_LEVEL[^]*DATABASE_URL[^]*NATS_URL[^]*CLAIM_PUBLIC_KEYS/);
    expect(load).not.toThrow(/secret|loud|70000/);
  });
});
