import type { LiveOperation } from './live-operation.ts';
import type { Origin, Principal } from './principal.ts';

/** A socket or a stream: who is behind it and what it follows. */
export interface Connection {
  readonly id: string;
  readonly origin: Origin;
  readonly principal: Principal | undefined;
  readonly operations: Set<LiveOperation>;
  /** The session has ended. */
  revoke(): void;
  /** Another token of the same person and session, or none at all, would be needed to stay. */
  expire(): void;
  /** The process is going away; the client should come again, elsewhere. */
  leave(): void;
}
