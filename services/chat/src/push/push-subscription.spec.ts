import { createECDH } from 'node:crypto';
import { expect, it } from 'vitest';
import { pushLanguage, requireEndpoint, requireKeys } from './push-subscription.ts';

it.each(['https://fcm.googleapis.com/fcm/send/abc', 'https://web.push.apple.com/x', 'https://8.8.8.8/x'])(
  'takes %s',
  (endpoint) => {
    expect(requireEndpoint(endpoint, [])).toBe(endpoint);
  },
);

it.each([
  'http://push.example/x',
  'https://localhost/x',
  'https://localhost./x',
  'https://chat/x',
  'https://postgres.internal/x',
  'https://127.0.0.1/x',
  'https://0x7f.1/x',
  'https://2130706433/x',
  'https://[::1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://169.254.169.254/latest/meta-data',
  'https://user:password@push.example/x',
  'ftp://push.example/x',
  'push.example',
  '',
  `https://push.example/${'x'.repeat(1_024)}`,
])('refuses %s', (endpoint) => {
  expect(() => requireEndpoint(endpoint, [])).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', field: ['endpoint'] }),
  );
});

it('takes an origin that tests name, and no other of that machine', () => {
  expect(requireEndpoint('http://127.0.0.1:9000/x', ['http://127.0.0.1:9000'])).toBe('http://127.0.0.1:9000/x');
  expect(() => requireEndpoint('http://127.0.0.1:9001/x', ['http://127.0.0.1:9000'])).toThrow();
});

const p256dh = createECDH('prime256v1').generateKeys('base64url');
const auth = Buffer.alloc(16, 7).toString('base64url');

it('takes keys as browsers make them', () => {
  expect(() => requireKeys({ p256dh, auth })).not.toThrow();
});

it.each([
  [{ p256dh: '', auth }, 'p256dh'],
  [{ p256dh: p256dh.slice(4), auth }, 'p256dh'],
  [{ p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 9)]).toString('base64url'), auth }, 'p256dh'],
  [{ p256dh: '<script>', auth }, 'p256dh'],
  [{ p256dh, auth: '' }, 'auth'],
  [{ p256dh, auth: `${auth}AAAA` }, 'auth'],
])('refuses %o', (keys, field) => {
  expect(() => requireKeys(keys)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: [field] }));
});

it('speaks a language of the worker', () => {
  expect([pushLanguage('de-AT'), pushLanguage('pt'), pushLanguage(null)]).toEqual(['de', 'en', 'en']);
});
