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

test('the recorder has no database, signs nothing, and takes what it is given', () => {
  const recorder = serviceEnv(
    open({ RECORDINGS_S3_BUCKET: 'bucket', RECORDER_SLOTS: '3', PATH: '/nowhere' }),
    'recorder',
  );
  for (const key of ['DATABASE_URL', 'LIVE_SECRET', 'LIVEKIT_API_SECRET', 'CLAIM_PUBLIC_KEYS'])
    expect(recorder).not.toHaveProperty(key);
  expect(recorder).toMatchObject({ RECORDINGS_S3_BUCKET: 'bucket', RECORDER_SLOTS: '3', RECORDER_FFMPEG: 'none' });
  expect(recorder.RECORDINGS_DIR).toBe(join(home, 'recordings'));
  expect(serviceEnv(open(), 'gateway').RECORDINGS_URL).toBe('http://127.0.0.1:5012');
});

test('chat keeps files in the home, and takes what it is given', () => {
  expect(serviceEnv(open(), 'chat').FILES_DIR).toBe(join(home, 'files'));
  const chat = serviceEnv(open({ FILES_S3_BUCKET: 'bucket', FILES_MOST_MIB: '5' }), 'chat');
  expect(chat).toMatchObject({ FILES_DIR: join(home, 'files'), FILES_S3_BUCKET: 'bucket', FILES_MOST_MIB: '5' });
  expect(serviceEnv(open({ FILES_MOST_MIB: '5' }), 'auth')).not.toHaveProperty('FILES_MOST_MIB');
});

test('two recorders share machine and disk, and what waits for a bucket is each one’s own', () => {
  const [one, two] = ['recorder', 'recorder-2'].map((name) => serviceEnv(open(), name));
  expect(one).toMatchObject({ PORT: '5012', RECORDER_WORKERS: '2' });
  expect(two).toEqual({ ...one, PORT: '5015' });
  expect(serviceEnv(open({ RECORDINGS_S3_BUCKET: 'bucket' }), 'recorder-2').RECORDINGS_DIR).toBe(
    join(home, 'recordings-2'),
  );
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
  expect(replaced.embeds).toEqual({ postgres: true, nats: true, livekit: false, mail: true });
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

test('mails go to the inbox of this machine, or to the server that was given', () => {
  expect(serviceEnv(open(), 'media-gateway').MAIL_URL).toBe('smtp://127.0.0.1:5014');
  expect(addressesOf(open()).internal.mail).toBe('http://localhost:5013');
  const given = open({ MAIL_URL: 'smtps://u:p@mail.example', MAIL_FROM: 'meet@example.org' });
  expect(given.embeds.mail).toBe(false);
  expect(serviceEnv(given, 'media-gateway')).toMatchObject({
    MAIL_URL: 'smtps://u:p@mail.example',
    MAIL_FROM: 'meet@example.org',
  });
  expect(addressesOf(given).internal).not.toHaveProperty('mail');
});

test('PARLEY_DEMO=false makes no demo accounts', () => {
  expect(demoSignIns(open({ PARLEY_DEMO: 'false' }))).toEqual([]);
  expect(serviceEnv(open({ PARLEY_DEMO: 'false' }), 'auth').DEMO).toBe('false');
  expect(demoSignIns(open())).toHaveLength(2);
});

test('a shared address is the public one: HTTPS by the gateway, and everything else stays on loopback', () => {
  const shared = open({ PARLEY_SHARED_ADDRESS: '10.1.2.3' });
  expect(addressesOf(shared)).toMatchObject({
    url: 'https://10.1.2.3:5000',
    ws: 'wss://10.1.2.3:5000/graphql',
    livekit: 'wss://10.1.2.3:5000',
  });
  const gateway = serviceEnv(shared, 'gateway');
  expect(gateway).toMatchObject({ HOST: '127.0.0.1', LAN_HOST: '10.1.2.3', PUBLIC_URL: 'https://10.1.2.3:5000' });
  expect(gateway.TLS_CERTIFICATE_FILE).toBe(join(home, 'tls', 'certificate.pem'));
  expect(gateway.TLS_KEY_FILE).toBe(join(home, 'tls', 'key.pem'));
  for (const service of ['auth', 'chat', 'media-gateway', 'gate'])
    expect(serviceEnv(shared, service)).toMatchObject({ HOST: '127.0.0.1' });
  for (const service of ['auth', 'gate']) expect(serviceEnv(shared, service)).not.toHaveProperty('TLS_KEY_FILE');
  expect(serviceEnv(open(), 'gateway')).not.toHaveProperty('LAN_HOST');
});
