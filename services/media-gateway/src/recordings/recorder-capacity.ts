import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NATS } from '@parley/bus';
import {
  RECORDER_CAPACITY_SUBJECT,
  RECORDING_TIMES,
  recorderCapacitySchema,
  type RecorderCapacity,
} from '@parley/contracts';

/** What the recorders of this installation can take, added up. */
export interface Capacity {
  /** Recordings that can be made at once. */
  slots: number;
  /** How many more. */
  free: number;
}

/** What workers say they have free, kept for six seconds: so that a host knows before the start. */
@Injectable()
export class RecorderCapacities implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly workers = new Map<string, RecorderCapacity & { at: number }>();
  private subscription: Subscription | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(@Inject(NATS) private readonly nats: NatsConnection) {}

  onApplicationBootstrap(): void {
    this.subscription = this.nats.subscribe(RECORDER_CAPACITY_SUBJECT, {
      callback: (error, message) => {
        if (!error) this.hear(message.data, Date.now());
      },
    });
  }

  onApplicationShutdown(): void {
    if (!this.nats.isClosed()) this.subscription?.unsubscribe();
  }

  /** Called when there is room where there was none: whatever waits for a worker need not wait longer. */
  onRoom(listener: () => void): void {
    this.listeners.push(listener);
  }

  now(): Capacity {
    const present = this.present();
    return {
      slots: present.reduce((sum, { slots }) => sum + slots, 0),
      free: present.reduce((sum, { free }) => sum + free, 0),
    };
  }

  /** The worker with the most room, undefined when there is none; it counts as taken until it speaks again. */
  take(): string | undefined {
    const [first] = this.present()
      .filter(({ free }) => free > 0)
      .sort((a, b) => b.free - a.free);
    if (first) first.free -= 1;
    return first?.workerId;
  }

  /** It took nothing, or is gone: nothing more is asked of it until it speaks again. */
  forget(workerId: string): void {
    this.workers.delete(workerId);
  }

  private hear(data: Uint8Array, at: number): void {
    const said = recorderCapacitySchema.safeParse(jsonOf(data));
    if (!said.success) return;
    const had = this.workers.get(said.data.workerId)?.free ?? 0;
    this.workers.set(said.data.workerId, { ...said.data, at });
    if (had === 0 && said.data.free > 0) this.listeners.forEach((listener) => listener());
  }

  private present() {
    const since = Date.now() - RECORDING_TIMES.capacityKeptMs;
    for (const [workerId, { at }] of this.workers) if (at < since) this.workers.delete(workerId);
    return [...this.workers.values()];
  }
}

function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}
