import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUS_USERS, STORED } from '../bootstrap/parts.mjs';
import { StepFailure } from '../bootstrap/failure.mjs';

/** A private Ed25519 key as a JSON Web Key, with its id. */
export type PrivateKey = Record<'kty' | 'crv' | 'x' | 'd' | 'kid' | 'alg' | 'use', string>;

/** What an installation keeps to itself. Made once; every later start reads it. */
export interface Secrets {
  /** Names the cookie, and the data directory where it cannot lie in the home. */
  installationId: string;
  /** Of Postgres' superuser. */
  superuserPassword: string;
  /** By service. */
  databasePasswords: Record<string, string>;
  /** By user: every service, and the gate. */
  natsPasswords: Record<string, string>;
  /** Signs the gateway's claims. */
  claimKey: PrivateKey;
  /** MAC of cursors and grants. */
  liveSecret: string;
  /** Wraps auth's signing keys at rest. */
  sessionSecret: string;
  /** Signs the addresses of recordings' files. */
  recordingsSecret: string;
  /** Signs Web Push. */
  pushKey: string;
  livekitKey: string;
  livekitSecret: string;
  /** By e-mail address of a demo account. */
  demoPasswords: Record<string, string>;
}

/** The accounts that are there to try things with. */
export const DEMO_PEOPLE = [
  { email: 'ada@demo.parley.example', displayName: 'Ada Demo' },
  { email: 'grace@demo.parley.example', displayName: 'Grace Demo' },
];

/**
 * The installation's secrets, made on the first start. Written under another name and renamed, so that a killed start
 * leaves no half of them.
 */
export function secretsOf(home: string): Secrets {
  const file = join(home, 'secrets.json');
  const kept = existsSync(file) ? read(file) : undefined;
  const secrets = kept ? complete(kept) : generateSecrets();
  if (JSON.stringify(secrets) !== JSON.stringify(kept)) {
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}

/** The part of the claim key that every service may know. */
export function publicKeyOf(key: PrivateKey): Omit<PrivateKey, 'd'> {
  const { d: _secret, ...rest } = key;
  return rest;
}

function read(file: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch {
    throw new StepFailure('home', `${file} is not readable JSON`, {
      mend: 'restore it from a backup; without it the databases beside it cannot be opened',
    });
  }
}

/** An installation of an earlier release has no password for a user that came since, and no secret for what came since. */
function complete(kept: Partial<Secrets> & Omit<Secrets, 'recordingsSecret' | 'pushKey'>): Secrets {
  const { recordingsSecret = randomSecret(), pushKey = generatePushKey() } = kept;
  return { ...kept, recordingsSecret, pushKey, natsPasswords: { ...natsPasswords(), ...kept.natsPasswords } };
}

function natsPasswords(): Record<string, string> {
  return Object.fromEntries(BUS_USERS.map((user) => [user, randomSecret()]));
}

/** New secrets for a new installation. */
export function generateSecrets(): Secrets {
  return {
    installationId: randomBytes(6).toString('hex'),
    superuserPassword: randomSecret(),
    databasePasswords: Object.fromEntries(STORED.map((service) => [service, randomSecret()])),
    natsPasswords: natsPasswords(),
    claimKey: generateClaimKey(),
    liveSecret: randomSecret(),
    sessionSecret: randomSecret(),
    recordingsSecret: randomSecret(),
    pushKey: generatePushKey(),
    livekitKey: `API${randomBytes(6).toString('hex')}`,
    livekitSecret: randomSecret(),
    demoPasswords: Object.fromEntries(DEMO_PEOPLE.map(({ email }) => [email, randomBytes(12).toString('base64url')])),
  };
}

/** 32 random bytes in base64url: fits any password, any URL and every `secret` of the configuration. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function generateClaimKey(): PrivateKey {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: randomBytes(8).toString('hex'), alg: 'EdDSA', use: 'sig' } as PrivateKey;
}

/** A private P-256 key, all 32 bytes of it, in base64url. */
function generatePushKey(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url');
}
