import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { door } from './door.ts';
import { Mailbox } from './mailbox.ts';
import { smtpServer } from './smtp.ts';

let directory: string;
let url: string;
let port: number;
let close: () => void;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-inbox-'));
  const mailbox = new Mailbox(directory);
  const [smtp, page] = [smtpServer(mailbox), door(mailbox)];
  const listening = (server: { listen(port: number, host: string, done: () => void): unknown }) =>
    new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  await Promise.all([listening(smtp), listening(page)]);
  port = (smtp.server.address() as AddressInfo).port;
  url = `http://127.0.0.1:${((page as Server).address() as AddressInfo).port}`;
  close = () => {
    smtp.close();
    page.closeAllConnections();
    page.close();
  };
});
afterAll(() => {
  close();
  rmSync(directory, { recursive: true, force: true });
});

const send = (mail: object) =>
  createTransport({ host: '127.0.0.1', port }).sendMail({ from: 'a@example.org', to: 'b@example.org', ...mail });
const listed = async () =>
  (await (await fetch(`${url}/mails.json`)).json()) as { id: string; subject: string; to: string[] }[];

test('a mail that was taken is listed, newest first, and is there after a restart', async () => {
  await send({ subject: 'One', text: 'x' });
  await send({ subject: 'Two', text: 'x', to: ['b@example.org', 'c@example.org'] });
  expect(await listed()).toMatchObject([
    { subject: 'Two', to: ['b@example.org', 'c@example.org'] },
    { subject: 'One' },
  ]);
  expect((await new Mailbox(directory).list()).map(({ parsed }) => parsed.subject)).toEqual(['Two', 'One']);
  expect(await (await fetch(url)).text()).toContain('>Two</a>');
});

test('nothing that a mail holds runs, or is fetched', async () => {
  const evil = '<script>alert(1)</script><img src="https://evil.example/x.png">';
  await send({ subject: evil, html: evil, text: evil });
  const [mail] = await listed();
  for (const page of ['/', `/mails/${mail?.id}`]) {
    const response = await fetch(`${url}${page}`);
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  }
  const framed = await fetch(`${url}/mails/${mail?.id}/html`);
  const policy = framed.headers.get('content-security-policy');
  expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/);
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  expect(await (await fetch(`${url}/mails/${mail?.id}`)).text()).toContain(
    'sandbox="allow-popups allow-popups-to-escape-sandbox"',
  );
});

test('what came with a mail is downloaded, never shown', async () => {
  const attachments = [{ filename: 'a "b"\n.html', content: '<script>alert(1)</script>', contentType: 'text/html' }];
  await send({ subject: 'Files', text: 'x', attachments });
  const [mail] = await listed();
  const response = await fetch(`${url}/mails/${mail?.id}/attachments/0`);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; /);
  expect(await response.text()).toBe('<script>alert(1)</script>');
});

test.each([
  '/mails/../../etc/passwd',
  '/mails/..%2F..%2Fsecrets.json',
  '/mails/x',
  '/mails/x/raw',
  '/nothing',
  '/mails/x/attachments/0',
])('%s is not there', async (path) => {
  expect((await fetch(`${url}${path}`)).status).toBe(404);
});

test('a page elsewhere cannot read it by a name of its own', async () => {
  const { port: pagePort } = new URL(url);
  const status = await new Promise((resolve) =>
    request({ host: '127.0.0.1', port: pagePort, headers: { host: 'evil.example' } }, (response) => {
      resolve(response.statusCode);
      response.resume();
    }).end(),
  );
  expect(status).toBe(403);
});

test('only reading is allowed', async () => {
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
});
