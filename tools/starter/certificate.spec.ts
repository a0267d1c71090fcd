import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { certificateFor } from './certificate.ts';

const DAY_MS = 86_400_000;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-tls-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a certificate that names the addresses, signed by its own key, for the owner alone', async () => {
  const { certificateFile, keyFile, fingerprint } = await certificateFor(home, ['10.1.2.3', '172.17.0.1']);
  const certificate = new X509Certificate(readFileSync(certificateFile));
  for (const address of ['10.1.2.3', '172.17.0.1']) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkIP('10.1.2.4')).toBeUndefined();
  expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.fingerprint256).toBe(fingerprint);
  expect((Date.parse(certificate.validTo) - Date.now()) / DAY_MS).toBeLessThan(398);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
});

test('it stays while it fits, so that nobody is warned twice', async () => {
  const first = await certificateFor(home, ['10.1.2.3']);
  expect(await certificateFor(home, ['10.1.2.3', '10.1.2.4'])).toEqual(first);
});

test('another address, a coming end or a broken file make a new one', async () => {
  const first = await certificateFor(home, ['10.1.2.3']);
  const moved = await certificateFor(home, ['10.1.2.4']);
  expect(moved.fingerprint).not.toBe(first.fingerprint);
  const renewed = await certificateFor(home, ['10.1.2.4'], Date.now() + 370 * DAY_MS);
  expect(renewed.fingerprint).not.toBe(moved.fingerprint);
  writeFileSync(renewed.certificateFile, 'no certificate');
  const mended = await certificateFor(home, ['10.1.2.4']);
  expect(new X509Certificate(readFileSync(mended.certificateFile)).checkIP('10.1.2.4')).toBe('10.1.2.4');
});
