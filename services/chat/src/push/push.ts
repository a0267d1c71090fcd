import { createHash } from 'node:crypto';
import type { CallNotice } from '../calls/call-notice.ts';
import type { Quiet } from '../notifications/quiet-hours.ts';
import type { PushLanguage, PushTarget } from './push-subscription.ts';

export const PUSH_KINDS = ['MESSAGE', 'MENTION', 'CALL', 'CALL_SETTLED', 'CALL_MISSED'] as const;
/** What a browser is told of. */
export type PushKind = (typeof PUSH_KINDS)[number];

/** Seconds after which a push is no news any more; a ringing call's end with its ring. */
export const LIFE_SECONDS = { MESSAGE: 86_400, MENTION: 86_400, CALL_SETTLED: 120, CALL_MISSED: 86_400 } as const;

/** What was said, as it reads when it is told. */
export interface PushedMessage {
  conversationId: string;
  senderName: string;
  /** The words; without any what the first file is called. */
  body: string;
  /** Of a group or a meeting. */
  title: string | null;
}

/** A push that is due, for one browser. */
export interface DuePush {
  /** Of what it tells: the same for every browser and every try. */
  id: string;
  subscriptionId: string;
  kind: PushKind;
  target: PushTarget;
  /** The key that the browser subscribed with. */
  serverKey: string;
  language: PushLanguage;
  /** This try included. */
  attempts: number;
  expiresAt: Date;
  message: PushedMessage | null;
  call: CallNotice | null;
  quiet: Quiet | null;
  showsWords: boolean;
  isNotToDisturb: boolean;
  /** Read meanwhile, deleted, or no longer theirs to read. */
  isStale: boolean;
}

/** What one try came to. */
export type PushOutcome =
  | { kind: 'delivered' }
  /** The browser has gone, or never was one: nothing is sent there again. */
  | { kind: 'gone'; cause: string }
  /** This push will never be taken. */
  | { kind: 'refused'; cause: string }
  | { kind: 'failed'; cause: string; retryAfterSeconds: number | undefined };

/** Names what replaces what, for push services and on the screen: they learn nothing from it. */
export const tagOf = (about: string): string => createHash('sha256').update(about).digest('base64url').slice(0, 32);
