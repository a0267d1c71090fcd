import type { NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NATS } from '@parley/bus';
import {
  RECORDER_CAPACITY_SUBJECT,
  recorderCapacitySchema,
  RECORDING_TIMES,
  type RecorderCapacity,
} from '@parley/contracts';
import { Browsers } from '../browser/browsers.ts';
import { Recordings } from '../parts/recordings.service.ts';
import { WORKER_ID } from '../worker-id.ts';

/** Says what this worker has free: every two seconds, and at once when it changes. */
@Injectable()
export class Announcer implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(NATS) private readonly nats: NatsConnection,
    private readonly recordings: Recordings,
    private readonly browsers: Browsers,
  ) {}

  onApplicationBootstrap(): void {
    this.recordings.onChange(() => this.say());
    this.nats.subscribe(RECORDER_CAPACITY_SUBJECT, {
      callback: (error, message) => {
        if (!error) this.hear(message.data);
      },
    });
    this.timer = setInterval(() => this.say(), RECORDING_TIMES.capacityEveryMs);
    this.say();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** While another records, its stage page is kept ready here: should that one die, this may be the next to be asked. */
  private hear(data: Uint8Array): void {
    const { data: said } = recorderCapacitySchema.safeParse(jsonOf(data));
    if (!said?.stageOrigin || said.workerId === WORKER_ID) return;
    if (this.recordings.free > 0) this.browsers.prepare(said.stageOrigin);
  }

  private say(): void {
    if (this.nats.isClosed()) return;
    const { slots, free, stageOrigin } = this.recordings;
    const capacity: RecorderCapacity = { workerId: WORKER_ID, slots, free, stageOrigin };
    this.nats.publish(RECORDER_CAPACITY_SUBJECT, JSON.stringify(capacity));
  }
}

function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}
