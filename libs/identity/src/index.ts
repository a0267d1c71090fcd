export { type Caller, type KnownCaller, callerOf } from './caller.ts';
export { ClaimSigner } from './claim-signer.ts';
export { ClaimVerifier } from './claim-verifier.ts';
export { VerifiedTokens } from './verified-tokens.ts';
export { hashOfArguments } from './hash-of-arguments.ts';
export { CurrentCaller } from './current-caller.ts';
export { ACCESS, EntityRef, Internal, Public, SignedIn, type Access } from './access.ts';
export { AccessGuard } from './access.guard.ts';
export { IdentityModule } from './identity.module.ts';
