import type { GuestId, MeetingRole, OrganisationId, UserId } from '@parley/contracts';

/** Whom a conversation holds: somebody with an account, or in a meeting's conversation a guest. */
export type MemberId = UserId | GuestId;

/** Somebody who reads or writes, and the organisation whose rows hold the conversation: not always their own. */
export interface Reader {
  organisationId: OrganisationId;
  memberId: MemberId;
}

/** Somebody with an account among the conversations of their own organisation. */
export const atHome = ({ organisationId, userId }: { organisationId: OrganisationId; userId: UserId }): Reader => ({
  organisationId,
  memberId: userId,
});

/** What somebody may say where: hosts and co-hosts always, presenters as the meeting's permissions say, viewers nothing. */
export function mayWrite(role: MeetingRole | null, presentersMayChat: boolean): boolean {
  return role === null || role === 'HOST' || role === 'CO_HOST' || (role === 'PRESENTER' && presentersMayChat);
}
