import type { ConversationId, MeetingNoticeSnapshot, MessageId, UserId } from '@parley/contracts';
import type { LoggedEvent } from '@parley/live';
import { callObject, type CallNotice } from '../calls/call-notice.ts';
import { messageObject } from '../messages/message.event.ts';
import type { Message } from '../messages/message.ts';
import type { Person } from '../people/person.ts';

/** What can stand in an inbox. People of other services' facts enter as snapshots. */
export type InboxPayload =
  /** Kept once, now told beside the log: old ones age, and an instance of before may still write some. */
  | { kind: 'CONVERSATION_MOVED'; conversationId: string; lastSeq: number; unreadCount: number }
  | { kind: 'CONVERSATION_LEFT'; conversationId: string }
  | { kind: 'CONTACT_REQUEST_RECEIVED'; requestId: string; from: Person; sentAt: string }
  | { kind: 'CONTACT_ADDED'; contact: Person }
  | { kind: 'MENTIONED'; conversationId: ConversationId; messageId: MessageId }
  | { kind: 'MEETING_CHANGED'; meeting: MeetingNoticeSnapshot }
  | { kind: 'CALL_RINGING' | 'CALL_SETTLED'; call: CallNotice }
  | { kind: 'ACCESS_CHANGED' };

/** An entry of somebody's inbox. */
export interface InboxEntry {
  userId: UserId;
  seq: number;
  payload: InboxPayload;
  /** Of a mention: the message, as its owner may read it. */
  message?: Message | undefined;
}

/** The entry as the graph's types say it, complete in itself. */
export function inboxEvent({ seq, payload, message }: InboxEntry): LoggedEvent {
  switch (payload.kind) {
    case 'CONVERSATION_MOVED': {
      const { conversationId, lastSeq, unreadCount } = payload;
      return {
        seq,
        event: { __typename: 'ConversationMoved', conversationId, lastSeq, unreadCount, lastMessage: null },
      };
    }
    case 'CONVERSATION_LEFT':
      return { seq, event: { __typename: 'ConversationLeft', conversationId: payload.conversationId } };
    case 'CONTACT_REQUEST_RECEIVED': {
      const request = {
        __typename: 'ContactRequestNotice',
        id: payload.requestId,
        from: author(payload.from),
        sentAt: payload.sentAt,
      };
      return { seq, event: { __typename: 'ContactRequestReceived', request } };
    }
    case 'MENTIONED': {
      const { conversationId } = payload;
      return { seq, event: { __typename: 'Mentioned', conversationId, message: message && messageObject(message) } };
    }
    case 'MEETING_CHANGED': {
      const permissions = { __typename: 'MeetingPermissions', ...payload.meeting.permissions };
      const meeting = { __typename: 'MeetingNotice', ...payload.meeting, permissions, conversationId: null };
      return { seq, event: { __typename: 'MeetingChanged', meeting } };
    }
    case 'CALL_RINGING':
      return { seq, event: { __typename: 'CallRinging', call: callObject(payload.call) } };
    case 'CALL_SETTLED':
      return { seq, event: { __typename: 'CallSettled', call: callObject(payload.call) } };
    case 'ACCESS_CHANGED':
      return { seq, event: { __typename: 'AccessChanged' } };
    case 'CONTACT_ADDED':
      return { seq, event: { __typename: 'ContactAdded', contact: author(payload.contact) } };
  }
}

const author = ({ userId, displayName, avatarUrl }: Person) => ({
  __typename: 'MessageAuthor',
  userId,
  displayName,
  avatarUrl,
  isGuest: false,
  isSystem: false,
});
