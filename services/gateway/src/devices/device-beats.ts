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
/** How long somebody's coming back waits for others', in milliseconds: nobody makes more beats of it than this allows. */
const HURRY_MS = 200;
/** How long a beat may take, in milliseconds; the next one waits for it. */
const TIMEOUT_MS = 1_500;

type Beat = z.input<typeof beatDevices.question>;

/** Tells presence which signed-in sockets are open here: one message for all of them, every two seconds. */
export class DeviceBeats implements SocketWatcher {
  private readonly instanceId = randomUUID();
  private readonly devices = new Map<LiveSocket, Device>();
  private readonly saidAt = new Map<LiveSocket, number>();
  private opened: Device[] = [];
  private closed: Beat['closed'] = [];
  private readonly changed = new Set<LiveSocket>();
  private beats = 0;
  private wantsAll = true;
  private timer: NodeJS.Timeout | undefined;
  private hurry: NodeJS.Timeout | undefined;
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
    clearTimeout(this.hurry);
    await this.send({ leaving: true });
  }

  signedIn(socket: LiveSocket): void {
    const { principal } = socket;
    if (!principal) return;
    const { userId, organisationId, sessionId, scopes } = principal;
    // A program that reads somebody's messages at night does not make them be here.
    if (scopes && !scopes.includes('presence:write')) return;
    const device = { connectionId: socket.id, userId, organisationId, sessionId, isIdle: socket.isIdle };
    this.devices.set(socket, device);
    this.saidAt.set(socket, Date.now());
    this.opened.push(device);
  }

  gone(socket: LiveSocket): void {
    const device = this.devices.get(socket);
    if (!device) return;
    this.devices.delete(socket);
    this.saidAt.delete(socket);
    this.changed.delete(socket);
    this.closed.push({ connectionId: device.connectionId, signedOut: socket.isSignedOut });
  }

  /** Somebody who comes back is told of at once; that nobody is there can wait for the next beat. */
  idled(socket: LiveSocket): void {
    const device = this.devices.get(socket);
    if (!device) return;
    this.devices.set(socket, { ...device, isIdle: socket.isIdle });
    this.changed.add(socket);
    if (!socket.isIdle) this.hurry ??= setTimeout(() => void this.beat(), HURRY_MS);
  }

  private async beat(): Promise<void> {
    clearTimeout(this.hurry);
    this.hurry = undefined;
    if (this.isAnswered) await this.send({});
  }

  private async send(extra: Pick<Beat, 'leaving'>): Promise<void> {
    const beat: Beat = {
      instanceId: this.instanceId,
      beat: this.beats++,
      ...(this.wantsAll ? { all: [...this.devices.values()] } : {}),
      opened: this.opened,
      closed: this.closed,
      alive: this.alive(),
      idled: [...this.changed].map(({ id, isIdle }) => ({ connectionId: id, isIdle })),
      ...extra,
    };
    const { closed } = this;
    [this.opened, this.closed, this.isAnswered] = [[], [], false];
    this.changed.clear();
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
