import type { KnownCaller } from '@parley/identity';
import { asksForLobby, mayEnter, type Meeting } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { isModerator } from '../roles/meeting-role.repository.ts';
import { EARLY_MINUTES, isToCome, momentIn } from '../schedule/opening.ts';
import type { Known } from './applicant.repository.ts';

/** Why somebody is not let in. A closed set. */
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
  { kind: 'ADMITTED' } | { kind: 'WAITING' } | { kind: 'REFUSED'; reason: RefusedReason; message: string };

type Facts = Pick<
  Meeting,
  | 'access'
  | 'endedAt'
  | 'hostUserId'
  | 'organisationId'
  | 'isLocked'
  | 'hasLobby'
  | 'guestsWait'
  | 'passcodeHash'
  | 'timeZone'
>;

/** Somebody who wants to come in, with all that decides. */
export interface Applicant extends Known {
  /** Absent for guests. */
  user: KnownCaller | undefined;
  role: ParticipantRole;
  /** Whether they typed the passcode; asked only where `asksForPasscode` says so. */
  hasPasscode: boolean;
  /** People who may be in at once. */
  mostPeople: number;
}

const refused = (reason: RefusedReason, message: string): Decision => ({ kind: 'REFUSED', reason, message });

export const ENDED = refused('ENDED', 'This meeting is over.');
export const SIGN_IN = refused('NOT_ALLOWED', 'Sign in to join this meeting.');
const NOT_OPEN = refused('NOT_ALLOWED', 'This meeting is not open to you. Ask its host.');
const BANNED = refused('BANNED', 'You were removed from this meeting.');
const LOCKED = refused('LOCKED', 'This meeting is locked. Ask its host to unlock it.');
const WRONG_PASSCODE = refused('WRONG_PASSCODE', 'This meeting has a passcode. Type it as you were given it.');
const FULL = refused('FULL', 'This meeting is full. Try again when somebody has left.');
const NOT_NOW = refused('NOT_ALLOWED', 'A host has not let you in. You can ask again in a minute.');

function notStarted({ timeZone }: Facts, { nextStartsAt }: Applicant): Decision {
  const zone = timeZone ?? 'UTC';
  const begins = nextStartsAt ? `on ${momentIn(nextStartsAt, zone)} (${zone})` : 'later';
  return refused('NOT_STARTED', `This meeting begins ${begins}. Come back ${EARLY_MINUTES} minutes before.`);
}

/** Hosts and co-hosts, and whoever is in with another device, come back whatever has been closed since. */
const isAtHome = ({ role, isIn }: Applicant): boolean => isModerator(role) || isIn;
/** A host has let them in from the lobby, or they wait there. */
const isKnownInLobby = ({ lobbyState }: Applicant): boolean => lobbyState === 'ADMITTED' || lobbyState === 'WAITING';

/** Whether the passcode decides about this person; then it is worth checking what they typed. */
export const asksForPasscode = (meeting: Facts, applicant: Applicant): boolean =>
  meeting.passcodeHash !== null && !isAtHome(applicant) && !isKnownInLobby(applicant);

/** The rules of admission, in the order in which they are told. */
export function decide(meeting: Facts, applicant: Applicant): Decision {
  const { user, lobbyState } = applicant;
  if (meeting.endedAt) return ENDED;
  if (applicant.isBanned) return BANNED;
  if (!user && meeting.access !== 'PUBLIC') return SIGN_IN;
  if (user && !isModerator(applicant.role) && !mayEnter(meeting, user, applicant.isInvited)) return NOT_OPEN;
  if (isToCome(applicant, applicant.peopleIn > 0) && !isAtHome(applicant)) return notStarted(meeting, applicant);
  if (meeting.isLocked && !isAtHome(applicant) && !isKnownInLobby(applicant)) return LOCKED;
  if (asksForPasscode(meeting, applicant) && !applicant.hasPasscode) return WRONG_PASSCODE;
  if (applicant.peopleIn >= applicant.mostPeople && !isAtHome(applicant)) return FULL;
  if (isAtHome(applicant) || lobbyState === 'ADMITTED' || !asksForLobby(meeting, !user)) return { kind: 'ADMITTED' };
  if (applicant.wasRefusedLately) return NOT_NOW;
  // Strangers come as often as they like: no more wait than could come in.
  if (lobbyState !== 'WAITING' && applicant.peopleWaiting >= applicant.mostPeople) return FULL;
  return { kind: 'WAITING' };
}
