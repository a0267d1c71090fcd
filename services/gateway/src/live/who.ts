import type { Claim } from '@parley/contracts';
import type { SignClaim } from '@parley/live';
import type { ClaimSigner } from '@parley/identity';
import type { Origin, Principal } from './principal.ts';

/** Signs claims for whoever `present` says is there when an owner is asked, so that a renewed token counts at once. */
export function claimsOf(signer: ClaimSigner, origin: Origin, present: () => Principal | undefined): SignClaim {
  return (service, hash) =>
    signer.sign(service, { rid: origin.requestId, hash, ...ipOf(origin), ...personOf(present()) });
}

const ipOf = ({ ip }: Origin): Pick<Claim, 'ip'> => (ip === undefined ? {} : { ip });

function personOf(principal: Principal | undefined): Partial<Claim> {
  if (!principal) return {};
  const { userId, organisationId, sessionId, role, scopes } = principal;
  return { sub: userId, org: organisationId, sid: sessionId, role, ...(scopes ? { scopes: [...scopes] } : {}) };
}
