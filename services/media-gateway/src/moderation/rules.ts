import { Refused } from '@parley/errors';
import type { UserId } from '@parley/contracts';
import type { Participant, ParticipantRole } from '../participants/participant.ts';
import { isModerator } from '../roles/meeting-role.repository.ts';

/** What moderators do about somebody. */
export type Verb = 'SET_ROLE' | 'MUTE' | 'ASK_TO_UNMUTE' | 'REMOVE';

/** Who wants to. */
export interface Moderator {
  userId: UserId;
  role: ParticipantRole;
}

/** About whom. */
export interface Target extends Pick<Participant, 'userId' | 'role'> {
  /** Whether they have an account of the meeting's organisation: nobody else can hold it. */
  isColleague: boolean;
}

const forbidden = (message: string) => new Refused('FORBIDDEN', message);
const ONESELF: Record<Verb, string> = {
  SET_ROLE: 'You cannot change your own role. Ask another host.',
  MUTE: 'This is you: mute yourself in the meeting.',
  ASK_TO_UNMUTE: 'This is you: unmute yourself in the meeting.',
  REMOVE: 'You cannot remove yourself. Leave the meeting instead.',
};

/**
 * Why somebody may not do this about somebody in the same meeting, which goes on; undefined when they may.
 * @param wanted the role to be given
 */
export function whyNot(verb: Verb, who: Moderator, whom: Target, wanted?: ParticipantRole): Refused | undefined {
  if (!isModerator(who.role)) return forbidden('Only hosts and co-hosts can do this.');
  if (whom.userId === who.userId) return forbidden(ONESELF[verb]);
  if (whom.role === 'HOST' && who.role !== 'HOST') return forbidden('Only a host can do this to a host.');
  if (wanted === 'HOST' && who.role !== 'HOST') return forbidden('Only a host can make somebody a host.');
  if (wanted && isModerator(wanted) && !whom.isColleague)
    return Refused.badInput('Hosts and co-hosts need an account of the meeting’s organisation.', 'role');
  return undefined;
}
