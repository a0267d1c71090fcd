import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { key } from './keys.ts';
import { ConfigError, loadConfig } from './load-config.ts';

const schema = z.object({
  PORT: key.port,
  HOST: key.host,
  NATS_URL: key.natsUrl,
  CLAIM_PUBLIC_KEYS: key.claimPublicKeys,
});
const jwk = JSON.stringify([{ kty: 'OKP', crv: 'Ed25519', kid: 'a', x: 'AAAA' }]);

describe('loadConfig', () => {
  it('parses, coerces and fills defaults; a blank means absent', () => {
    const config = loadConfig(schema, { PORT: '4001', HOST: '', NATS_URL: 'nats://u:p@h:1', CLAIM_PUBLIC_KEYS: jwk });
    expect(config).toMatchObject({ PORT: 4001, HOST: '127.0.0.1', CLAIM_PUBLIC_KEYS: [{ kid: 'a' }] });
  });

  it('names every bad key at once and never a value', () => {
    const load = () =>
      loadConfig(schema, { PORT: 'seventy', NATS_URL: 'http://hunter2', CLAIM_PUBLIC_KEYS: '{hunter2' });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      expect((error as ConfigError).keys).toEqual(['PORT', 'NATS_URL', 'CLAIM_PUBLIC_KEYS']);
      expect((error as ConfigError).message).not.toMatch(/seventy|hunter2/);
    }
    expect(() => loadConfig(schema, {})).toThrow(/PORT.*\n.*NATS_URL: is missing/);
  });
});
