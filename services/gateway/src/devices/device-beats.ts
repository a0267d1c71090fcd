import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { ask } from '@parley/bus';
import { beatDevices, type Device } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import type { z } from 'zod';
import type { LiveSocket } from '../live/live-socket.ts';
import type { SocketWatcher } from '../live/socket-protocol.ts';

/** Between two beats of a gateway, in milliseconds (G5: three missed and all its devices are offline). */
const BEAT_MS = 2_000;
/** A device's own lease: it is said to be alive at least this often, in milliseconds, while it answers. */
const DEVICE_BEAT_MS = 10_000;
/** How long a beat may take, in milliseconds; the next one waits for it. */
const TIMEOUT_MS = 1_500;

type Beat = z.input<typeof beatDevices.question>;

/** Tells presence which signed-in sockets are open here: one message for all of them, every two seconds. */
export class DeviceBeats implements SocketWatcher {
  private readonly instanceId = randomUUID();
  private readonly sockets = new Map<LiveSocket, Device>();
  private readonly saidAt = new Map<LiveSocket, number>();
  private opened: Device[] = [];
  private closed: Beat['closed'] = [];
  private beats = 0;
  private wantsAll = true;
  private timer: NodeJS.Timeout | undefined;
  private isAnswered = true;

  constructor(
    private readonly nats: NatsConnection,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.beat(), BEAT_MS);
  }

  /** The last beat says that this instance leaves, so that its devices need not time out. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.send({ leaving: true });
  }

  signedIn(socket: LiveSocket): void {
    const { principal } = socket;
    if (!principal) return;
    const { userId, organisationId, sessionId } = principal;
    const device = { connectionId: socket.id, userId, organisationId, sessionId };
    this.sockets.set(socket, device);
    this.saidAt.set(socket, Date.now());
    this.opened.push(device);
  }

  gone(socket: LiveSocket): void {
    const device = this.sockets.get(socket);
    if (!device) return;
    this.sockets.delete(socket);
    this.saidAt.delete(socket);
    this.closed.push({ connectionId: device.connectionId, signedOut: socket.isSignedOut });
  }

  private async beat(): Promise<void> {
    if (this.isAnswered) await this.send({});
  }

  private async send(extra: Pick<Beat, 'leaving'>): Promise<void> {
    const beat: Beat = {
      instanceId: this.instanceId,
      beat: this.beats++,
      ...(this.wantsAll ? { all: [...this.sockets.values()] } : {}),
      opened: this.opened,
      closed: this.closed,
      alive: this.alive(),
      ...extra,
    };
    const { closed } = this;
    [this.opened, this.closed, this.isAnswered] = [[], [], false];
    try {
      this.wantsAll = (await ask(this.nats, beatDevices, beat, TIMEOUT_MS)).wantsAll;
    } catch (error) {
      this.logger.debug({ err: error }, 'presence does not answer');
      // Whether it was heard is unknown: everything is said again, closings too, since one of them may be a sign-out.
      this.wantsAll = true;
      this.closed = [...closed, ...this.closed].slice(-10_000);
    } finally {
      this.isAnswered = true;
    }
  }

  private alive(): string[] {
    const now = Date.now();
    const ids: string[] = [];
    for (const [socket, at] of this.saidAt) {
      if (!socket.isAlive || now - at < DEVICE_BEAT_MS - BEAT_MS) continue;
      this.saidAt.set(socket, now);
      ids.push(socket.id);
    }
    return ids;
  }
}
