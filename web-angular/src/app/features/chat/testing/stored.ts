import type { StoredMessage } from '../message-log';

/** A message of which nothing has become, for tests. */
export const stored = (seq: number, body = `m${seq}`, userId = 'them'): StoredMessage => ({
  id: `msg_${seq}`,
  seq,
  body,
  sentAt: new Date(seq * 1000).toISOString(),
  author: { userId, displayName: userId, avatarUrl: null, isGuest: false, isSystem: false },
  notice: null,
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [],
  mentions: [],
  attachments: [],
  preview: null,
});
