import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerFiles } from './files.ts';
import { registerPictures } from './pictures.ts';
import { registerRecordings } from './recordings.ts';
import { registerStopMails } from './stop-mails.ts';

const FILE = Buffer.alloc(3_000_000, 'recorded ');
let recorder: Server;
let asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; bytes: number }[];
let app: FastifyInstance;
let base: string;
let breaksOff = false;

beforeEach(async () => {
  asked = [];
  breaksOff = false;
  recorder = createServer((request, response) => {
    const seen = { method: request.method, url: request.url, headers: request.headers, bytes: 0 };
    asked.push(seen);
    if (request.method === 'PUT') {
      // As auth does with a link that is used: it answers before the bytes have come.
      if (request.url?.endsWith('used')) return void response.writeHead(404).end('{}');
      request.on('data', (piece: Buffer) => (seen.bytes += piece.length));
      return void request.on('end', () => response.end('{}'));
    }
    const isPart = request.headers.range !== undefined;
    const bytes = isPart ? FILE.subarray(5, 9) : FILE;
    response.writeHead(isPart ? 206 : 200, {
      'content-type': 'video/mp4',
      'content-length': bytes.length,
      ...(isPart ? { 'content-range': `bytes 5-8/${FILE.length}` } : {}),
      'set-cookie': 'a=b',
    });
    if (request.method === 'HEAD') return void response.end();
    if (breaksOff) return void response.write(bytes.subarray(0, 100_000), () => response.destroy());
    response.end(bytes);
  }).listen(0, '127.0.0.1');
  await once(recorder, 'listening');
  // The end of a test does not wait for a body that is still let run out.
  app = fastify({ forceCloseConnections: true });
  const behind = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;
  registerRecordings(app, behind);
  registerPictures(app, behind);
  registerFiles(app, behind);
  registerStopMails(app, behind);
  base = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await app.close();
  recorder.closeAllConnections();
  recorder.close();
});

test('a file comes through as it is, and nothing but what a player needs goes either way', async () => {
  const answer = await fetch(`${base}/recordings/rec_1?key=a%2Fb&signature=x`, {
    headers: { cookie: 'session=secret', authorization: 'Bearer secret' },
  });
  expect(FILE.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  expect(answer.headers.get('content-type')).toBe('video/mp4');
  expect(answer.headers.has('set-cookie')).toBe(false);
  expect(asked[0]?.url).toBe('/recordings/rec_1?key=a%2Fb&signature=x');
  expect(JSON.stringify(asked[0]?.headers)).not.toContain('secret');
});

test('ranges and HEAD come through', async () => {
  const part = await fetch(`${base}/recordings/rec_1`, { headers: { range: 'bytes=5-8' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-8/${FILE.length}`]);
  expect(await part.text()).toBe(FILE.subarray(5, 9).toString());
  const head = await fetch(`${base}/recordings/rec_1`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(FILE.length)]);
});

test('what is sent comes through whole, whatever it says it is, and without a credential', async () => {
  const headers = { 'content-type': 'image/png', cookie: 'session=secret', authorization: 'Bearer secret' };
  const answer = await fetch(`${base}/uploads/pictures/abc`, { method: 'PUT', headers, body: FILE });
  expect([answer.status, await answer.text()]).toEqual([200, '{}']);
  expect(asked[0]).toMatchObject({ method: 'PUT', url: '/uploads/pictures/abc', bytes: FILE.length });
  expect(asked[0]?.headers['content-type']).toBe('image/png');
  expect(JSON.stringify(asked[0]?.headers)).not.toContain('secret');
});

test('files come through whole both ways, and what is behind is not told a type', async () => {
  const headers = { 'content-type': 'application/json', cookie: 'session=secret' };
  const sent = await fetch(`${base}/uploads/attachments/abc`, { method: 'PUT', headers, body: FILE });
  expect(sent.status).toBe(200);
  expect(asked[0]).toMatchObject({ url: '/uploads/attachments/abc', bytes: FILE.length });
  expect(asked[0]?.headers).not.toHaveProperty('content-type');
  expect(JSON.stringify(asked[0]?.headers)).not.toContain('secret');
  const got = await fetch(`${base}/files/a/b/file?expires=1&signature=x`, { headers: { range: 'bytes=5-8' } });
  expect([got.status, await got.text()]).toEqual([206, FILE.subarray(5, 9).toString()]);
  expect(asked[1]?.url).toBe('/files/a/b/file?expires=1&signature=x');
});

test('an answer that comes before the bytes have is passed', async () => {
  const answer = await fetch(`${base}/uploads/pictures/used`, { method: 'PUT', body: FILE });
  expect(answer.status).toBe(404);
});

test('the one press that ends mails comes through, as a mail program sends it, and opening its address does not', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: 'session=secret' };
  const body = 'List-Unsubscribe=One-Click';
  expect((await fetch(`${base}/stop-mails/a/b/c`, { method: 'POST', headers, body })).status).toBe(200);
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/stop-mails/a/b/c' });
  expect(JSON.stringify(asked[0]?.headers)).not.toContain('secret');
  expect((await fetch(`${base}/stop-mails/a/b/c`)).status).toBe(404);
  expect(asked).toHaveLength(1);
});

test('nothing else is passed', async () => {
  expect((await fetch(`${base}/uploads/pictures/abc`)).status).toBe(404);
  expect((await fetch(`${base}/uploads/other/abc`, { method: 'PUT', body: 'x' })).status).not.toBe(200);
  expect((await fetch(`${base}/pictures/a/b/512.webp`, { method: 'PUT', body: 'x' })).status).not.toBe(200);
  expect((await fetch(`${base}/recordings/rec_1`, { method: 'DELETE' })).status).toBe(404);
  expect((await fetch(`${base}/recordings/rec_1/more`)).status).toBe(404);
  expect((await fetch(`${base}/recordings`)).status).toBe(404);
  expect((await fetch(`${base}/uploads/attachments/abc`)).status).toBe(404);
  expect((await fetch(`${base}/files/a/b/file`, { method: 'PUT', body: 'x' })).status).not.toBe(200);
  expect(asked).toEqual([]);
});

test('a file that breaks off does not look whole', async () => {
  breaksOff = true;
  const answer = await fetch(`${base}/recordings/rec_1`);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});

test('a recorder that is not there is said to be so', async () => {
  recorder.closeAllConnections();
  await new Promise((done) => recorder.close(done));
  const answer = await fetch(`${base}/recordings/rec_1`);
  expect(answer.status).toBe(502);
  expect(await answer.text()).toMatch(/Try again/);
});
