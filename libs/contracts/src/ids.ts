import { z } from 'zod';

/** Type prefixes of public ids. The prefix names the type; what follows is a UUIDv7 in 32 hex digits. */
export const ID_PREFIXES = {
  organisation: 'org',
  user: 'usr',
  session: 'ses',
  accessToken: 'tok',
  contactRequest: 'req',
  conversation: 'cnv',
  message: 'msg',
  meeting: 'mtg',
  meetingSession: 'mse',
  participant: 'par',
  lobby: 'lob',
  invitee: 'inv',
  guest: 'gue',
  recording: 'rec',
  call: 'cal',
  attachment: 'att',
  pushSubscription: 'psb',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;
/** A public id whose kind the compiler knows; made by `parseId`, `idFrom` or a service's `newId`. */
export type Id<K extends IdKind> = string & { readonly __id: K };
export type OrganisationId = Id<'organisation'>;
export type UserId = Id<'user'>;
export type SessionId = Id<'session'>;
/** A personal access token. Claims and revocations know it by a `SessionId` with the same UUID. */
export type AccessTokenId = Id<'accessToken'>;
export type ContactRequestId = Id<'contactRequest'>;
export type ConversationId = Id<'conversation'>;
export type MessageId = Id<'message'>;
export type MeetingId = Id<'meeting'>;
export type MeetingSessionId = Id<'meetingSession'>;
export type ParticipantId = Id<'participant'>;
export type LobbyId = Id<'lobby'>;
export type InviteeId = Id<'invitee'>;
/** A guest, within the one meeting that their token opens; names no account. */
export type GuestId = Id<'guest'>;
export type RecordingId = Id<'recording'>;
export type CallId = Id<'call'>;
export type AttachmentId = Id<'attachment'>;
/** A browser that is told of what happens while no page of ours is open. */
export type PushSubscriptionId = Id<'pushSubscription'>;

const HEX = '[0-9a-f]{32}';

/** The id when `text` is a well-formed public id of this kind, else `undefined`. Never throws. */
export function parseId<K extends IdKind>(kind: K, text: string): Id<K> | undefined {
  return new RegExp(`^${ID_PREFIXES[kind]}_${HEX}$`).test(text) ? (text as Id<K>) : undefined;
}

/** Which kind of thing a public id names, or `undefined` when it is malformed. */
export function kindOfId(text: string): IdKind | undefined {
  return (Object.keys(ID_PREFIXES) as IdKind[]).find((kind) => parseId(kind, text) !== undefined);
}

/** The public id of a UUID read from Postgres (with or without dashes). */
export function idFrom<K extends IdKind>(kind: K, uuid: string): Id<K> {
  return `${ID_PREFIXES[kind]}_${uuid.replaceAll('-', '')}` as Id<K>;
}

/** The UUID inside a public id, as 32 hex digits, which Postgres' `uuid` type reads as it stands. */
export function uuidOf(id: Id<IdKind>): string {
  return id.slice(id.indexOf('_') + 1);
}

/** A zod schema of one kind of id, for contracts that cross a process. */
export function idSchema<K extends IdKind>(kind: K): z.ZodType<Id<K>, string> {
  return z
    .string()
    .regex(new RegExp(`^${ID_PREFIXES[kind]}_${HEX}$`), `not a ${kind} id`)
    .transform((text) => text as Id<K>);
}
