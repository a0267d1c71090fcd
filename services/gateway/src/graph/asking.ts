import type { ServiceName } from '@parley/contracts';
import type { ClaimSigner } from '@parley/identity';
import type { Visitor } from '../callers/visitor.ts';
import type { Spent } from '../limits/budget.ts';

/** What auth alone may see of a browser's request, for signing in, refreshing and signing out (G10). */
export interface BrowserSession {
  /** The refresh cookie as `name=value`, and no other. */
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
  readonly userAgent: string | undefined;
}

/** One operation being asked: who asks, and what it has cost. Signs a claim per service, once. */
export class Asking {
  private readonly claims = new Map<ServiceName, Promise<string>>();
  /** `Set-Cookie` values that auth answered with. */
  readonly setCookies: string[] = [];
  /** Filled once the operation was paid for. */
  spent: Spent | undefined;

  constructor(
    private readonly signer: ClaimSigner,
    readonly requestId: string,
    readonly visitor: Visitor,
    readonly ip: string | undefined,
    /** Present only for the operations that may use it. */
    public browser?: BrowserSession,
  ) {}

  /** The signed claim for one service. */
  claimFor(service: ServiceName): Promise<string> {
    let claim = this.claims.get(service);
    if (!claim) {
      const { user, scopes } = this.visitor;
      const who = user && { sub: user.userId, org: user.organisationId, sid: user.sessionId, role: user.role };
      claim = this.signer.sign(service, {
        rid: this.requestId,
        ...(this.ip === undefined ? {} : { ip: this.ip }),
        ...who,
        ...(scopes ? { scopes: [...scopes] } : {}),
      });
      this.claims.set(service, claim);
    }
    return claim;
  }
}
