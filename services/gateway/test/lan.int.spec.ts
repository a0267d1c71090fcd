import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Gateway } from '../src/app.ts';
import type { LiveDoor } from '../src/live/live-door.types.ts';
import { KeyDoor, keyPair, startGateway } from './gateway-fixture.ts';
import { peopleAndTalk } from './people-and-talk.ts';

/** All of 127/8 is this machine's: one address is the loopback door, another stands for the local network. */
const LAN = '127.0.0.2';
let directory: string;
let certificate: string;
let gateway: Gateway & { url: string };
let port: number;
let keyDoor: KeyDoor;
let subgraphs: Awaited<ReturnType<typeof peopleAndTalk>>;

const accepting = new WebSocketServer({ noServer: true });
const door: LiveDoor = {
  handleUpgrade: (request, socket, head) =>
    accepting.handleUpgrade(request, socket, head, (client) => client.send('hello')),
  handleStream: async () => undefined,
  revoke: () => undefined,
  reopen: () => undefined,
  counts: () => ({ sockets: 0, subscriptions: 0 }),
  close: async () => accepting.clients.forEach((client) => client.terminate()),
};
const silentBus = {
  request: () => Promise.reject(new Error('silent')),
  options: {},
  isClosed: () => false,
} as unknown as NatsConnection;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-lan-'));
  const files = { cert: join(directory, 'certificate.pem'), key: join(directory, 'key.pem') };
  certificate = await makeCertificate(files);
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Parley</title>');
  const claims = await keyPair('claims');
  keyDoor = await new KeyDoor().start();
  subgraphs = await peopleAndTalk(claims.publicJwk);
  gateway = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url, {
    PUBLIC_URL: `https://${LAN}:4999`,
    LAN_HOST: LAN,
    TLS_CERTIFICATE_FILE: files.cert,
    TLS_KEY_FILE: files.key,
    WEB_DIR: directory,
  });
  ({ port } = gateway.http.server.address() as AddressInfo);
  await gateway.lan?.listen(port);
  gateway.followBus(silentBus, () => door);
});
afterAll(async () => {
  await gateway.close();
  rmSync(directory, { recursive: true });
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
});

async function makeCertificate(files: { cert: string; key: string }): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const crypto = webcrypto as Crypto;
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=test',
      signingAlgorithm: algorithm,
      keys,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: LAN }])],
    },
    crypto,
  );
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  writeFileSync(files.key, x509.PemConverter.encode(key, 'PRIVATE KEY'));
  writeFileSync(files.cert, made.toString('pem'));
  return made.toString('pem');
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

function ask(url: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const request = send(url, { method, headers, ca: certificate, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}
const PAGE = { accept: 'text/html' };
const QUERY = JSON.stringify({ query: '{ __typename }' });

describe('the door to the local network', () => {
  it('serves pages and the graph by HTTPS, under a certificate that names the address', async () => {
    const page = await ask(`https://${LAN}:${port}/people`, PAGE);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Parley</title>') as string });
    const asked = await ask(`https://${LAN}:${port}/graphql`, { 'content-type': 'application/json' }, QUERY);
    expect(JSON.parse(asked.body)).toEqual({ data: { __typename: 'Query' } });
  });

  it('takes sockets there, from its own page alone', async () => {
    const open = (origin: string) =>
      new Promise((resolve) => {
        const options = { ca: certificate, headers: { origin } };
        const socket = new WebSocket(`wss://${LAN}:${port}/graphql`, ['graphql-transport-ws'], options);
        socket.once('message', (data: Buffer) => resolve(data.toString()));
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('error', resolve);
      });
    expect(await open(`https://${LAN}:4999`)).toBe('hello');
    expect(await open(`http://${LAN}:4999`)).toBe(403);
  });

  it('answers what comes in plain by the way to HTTPS, and by nothing else', async () => {
    const page = await ask(`http://${LAN}:${port}/m/abc-defg-hij?x=1`, PAGE);
    expect(page).toMatchObject({ status: 307, body: '' });
    expect(page.headers.location).toBe(`https://${LAN}:4999/m/abc-defg-hij?x=1`);
    const asked = await ask(`http://${LAN}:${port}/graphql`, { 'content-type': 'application/json' }, QUERY);
    expect(asked).toMatchObject({ status: 307, body: '' });
  });

  it('sends pages of the loopback door there too; programs go on as before', async () => {
    const page = await ask(`${gateway.url}/people`, PAGE);
    expect(page.headers.location).toBe(`https://${LAN}:4999/people`);
    expect((await ask(`${gateway.url}/readyz`)).status).toBe(200);
    const asked = await ask(`${gateway.url}/graphql`, { 'content-type': 'application/json' }, QUERY);
    expect(asked.status).toBe(200);
  });

  it('never redirects elsewhere than to its own address', async () => {
    const location = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, LAN, () =>
        socket.write('GET http://elsewhere.example/ HTTP/1.1\r\nhost: a\r\n\r\n'),
      );
      socket.once('data', (data) => resolve(/location: (.*)\r\n/.exec(data.toString())?.[1] ?? data.toString()));
      socket.once('error', reject);
    });
    expect(location).toBe(`https://${LAN}:4999/`);
  });

  it('will not open without a certificate', async () => {
    const claims = await keyPair('claims');
    const open = startGateway([subgraphs.auth], claims, keyDoor.url, { LAN_HOST: LAN });
    await expect(open).rejects.toThrow(/LAN_HOST needs TLS_CERTIFICATE_FILE/);
  });
});
