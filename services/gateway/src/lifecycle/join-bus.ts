import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Gateway } from '../app.ts';
import { createLiveDoor } from '../live/live-door.ts';

const MOMENT_MS = 5_000;

/**
 * Opens the live door once the bus is there, and makes the gateway ready: a new copy waits a moment, so that sockets find
 * the door open; queries do not need it, so a bus that is away makes no gateway unready (G12).
 * @param momentMs how long readiness waits for the bus, in milliseconds
 * @throws what NATS itself refuses, if it does so in that moment
 */
export async function joinBus(
  gateway: Pick<Gateway, 'followBus' | 'readiness'>,
  connecting: Promise<NatsConnection>,
  momentMs = MOMENT_MS,
): Promise<void> {
  const joined = connecting.then((nats) => gateway.followBus(nats, createLiveDoor));
  await Promise.race([joined, sleep(momentMs)]);
  gateway.readiness.isReady = true;
}
