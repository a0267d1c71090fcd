import type { MeetingNoticeSnapshot, UserId } from '@parley/contracts';
import type { LoggedEvent } from '@parley/live';
import type { Person } from '../people/person.ts';

/** What can stand in an inbox. People of other services' facts enter as snapshots. */
export type InboxPayload =
  | { kind: 'CONVERSATION_MOVED'; conversationId: string; lastSeq: number; unreadCount: number }
  | { kind: 'CONTACT_REQUEST_RECEIVED'; requestId: string; from: Person; sentAt: string }
  | { kind: 'CONTACT_ADDED'; contact: Person }
  | { kind: 'MEETING_CHANGED'; meeting: MeetingNoticeSnapshot }
  | { kind: 'ACCESS_CHANGED' };

/** An entry of somebody's inbox. */
export interface InboxEntry {
  userId: UserId;
  seq: number;
  payload: InboxPayload;
}

/** The entry as the graph's types say it, complete in itself. */
export function inboxEvent({ seq, payload }: InboxEntry): LoggedEvent {
  switch (payload.kind) {
    case 'CONVERSATION_MOVED': {
      const { conversationId, lastSeq, unreadCount } = payload;
      return { seq, event: { __typename: 'ConversationMoved', conversationId, lastSeq, unreadCount } };
    }
    case 'CONTACT_REQUEST_RECEIVED': {
      const request = {
        __typename: 'ContactRequestNotice',
        id: payload.requestId,
        from: author(payload.from),
        sentAt: payload.sentAt,
      };
      return { seq, event: { __typename: 'ContactRequestReceived', request } };
    }
    case 'MEETING_CHANGED': {
      const permissions = { __typename: 'MeetingPermissions', ...payload.meeting.permissions };
      const meeting = { __typename: 'MeetingNotice', ...payload.meeting, permissions };
      return { seq, event: { __typename: 'MeetingChanged', meeting } };
    }
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
});
