import { createHmac, randomBytes } from 'node:crypto';
import { recordingAddressText } from '@parley/contracts';
import { expect, test } from 'vitest';
import { readAddress } from './signed-address.ts';

const SECRET = randomBytes(32).toString('base64url');
const NOW = 1_764_000_000_000;
const address = {
  recordingId: 'rec_0123456789abcdef0123456789abcdef',
  key: 'org_a/rec_0123456789abcdef0123456789abcdef/recording.mp4',
  contentType: 'video/mp4',
  fileName: 'Planung – “Q1”.mp4',
  expires: NOW / 1_000 + 600,
};
type Address = typeof address;

const queryOf = (of: Address, secret = SECRET) => ({
  key: of.key,
  type: of.contentType,
  name: of.fileName,
  expires: String(of.expires),
  signature: createHmac('sha256', secret).update(recordingAddressText(of)).digest('base64url'),
});
const read = (query: Record<string, unknown>, recordingId = address.recordingId, now = NOW) =>
  readAddress(recordingId, query, SECRET, now);

test('what was signed is read', () => {
  expect(read(queryOf(address))).toEqual(address);
  expect(read({ ...queryOf(address), download: '1' })).toEqual(address);
});

test.each([
  ['another key', { key: 'org_a/rec_0123456789abcdef0123456789abcdef/part-1/000001-1764000000000.slice' }],
  ['another name', { name: 'virus.exe' }],
  ['another type', { type: 'text/html' }],
  ['a later end', { expires: String(address.expires + 1) }],
  ['no signature', { signature: undefined }],
  ['half a signature', { signature: queryOf(address).signature.slice(0, 20) }],
  ['a key twice', { key: [address.key, address.key] }],
])('%s opens nothing', (_what, change) => {
  expect(read({ ...queryOf(address), ...change })).toBe('unsigned');
});

test('another recording, and another secret, open nothing', () => {
  expect(read(queryOf(address), 'rec_ffffffffffffffffffffffffffffffff')).toBe('unsigned');
  expect(read(queryOf(address, randomBytes(32).toString('base64url')))).toBe('unsigned');
});

test.each([
  ['a page', { contentType: 'text/html' }],
  ['a place outside', { key: '../rec_0123456789abcdef0123456789abcdef' }],
  ['something of another recording', { key: 'org_a/rec_other/recording.mp4' }],
])('%s is not served even when it was signed', (_what, change) => {
  expect(read(queryOf({ ...address, ...change }))).toBe('unsigned');
});

test('an address ends', () => {
  expect(read(queryOf(address), address.recordingId, NOW + 600_000)).toBe('expired');
});
