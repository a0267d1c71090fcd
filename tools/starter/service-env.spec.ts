import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInstallation } from './installation.ts';
import { addressesOf, demoSignIns } from './run-file.ts';
import { serviceEnv } from './service-env.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-env-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const open = (env: NodeJS.ProcessEnv = {}) => openInstallation('/clone', home, { PARLEY_PORT: '5000', ...env });

test('secrets are made once, for the owner alone', () => {
  const first = open().secrets;
  expect(open().secrets).toEqual(first);
  expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('each service gets its own role, user and keys, and nothing of the person’s environment', () => {
  const chat = serviceEnv(open({ SECRET_OF_MINE: 'x', PATH: '/bin' }), 'chat');
  expect(chat.DATABASE_URL).toMatch(/^postgres:\/\/parley_chat:[\w-]{43}@127\.0\.0\.1:5006\/parley_chat$/);
  expect(chat.NATS_URL).toMatch(/^nats:\/\/chat:[\w-]{43}@127\.0\.0\.1:5007$/);
  expect(chat.CLAIM_PUBLIC_KEYS).not.toContain('"d"');
  expect(chat).not.toHaveProperty('SECRET_OF_MINE');
  expect(chat).not.toHaveProperty('SESSION_SECRET');
  expect(chat).not.toHaveProperty('CLAIM_PRIVATE_KEY');
});

test('only the gateway can sign claims, and it has no database', () => {
  const gateway = serviceEnv(open(), 'gateway');
  expect(JSON.parse(gateway.CLAIM_PRIVATE_KEY ?? '')).toHaveProperty('d');
  expect(gateway).not.toHaveProperty('DATABASE_URL');
  expect(gateway).not.toHaveProperty('LIVE_SECRET');
  expect(gateway.SUBGRAPH_MEDIA_GATEWAY_URL).toBe('http://127.0.0.1:5005/graphql');
});

test('each embedded part is replaced by the environment, one by one', () => {
  const replaced = open({
    DATABASE_URL_CHAT: 'postgres://elsewhere/chat',
    NATS_URL_MEDIA_GATEWAY: 'nats://elsewhere',
    LIVEKIT_URL: 'wss://media.example',
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_API_SECRET: 'secret',
    PUBLIC_URL: 'https://parley.example/',
  });
  expect(replaced.embeds).toEqual({ postgres: true, nats: true, livekit: false });
  expect(serviceEnv(replaced, 'chat').DATABASE_URL).toBe('postgres://elsewhere/chat');
  expect(serviceEnv(replaced, 'auth').DATABASE_URL).toContain('127.0.0.1');
  expect(serviceEnv(replaced, 'media-gateway')).toMatchObject({
    NATS_URL: 'nats://elsewhere',
    LIVEKIT_URL: 'https://media.example',
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_PUBLIC_URL: 'wss://parley.example',
  });
  expect(serviceEnv(replaced, 'gate')).toMatchObject({ LIVEKIT_URL: 'https://media.example', LIVEKIT_API_KEY: 'key' });
  expect(addressesOf(replaced)).toMatchObject({ url: 'https://parley.example', ws: 'wss://parley.example/graphql' });
});

test('a LiveKit without its key is refused by name', () => {
  expect(() => open({ LIVEKIT_URL: 'wss://media.example', LIVEKIT_API_KEY: 'k' })).toThrow('LIVEKIT_API_SECRET');
});

test('PARLEY_DEMO=false makes no demo accounts', () => {
  expect(demoSignIns(open({ PARLEY_DEMO: 'false' }))).toEqual([]);
  expect(serviceEnv(open({ PARLEY_DEMO: 'false' }), 'auth').DEMO).toBe('false');
  expect(demoSignIns(open())).toHaveLength(2);
});
