import type { KnownCaller } from '@parley/identity';
import { mayEnter, type Meeting } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';

/** Why somebody is not let in. A closed set; lobby, lock, bans, size, passcodes and schedules are to come. */
export const REFUSED_REASONS = [
  'ENDED',
  'LOCKED',
  'NOT_ALLOWED',
  'BANNED',
  'FULL',
  'WRONG_PASSCODE',
  'NOT_STARTED',
] as const;
export type RefusedReason = (typeof REFUSED_REASONS)[number];

/** What the rules say to a wish to join. */
export type Decision =
  | { isAdmitted: true; role: ParticipantRole; caller: KnownCaller }
  | { isAdmitted: false; reason: RefusedReason; message: string };

type Facts = Pick<Meeting, 'access' | 'endedAt' | 'hostUserId' | 'organisationId'>;

/** The rules of admission, in the order in which they are told. */
export function decide(meeting: Facts, caller: KnownCaller | undefined): Decision {
  if (meeting.endedAt) return { isAdmitted: false, reason: 'ENDED', message: 'This meeting is over.' };
  if (!caller) return { isAdmitted: false, reason: 'NOT_ALLOWED', message: 'Sign in to join this meeting.' };
  if (!mayEnter(meeting, caller))
    return { isAdmitted: false, reason: 'NOT_ALLOWED', message: 'This meeting is not open to you. Ask its host.' };
  return { isAdmitted: true, role: caller.userId === meeting.hostUserId ? 'HOST' : 'PRESENTER', caller };
}
