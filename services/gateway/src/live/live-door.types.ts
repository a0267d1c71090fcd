import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { SessionId, UserId } from '@parley/contracts';
import type { ClaimSigner } from '@parley/identity';
import type { Logger } from '@parley/telemetry';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Origin, Principal } from './principal.ts';

/** An operation as a client sent it. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown> | null;
}

/** An operation that met the rules. */
export interface Admitted {
  /** The same object for the same text, as far as documents are remembered. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  /** Runs it, if it is a query or a mutation. */
  run(): Promise<ExecutionResult>;
}

/** What the live door needs of the front door. */
export interface LiveDoorDeps {
  /** The public schema, without resolvers; asked again at every subscribe, so that it may be replaced. */
  readonly schema: () => GraphQLSchema;
  readonly nats: NatsConnection;
  readonly signer: ClaimSigner;
  readonly logger: Logger;
  /**
   * Who a bearer is. `undefined` in, `undefined` out: the anonymous are welcome. `ip`: where it comes from.
   * @throws BearerRefused
   */
  readonly authenticate: (authorization: string | undefined, ip: string | undefined) => Promise<Principal | undefined>;
  /**
   * The rules every document meets (stored documents, validation, depth, cost, scopes), the same for a query and a
   * subscription. Returns the operation, or the errors that refuse it.
   */
  readonly admit: (
    request: GraphQLRequest,
    principal: Principal | undefined,
    origin: Origin,
  ) => Promise<Admitted | readonly GraphQLError[]>;
  /** Bytes a socket may have unsent before it is closed with 1013 to resume by cursor. 1 MiB unless told. */
  readonly maxBufferedBytes?: number;
}

/** A bearer that is not good. An expired one closes a socket with 4403 (clients try again), any other with 4401 (they do not). */
export class BearerRefused extends Error {
  constructor(readonly isExpired: boolean) {
    super(isExpired ? 'The token has expired.' : 'The token is not valid.');
  }
}

/** What a live door carries at the moment. */
export interface LiveCounts {
  /** Sockets that have said hello, and event streams. */
  readonly sockets: number;
  /** Subscriptions in all of them. */
  readonly subscriptions: number;
}

/** What the front door plugs in. */
export interface LiveDoor {
  /** An HTTP upgrade on the graph's address whose Origin has been found good. Owns the socket from here on. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * An operation whose caller accepts `text/event-stream`; the bearer has been checked, the operation has not been admitted.
   * Owns the response from here on; resolves when it has ended.
   */
  handleStream(
    raw: IncomingMessage,
    response: ServerResponse,
    asked: { request: GraphQLRequest; principal: Principal | undefined; origin: Origin },
  ): Promise<void>;
  /** The session has ended (G8): its sockets close with 4401, its streams complete. */
  revoke(sessionId: SessionId): void;
  /** This person's access has changed somewhere: everything they follow is opened again. */
  reopen(userId: UserId): void;
  /** How many sockets and streams are open, and what they follow. */
  counts(): LiveCounts;
  /** G12: refuses new sockets, closes the open ones spread over `spreadMs` with 1012 (clients come again), stops following. */
  close(spreadMs: number): Promise<void>;
}
