import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

const inMeeting = z.object({
  organisationId: idSchema('organisation'),
  meetingId: idSchema('meeting'),
  participantId: idSchema('participant'),
  /** Null for a guest. */
  userId: idSchema('user').nullable(),
  at: z.string(),
});

/** Somebody's device is in the live meeting. */
export const participantJoined = fact('evt.media.participant.joined.v1', inMeeting);
/** Somebody's device left the live meeting. */
export const participantLeft = fact('evt.media.participant.left.v1', inMeeting);
/**
 * Everybody with an account whose device is in a live meeting, told again at least every `LISTED_EVERY_MS` while anybody is. Whoever is not
 * in it has left, whatever else was told before.
 */
export const participantsListed = fact(
  'evt.media.participants.listed.v1',
  z.object({
    organisationId: idSchema('organisation'),
    meetingId: idSchema('meeting'),
    participants: z.array(z.object({ participantId: idSchema('participant'), userId: idSchema('user') })),
    at: z.string(),
  }),
);
/** Milliseconds. With the look at LiveKit's list every 30 s two of them are apart by no more than this and 30 s. */
export const LISTED_EVERY_MS = 300_000;
/**
 * Somebody's device may be in the meeting no more: they were removed or banned, or their session has ended. Their join
 * tokens open nothing from here on, LiveKit's own refreshed ones included.
 */
export const participantRemoved = fact(
  'evt.media.participant.removed.v1',
  inMeeting.extend({
    /** LiveKit's room; `participantId` is the identity in it. */
    roomName: z.string(),
    /** ISO time from which no token of theirs can be valid any more, and nobody need remember this. */
    until: z.string(),
  }),
);
/** A meeting ended for everybody. */
export const meetingEnded = fact(
  'evt.media.meeting.ended.v1',
  z.object({
    organisationId: idSchema('organisation'),
    meetingId: idSchema('meeting'),
    at: z.string(),
    /** LiveKit's room, and until when tokens for it may be about; absent in facts of releases before the gate. */
    roomName: z.string().optional(),
    until: z.string().optional(),
  }),
);
/** A session of a meeting that lives on was ended for everybody: nobody may be in LiveKit's room of it, and the next has another. */
export const roomClosed = fact(
  'evt.media.room.closed.v1',
  z.object({
    organisationId: idSchema('organisation'),
    meetingId: idSchema('meeting'),
    at: z.string(),
    /** LiveKit's room, and the ISO time from which no token for it can be valid any more. */
    roomName: z.string(),
    until: z.string(),
  }),
);

/** A meeting as others' inboxes show it. */
export const meetingNoticeSchema = z.object({
  id: idSchema('meeting'),
  code: z.string(),
  title: z.string(),
  state: z.enum(['SCHEDULED', 'OPEN', 'LIVE', 'ENDED']),
  isLocked: z.boolean(),
  hasLobby: z.boolean(),
  hasPasscode: z.boolean(),
  permissions: z.object({
    presentersMayUnmute: z.boolean(),
    presentersMayStartVideo: z.boolean(),
    presentersMayShare: z.boolean(),
    presentersMayChat: z.boolean(),
  }),
  waitingCount: z.number().int(),
});
export type MeetingNoticeSnapshot = z.infer<typeof meetingNoticeSchema>;

/** Another number of people waits to be let in. `userIds`: hosts and co-hosts, in the meeting or not. Joined per 2 s. */
export const lobbyWaiting = fact(
  'evt.media.lobby.waiting.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userIds: z.array(idSchema('user')),
    meeting: meetingNoticeSchema,
  }),
);
