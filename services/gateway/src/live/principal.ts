import type { OrganisationId, Role, SessionId, UserId } from '@parley/contracts';

/** A signed-in person on one of their sessions, as a checked bearer token says. The anonymous have none. */
export interface Principal {
  readonly userId: UserId;
  readonly organisationId: OrganisationId;
  readonly sessionId: SessionId;
  readonly role: Role;
  /** What an access token may; absent for a session, which may everything. */
  readonly scopes?: readonly string[];
  /** Milliseconds since 1970 at which the token ends. */
  readonly expiresAt: number;
}

/** Where a request came from, for limits and claims. */
export interface Origin {
  readonly requestId: string;
  readonly ip: string | undefined;
}
