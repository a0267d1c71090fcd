import type { Claim, OrganisationId, Role, SessionId, UserId } from '@parley/contracts';

/** Who is asking, as the gateway vouched for it. `user` is absent for the anonymous. */
export interface Caller {
  readonly requestId: string;
  readonly ip: string | undefined;
  readonly user: KnownCaller | undefined;
  /** What an access token may; absent for a session, which may everything, and for the anonymous, whom scopes do not bind. */
  readonly scopes?: readonly string[] | undefined;
}

/** A signed-in person on one of their sessions; an access token is a session of its own. */
export interface KnownCaller {
  readonly userId: UserId;
  readonly organisationId: OrganisationId;
  readonly sessionId: SessionId;
  readonly role: Role;
}

export function callerOf(claim: Claim): Caller {
  const { sub, org, sid, role } = claim;
  const user = sub && org && sid && role ? { userId: sub, organisationId: org, sessionId: sid, role } : undefined;
  return { requestId: claim.rid, ip: claim.ip, user, scopes: claim.scopes };
}
