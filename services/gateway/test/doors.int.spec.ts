import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Gateway } from '../src/app.ts';
import type { LiveDoor } from '../src/live/live-door.types.ts';
import { KeyDoor, keyPair, PUBLIC_URL, startGateway } from './gateway-fixture.ts';
import { peopleAndTalk } from './people-and-talk.ts';
import { listening } from './subgraph-fixture.ts';

let gateway: Gateway & { url: string };
let keyDoor: KeyDoor;
let subgraphs: Awaited<ReturnType<typeof peopleAndTalk>>;
let gate: Server;
let webDir: string;
const seenByGate: { url: string; headers: IncomingHttpHeaders }[] = [];
const closings: number[] = [];

/** Takes sockets and says hello; the real one is tested in its own room. */
const accepting = new WebSocketServer({ noServer: true });
const door: LiveDoor = {
  handleUpgrade: (request, socket, head) =>
    accepting.handleUpgrade(request, socket, head, (client) => client.send('hello')),
  handleStream: async (_request, response, { principal }) =>
    void response.end(`event: next\ndata: ${principal?.userId ?? 'nobody'}\n\n`),
  revoke: () => undefined,
  reopen: () => undefined,
  counts: () => ({ sockets: 0, subscriptions: 0 }),
  close: async (spreadMs) => void closings.push(spreadMs),
};
/** A bus on which nothing ever happens. */
const silentBus = {
  request: () => Promise.reject(new Error('silent')),
  options: {},
  isClosed: () => false,
} as unknown as NatsConnection;

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'parley-web-'));
  const page = '<!doctype html><title>Parley</title>';
  writeFileSync(join(webDir, 'index.html'), page);
  writeFileSync(join(webDir, 'index.html.br'), brotliCompressSync(page));
  writeFileSync(join(webDir, 'main-ABCD1234.js'), 'plain');
  for (const name of ['chunk-CtceHv-W.js', 'icon-maskable.png', 'some-longname.js', 'sw.js', 'app.webmanifest'])
    writeFileSync(join(webDir, name), '{}');
  writeFileSync(join(webDir, 'main-ABCD1234.js.br'), brotliCompressSync('plain'));
  gate = createServer((request, response) => {
    seenByGate.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(401, { 'content-type': 'text/plain' }).end('no permissions');
  });
  const signalling = new WebSocketServer({ server: gate });
  signalling.on('connection', (socket, request) => {
    seenByGate.push({ url: request.url ?? '', headers: request.headers });
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  const claims = await keyPair('claims');
  keyDoor = await new KeyDoor().start();
  subgraphs = await peopleAndTalk(claims.publicJwk);
  gateway = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url, {
    RTC_URL: await listening(gate),
    WEB_DIR: webDir,
    ALLOWED_ORIGINS: 'http://dev.example:4200',
  });
});
afterAll(async () => {
  await gateway.close();
  gate.closeAllConnections();
  gate.close();
  rmSync(webDir, { recursive: true });
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
});

/** Status of a refused upgrade, or the first message of an accepted one. */
function openSocket(path: string, headers: Record<string, string> = {}, send?: Buffer): Promise<number | Buffer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, ['graphql-transport-ws'], { headers });
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => send && socket.send(send));
    socket.once('message', (data) => {
      resolve(data as Buffer);
      socket.terminate();
    });
    socket.once('error', reject);
  });
}

describe('sockets', () => {
  it('are asked to come again until the bus is there; then pages of ours and programs may open them', async () => {
    expect(await openSocket('/graphql')).toBe(503);
    const stream = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(503);
    gateway.followBus(silentBus, () => door);
    expect(String(await openSocket('/graphql'))).toBe('hello');
    for (const origin of [PUBLIC_URL, 'http://dev.example:4200'])
      expect(String(await openSocket('/graphql', { origin }))).toBe('hello');
    for (const origin of ['http://evil.example', `${PUBLIC_URL}.evil.example`, 'null'])
      expect(await openSocket('/graphql', { origin })).toBe(403);
    expect(await openSocket('/elsewhere')).toBe(404);
  });

  it('give way to events where a client prefers those', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', origin: 'http://third.example' },
      body: '{"query":"{ __typename }"}',
    });
    expect(await response.text()).toContain('nobody');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const bad = await fetch(`${gateway.url}/graphql`, {
      headers: { accept: 'text/event-stream', authorization: 'Bearer x.y.z' },
    });
    expect(bad.status).toBe(401);
  });
});

describe('the gate behind /rtc', () => {
  const headers = { cookie: 'parley_refresh_test=secret', authorization: 'Bearer mine' };

  it('hears signalling byte for byte, and never our cookie', async () => {
    const bytes = Buffer.from([0, 255, 1, 128, ...Array.from({ length: 70_000 }, (_, i) => i % 256)]);
    expect(
      await openSocket('/rtc/v1?access_token=t&auto_subscribe=1', { ...headers, origin: PUBLIC_URL }, bytes),
    ).toEqual(bytes);
    expect(seenByGate.at(-1)?.url).toBe('/rtc/v1?access_token=t&auto_subscribe=1');
    expect(seenByGate.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it('answers plain requests, and is not asked what is not its own', async () => {
    const response = await fetch(`${gateway.url}/rtc/v1/validate?access_token=t`, { headers });
    expect([response.status, await response.text()]).toEqual([401, 'no permissions']);
    expect(seenByGate.at(-1)?.headers).not.toHaveProperty('cookie');
    await fetch(`${gateway.url}/rtc?access_token=t&access_token=other&publish=1&sdk=js%20x`, { headers });
    expect(seenByGate.at(-1)?.url).toBe('/rtc?access_token=t&access_token=other&publish=1&sdk=js%20x');
    expect(seenByGate.at(-1)?.headers.authorization).toBe('Bearer mine');
    const before = seenByGate.length;
    await fetch(`${gateway.url}/rtcx`);
    await fetch(`${gateway.url}/twirp/livekit.RoomService/ListRooms`, { method: 'POST' });
    expect(seenByGate.length).toBe(before);
  });
});

describe('pages', () => {
  const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    fetch(`${gateway.url}${path}`, { headers });

  it('are the app at every address of its own, never cached, and closed to foreign scripts', async () => {
    for (const path of ['/', '/sign-in', '/m/abc-defg-hij?x=1']) {
      const response = await get(path, { accept: 'text/html', 'accept-encoding': 'br' });
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>Parley</title>']);
      expect(response.headers.get('content-encoding')).toBe('br');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).toContain("connect-src 'self' ws://localhost:4999");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('have files that are kept for ever when their name tells their content', async () => {
    const response = await get('/main-ABCD1234.js', { 'accept-encoding': 'br' });
    expect(await response.text()).toBe('plain');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toContain('javascript');
  });

  it('are asked for anew when it does not: the worker above all, or nobody would hear of a newer one', async () => {
    const control = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await control('/chunk-CtceHv-W.js')).toContain('immutable');
    for (const path of ['/sw.js', '/app.webmanifest', '/icon-maskable.png', '/some-longname.js'])
      expect(await control(path), path).toBe('no-cache');
    expect((await get('/app.webmanifest')).headers.get('content-type')).toContain('application/manifest+json');
  });

  it('are not what is asked for by a wrong name', async () => {
    expect((await get('/missing-ABCD1234.js')).status).toBe(404);
    expect((await get('/..%2f..%2fetc%2fpasswd')).status).toBe(404);
    expect((await fetch(`${gateway.url}/sign-in`, { method: 'POST' })).status).toBe(404);
  });
});
