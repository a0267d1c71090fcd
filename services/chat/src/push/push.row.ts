import { idFrom } from '@parley/contracts';
import type { CallNotice } from '../calls/call-notice.ts';
import type { PushLanguage } from './push-subscription.ts';
import type { DuePush, PushKind } from './push.ts';

/** A push that was taken, with all that it takes to send it. */
export interface DueRow {
  id: string;
  kind: PushKind;
  subscription_id: string;
  attempts: number;
  expires_at: Date;
  call: CallNotice | null;
  endpoint: string;
  p256dh: string;
  auth: string;
  server_key: string;
  language: PushLanguage;
  quiet_from: string | null;
  quiet_to: string | null;
  time_zone: string | null;
  shows_words: boolean;
  conversation_id: string | null;
  sender_name: string | null;
  body: string | null;
  title: string | null;
  file_name: string | null;
  is_not_to_disturb: boolean;
  is_stale: boolean;
}

export function dueOf(row: DueRow): DuePush {
  const { quiet_from: from, quiet_to: to, time_zone: timeZone } = row;
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    kind: row.kind,
    target: { endpoint: row.endpoint, p256dh: row.p256dh, auth: row.auth },
    serverKey: row.server_key,
    language: row.language,
    attempts: row.attempts,
    expiresAt: row.expires_at,
    message: row.conversation_id === null ? null : messageOf(row.conversation_id, row),
    call: row.call,
    quiet: from && to && timeZone ? { from, to, timeZone } : null,
    showsWords: row.shows_words,
    isNotToDisturb: row.is_not_to_disturb,
    isStale: row.is_stale,
  };
}

const messageOf = (conversationId: string, { sender_name, body, title, file_name }: DueRow) => ({
  conversationId: idFrom('conversation', conversationId),
  senderName: sender_name ?? '',
  // Without words it is known by its first file, as in the lists of conversations.
  body: body || (file_name ?? ''),
  title,
});
