import { randomUUID } from 'node:crypto';
import { OperationTypeNode, type ExecutionArgs, type GraphQLError } from 'graphql';
import { CloseCode, makeServer, MessageType, stringifyMessage, type Server } from 'graphql-ws';
import type { Connections } from './connections.ts';
import { BearerRefused, type Admitted, type LiveDoorDeps } from './live-door.types.ts';
import type { LiveOperation } from './live-operation.ts';
import { CLOSE, type LiveSocket } from './live-socket.ts';
import { isErrors, type Operations } from './operations.ts';
import { untilOver } from './until-over.ts';

/** Told of signed-in sockets, so that a person with one is online. */
export interface SocketWatcher {
  signedIn(socket: LiveSocket): void;
  gone(socket: LiveSocket): void;
  /** `isIdle` of a signed-in socket has changed. */
  idled?(socket: LiveSocket): void;
}

/** What the protocol's hooks work with. */
export interface SocketParts {
  readonly deps: LiveDoorDeps;
  readonly operations: Operations;
  readonly connections: Connections;
  readonly watchers: readonly SocketWatcher[];
}

const authorizationIn = (params: Record<string, unknown> | undefined): string | undefined => {
  const value = params?.['authorization'];
  return typeof value === 'string' ? value : undefined;
};

/** Whether a device says that nobody touches it, or that somebody does again; undefined: it says nothing. */
const idlenessIn = (params: Record<string, unknown> | undefined | null): boolean | undefined => {
  const value = params?.['idle'];
  return typeof value === 'boolean' ? value : undefined;
};

/** Closes for a bearer that is not good: clients retry after 4403 and not after 4401. */
function refuse(socket: LiveSocket, error: unknown): void {
  if (!(error instanceof BearerRefused)) throw error;
  if (error.isExpired) socket.expire();
  else socket.close(CloseCode.Unauthorized, error.message);
}

/** graphql-ws's own protocol code, with our hooks: who enters, what an operation is, where its events come from. */
export function socketProtocol({ deps, operations, connections, watchers }: SocketParts): Server<LiveSocket> {
  return makeServer<Record<string, unknown>, LiveSocket>({
    async onConnect({ extra: socket, connectionParams }) {
      try {
        socket.become(await deps.authenticate(authorizationIn(connectionParams), socket.origin.ip));
      } catch (error) {
        refuse(socket, error);
        return false;
      }
      if (!connections.add(socket)) {
        socket.close(CLOSE.tryAgainLater, 'Too many sockets');
        return false;
      }
      socket.isIdle = idlenessIn(connectionParams) ?? false;
      watchers.forEach((watcher) => watcher.signedIn(socket));
      return true;
    },
    async onSubscribe({ extra: socket }, id, payload): Promise<ExecutionArgs | readonly GraphQLError[]> {
      const asked = await operations.admit(payload, socket, { ...socket.origin, requestId: randomUUID() });
      if (isErrors(asked)) return asked;
      const { document, operationName } = asked.admitted;
      const args = { schema: deps.schema(), document, operationName };
      if (asked.operation.operation !== OperationTypeNode.SUBSCRIPTION)
        return { ...args, contextValue: asked.admitted };
      const operation = await operations.open(asked, socket, socket.place(id));
      return isErrors(operation) ? operation : { ...args, contextValue: operation };
    },
    subscribe: ({ contextValue }) => untilOver(contextValue as LiveOperation),
    execute: ({ contextValue }) => (contextValue as Admitted).run(),
    onClose({ extra: socket }) {
      socket.closed();
      connections.remove(socket);
      watchers.forEach((watcher) => watcher.gone(socket));
    },
  });
}

/**
 * Answers a `ping`. One that carries a token renews who is behind the socket: the same person, the same session. One that carries
 * `idle` says whether anybody is in front of the device.
 */
export async function answerPing(
  { deps, watchers }: Pick<SocketParts, 'deps' | 'watchers'>,
  socket: LiveSocket,
  payload: Record<string, unknown> | undefined | null,
): Promise<void> {
  const isIdle = idlenessIn(payload);
  if (isIdle !== undefined && isIdle !== socket.isIdle) {
    socket.isIdle = isIdle;
    watchers.forEach((watcher) => watcher.idled?.(socket));
  }
  const authorization = authorizationIn(payload ?? undefined);
  if (authorization === undefined) {
    socket.send(stringifyMessage(payload ? { type: MessageType.Pong, payload } : { type: MessageType.Pong }));
    return;
  }
  try {
    const principal = await deps.authenticate(authorization, socket.origin.ip);
    const isSame =
      principal?.userId === socket.principal?.userId && principal?.sessionId === socket.principal?.sessionId;
    if (!isSame) return socket.close(CloseCode.Unauthorized, 'Another session needs another socket');
    socket.become(principal);
    socket.send(stringifyMessage({ type: MessageType.Pong }));
  } catch (error) {
    refuse(socket, error);
  }
}
