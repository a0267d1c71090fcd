import type { OrganisationId, Role, UserId, UserSnapshot } from '@parley/contracts';

/** A person of an organisation, as auth owns them. */
export interface User {
  readonly organisationId: OrganisationId;
  readonly id: UserId;
  readonly email: string;
  readonly displayName: string;
  readonly phone: string | null;
  readonly title: string | null;
  readonly locale: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role;
  readonly revision: number;
  /** They have shown that the address is theirs. */
  readonly isEmailConfirmed: boolean;
}

/** What other services may know of a person. */
export function snapshotOf(user: User): UserSnapshot {
  const { id: userId, organisationId, displayName, email, avatarUrl, title, revision, isEmailConfirmed } = user;
  return { userId, organisationId, displayName, email, avatarUrl, title, revision, isEmailConfirmed };
}
