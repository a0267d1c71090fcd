import { requireId } from '@parley/subgraph';
import type { InviteeId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { z } from 'zod';

export const INVITATION_ANSWERS = ['NONE', 'YES', 'MAYBE', 'NO'] as const;
export type InvitationAnswer = (typeof INVITATION_ANSWERS)[number];

/** Somebody who is invited to a meeting. */
export interface Invitee {
  id: InviteeId;
  /** Null while no account has claimed the address. */
  userId: UserId | null;
  /** In lower case. */
  email: string;
  /** Null: known by their address alone. */
  displayName: string | null;
  answer: InvitationAnswer;
}

/** Somebody to invite. */
export type NewInvitee = Pick<Invitee, 'userId' | 'email' | 'displayName'>;

/** Somebody to invite, as they were typed: one of the two. */
export interface WantedInvitee {
  userId?: string | null | undefined;
  email?: string | null | undefined;
}

export const MOST_INVITEES = 200;
const emailSchema = z.email().max(254);

/** What was typed, checked, each person once. @throws Refused BAD_USER_INPUT: over 200, an id or address that is none */
export function requireInvitees(wanted: readonly WantedInvitee[]): { userIds: UserId[]; emails: string[] } {
  if (wanted.length > MOST_INVITEES)
    throw Refused.badInput(`At most ${MOST_INVITEES} people can be invited.`, 'invitees');
  const [userIds, emails] = [new Set<UserId>(), new Set<string>()];
  wanted.forEach(({ userId, email }, n) => {
    if (userId != null) userIds.add(requireId('user', userId, 'invitees', String(n), 'userId'));
    else emails.add(requireEmail(email ?? '', 'invitees', String(n), 'email'));
  });
  return { userIds: [...userIds], emails: [...emails] };
}

function requireEmail(text: string, ...field: string[]): string {
  const parsed = emailSchema.safeParse(text.trim().toLowerCase());
  if (!parsed.success) throw Refused.badInput('This is not an e-mail address.', ...field);
  return parsed.data;
}
