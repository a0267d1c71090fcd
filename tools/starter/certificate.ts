import 'reflect-metadata'; // what @peculiar/x509 is built on asks for it
import { webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as x509 from '@peculiar/x509';
import { certificateFiles } from './certificate-files.ts';

/** What browsers take at most for a certificate that a person trusts by hand (Apple: 825 days; others 398). */
const DAYS = 397;
/** Made anew when it would end within so many days. */
const LEFT_DAYS = 30;
const DAY_MS = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Where the two files lie, and the fingerprint by which a person recognises the certificate in a browser's warning. */
export interface Certificate {
  certificateFile: string;
  keyFile: string;
  /** SHA-256, as browsers show it: pairs of hexadecimal digits with colons between. */
  fingerprint: string;
}

/**
 * The installation's own certificate for its address on the local network: the kept one while it names that address and
 * has a month to go, else a new one.
 *
 * @param addresses IPv4 addresses it must name; the first is the one that is shared
 */
export async function certificateFor(home: string, addresses: string[], now = Date.now()): Promise<Certificate> {
  const files = certificateFiles(home);
  const kept = read(files);
  if (kept && isFit(kept, addresses[0] ?? '', now)) return { ...files, fingerprint: kept.fingerprint256 };
  mkdirSync(dirname(files.keyFile), { recursive: true, mode: 0o700 });
  const { certificate, key } = await make(addresses, now);
  writeWhole(files.keyFile, key);
  writeWhole(files.certificateFile, certificate);
  return { ...files, fingerprint: new X509Certificate(certificate).fingerprint256 };
}

function read({ certificateFile, keyFile }: Omit<Certificate, 'fingerprint'>): X509Certificate | undefined {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return undefined;
  try {
    return new X509Certificate(readFileSync(certificateFile));
  } catch {
    return undefined;
  }
}

function isFit(kept: X509Certificate, address: string, now: number): boolean {
  return kept.checkIP(address) !== undefined && Date.parse(kept.validTo) - now > LEFT_DAYS * DAY_MS;
}

/** It may be trusted as its own authority (phones ask for that), but for the one thing: to name this server. */
async function make(addresses: string[], now: number): Promise<{ certificate: string; key: string }> {
  const crypto = webcrypto as Crypto;
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const names = addresses.map((value) => ({ type: 'ip' as const, value }));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=Parley on ${addresses[0]}`,
      notBefore: new Date(now - DAY_MS),
      notAfter: new Date(now + DAYS * DAY_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([...names, { type: 'dns', value: 'localhost' }]),
      ],
    },
    crypto,
  );
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(der, 'PRIVATE KEY') };
}

/** Under another name first: a killed start leaves no half of it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
