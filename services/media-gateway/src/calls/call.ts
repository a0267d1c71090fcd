import type { CallId, CallKind, CallState, ConversationId, MeetingId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';

/** People whom one call rings at most, over its whole life. */
export const MOST_CALLEES = 50;

/** Where somebody stands to a call. The caller has accepted from the start. */
export const PARTY_STATES = ['RINGING', 'ACCEPTED', 'DECLINED', 'MISSED', 'BUSY'] as const;
export type PartyState = (typeof PARTY_STATES)[number];

/** Somebody in a call, or called. */
export interface Party {
  userId: UserId;
  isCaller: boolean;
  /** They have blocked the caller: to the caller it rings, and they hear of nothing. */
  isSilent: boolean;
  state: PartyState;
  /** When their devices stop; null where none ever rang. */
  ringsUntil: Date | null;
  /** Which of their devices accepted, by a nonce of its own choosing. */
  answerNonce: string | null;
  /** They had accepted, and hung up. */
  leftAt: Date | null;
}

/** A call as this service keeps it. */
export interface Call {
  id: CallId;
  meetingId: MeetingId;
  callerId: UserId;
  kind: CallKind;
  state: CallState;
  /** Whence it was made, as the caller said. */
  conversationId: ConversationId | null;
  /** Whom it was made to, in order; others may have been called since. */
  askedIds: UserId[];
  startedAt: Date;
  answeredAt: Date | null;
  endedAt: Date | null;
  parties: Party[];
}

export const calleesOf = ({ parties }: Pick<Call, 'parties'>): Party[] => parties.filter(({ isCaller }) => !isCaller);

/** Those who are in it: they called or accepted, and have not hung up. */
export const insidersOf = ({ parties }: Pick<Call, 'parties'>): Party[] =>
  parties.filter(({ state, leftAt }) => state === 'ACCEPTED' && leftAt === null);

export const isRinging = ({ state }: Pick<Party, 'state'>): boolean => state === 'RINGING';

/** Whether somebody knows of it, and so may read it and act in it. */
export const partyOf = ({ parties }: Pick<Call, 'parties'>, userId: UserId): Party | undefined =>
  parties.find((party) => party.userId === userId && !party.isSilent);

/**
 * What becomes of a call that nobody has accepted; undefined while somebody still rings. One refusal names it when all refused
 * alike, else it was missed.
 */
export function outcomeOf(callees: readonly Pick<Party, 'state'>[]): CallState | undefined {
  if (callees.some(isRinging)) return undefined;
  const [first, ...others] = new Set(callees.map(({ state }) => state));
  return others.length === 0 && (first === 'DECLINED' || first === 'BUSY') ? first : 'MISSED';
}

/**
 * The people to call, each once, in order.
 * @throws Refused BAD_USER_INPUT: nobody, oneself, or more than 50
 */
export function requireCallees(callerId: UserId, userIds: readonly UserId[]): UserId[] {
  const callees = [...new Set(userIds)].sort();
  if (callees.length === 0) throw Refused.badInput('Say whom to call.', 'userIds');
  if (callees.includes(callerId)) throw Refused.badInput('You cannot call yourself.', 'userIds');
  if (callees.length > MOST_CALLEES)
    throw Refused.badInput(`A call rings at most ${MOST_CALLEES} people. Share the meeting’s link instead.`, 'userIds');
  return callees;
}
