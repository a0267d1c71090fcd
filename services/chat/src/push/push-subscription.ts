import { ECDH } from 'node:crypto';
import { isIP } from 'node:net';
import type { PushSubscriptionId, SessionId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { isPublicAddress } from '../outside/addresses.ts';

/** Browsers of one person at most. */
export const MOST_SUBSCRIPTIONS = 20;
/** Days after which a browser that has not come back is told nothing any more: as long as its refresh token lives. */
export const SUBSCRIPTION_DAYS = 30;
/** Languages in which the worker has its words. */
export const PUSH_LANGUAGES = ['en', 'de', 'fr', 'es', 'ar'] as const;
export type PushLanguage = (typeof PUSH_LANGUAGES)[number];

/** Where a browser's push service takes what only that browser can read (RFC 8030, RFC 8291). */
export interface PushTarget {
  /** Whoever knows it can have something delivered: it is told to nobody. */
  endpoint: string;
  /** The browser's public key, 65 bytes in base64url. */
  p256dh: string;
  /** What both know, 16 bytes in base64url. */
  auth: string;
}

/** A browser of somebody's, on one of their sessions. */
export interface PushSubscription extends PushTarget {
  id: PushSubscriptionId;
  userId: UserId;
  sessionId: SessionId;
  language: PushLanguage;
}

const LONGEST = 1_024;
const NAMES_AT_HOME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/;

/**
 * The address, if a push service of the internet may be there: https, a public address or a name with a dot in it. Where the
 * name leads is looked at when something is sent.
 * @param trusted origins that are taken as they are, for tests
 * @throws Refused BAD_USER_INPUT
 */
export function requireEndpoint(text: string, trusted: readonly string[]): string {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isAllowed(url, trusted))
    throw Refused.badInput(
      'This is not the address of a push service: it is public and begins with https.',
      'endpoint',
    );
  return url.href;
}

function isAllowed({ protocol, username, password, hostname, origin }: URL, trusted: readonly string[]): boolean {
  if (username !== '' || password !== '') return false;
  if (trusted.includes(origin)) return true;
  if (protocol !== 'https:') return false;
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) === 0 ? host.includes('.') && !NAMES_AT_HOME.test(host) : isPublicAddress(host);
}

/** The browser's two keys, checked. @throws Refused BAD_USER_INPUT */
export function requireKeys({ p256dh, auth }: Pick<PushTarget, 'p256dh' | 'auth'>): void {
  if (!isPoint(p256dh))
    throw Refused.badInput('This is not a public key of a browser: a point on P-256, uncompressed.', 'p256dh');
  if (bytesOf(auth)?.length !== 16) throw Refused.badInput('This is not a secret of a browser: 16 bytes.', 'auth');
}

function isPoint(text: string): boolean {
  const bytes = bytesOf(text);
  if (bytes?.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

const bytesOf = (text: string): Buffer | undefined =>
  /^[A-Za-z0-9_-]{1,128}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;

/** The nearest language that the worker speaks. */
export const pushLanguage = (tag: string | null | undefined): PushLanguage =>
  PUSH_LANGUAGES.find((language) => language === tag?.slice(0, 2).toLowerCase()) ?? 'en';
