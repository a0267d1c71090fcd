import type { UserId } from '@parley/contracts';
import { LiveFollower } from '@parley/live';
import { DeviceBeats } from '../devices/device-beats.ts';
import { AccessWatch } from './access-watch.ts';
import { Connections } from './connections.ts';
import { Groups } from './groups.ts';
import type { LiveDoor, LiveDoorDeps } from './live-door.types.ts';
import type { LiveSocket } from './live-socket.ts';
import { Operations } from './operations.ts';
import type { Payload } from './payload.ts';
import type { Plan } from './plan.ts';
import type { Principal } from './principal.ts';
import { SocketDoor } from './socket-door.ts';
import type { SocketWatcher } from './socket-protocol.ts';
import { sendAway, StreamDoor } from './stream-door.ts';
import { Ticker } from './ticker.ts';
import { claimsOf } from './who.ts';

const MAX_BUFFERED_BYTES = 1024 * 1024;

/** On the door's own account, not on a token's: what a narrow token may not follow still tells the door of changed access. */
function wholly(principal: Principal | undefined): Principal | undefined {
  if (!principal) return undefined;
  const { userId, organisationId, sessionId, role, expiresAt } = principal;
  return { userId, organisationId, sessionId, role, expiresAt };
}

/** Follows the inbox of whoever has a socket here, under the first socket's name. */
function accessWatcher(watch: AccessWatch, deps: LiveDoorDeps): SocketWatcher {
  const held = new Map<LiveSocket, UserId>();
  return {
    signedIn(socket) {
      const userId = socket.principal?.userId;
      if (userId === undefined) return;
      held.set(socket, userId);
      watch.hold(
        userId,
        claimsOf(deps.signer, socket.origin, () => wholly(socket.principal)),
      );
    },
    gone(socket) {
      const userId = held.get(socket);
      if (userId !== undefined) watch.release(userId);
      held.delete(socket);
    },
  };
}

/** Builds the live door: sockets and streams on one side, what services publish on the other, each selection run once per event. */
export function createLiveDoor(deps: LiveDoorDeps): LiveDoor {
  const { nats, logger, maxBufferedBytes = MAX_BUFFERED_BYTES } = deps;
  const onExecuted = ({ result }: Payload, { field }: Plan) => {
    if (result.errors) logger.error({ field, errors: result.errors }, 'an event is not complete');
  };
  const ticker = new Ticker();
  const follower = new LiveFollower(nats, (error) => logger.warn({ err: error }, 'live'));
  const connections = new Connections();
  const operations = new Operations(deps, follower, new Groups(ticker, onExecuted), connections);
  const reopen = (userId: UserId) => {
    for (const connection of connections.of(userId)) for (const operation of connection.operations) operation.reopen();
  };
  const devices = new DeviceBeats(nats, logger);
  const watchers = [devices, accessWatcher(new AccessWatch(follower, reopen), deps)];
  const sockets = new SocketDoor({ deps, operations, connections, watchers }, ticker, maxBufferedBytes);
  const streams = new StreamDoor(operations, connections, maxBufferedBytes);
  devices.start();
  let isClosing = false;

  return {
    handleUpgrade(request, socket, head) {
      if (isClosing)
        return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n\r\n');
      sockets.handleUpgrade(request, socket, head);
    },
    async handleStream(request, response, asked) {
      if (isClosing) return sendAway(response, asked.origin);
      await streams.handle(request, response, asked);
    },
    revoke: (sessionId) => connections.revoke(sessionId),
    reopen,
    counts: () => connections.counts(),
    async close(spreadMs) {
      isClosing = true;
      const open = connections.close();
      const waits = open.map((connection, index) => leaveAfter(connection, (spreadMs * index) / open.length));
      await Promise.all(waits);
      await devices.stop();
      follower.close();
      sockets.close();
    },
  };
}

function leaveAfter(connection: { leave(): void }, ms: number): Promise<void> {
  return new Promise((resolve) =>
    setTimeout(() => {
      connection.leave();
      resolve();
    }, ms),
  );
}
