import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { Logger } from '@parley/telemetry';
import { LiveKit } from '../livekit/livekit.ts';
import { newTestRoom, TEST_ROOM_SECONDS, testRoomEnd } from './test-room.ts';

/** Opens test rooms and closes them when their time is over: by a timer, and by the look at LiveKit's list after a crash. */
@Injectable()
export class TestRooms implements OnApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly livekit: LiveKit,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** @throws Refused UNAVAILABLE when LiveKit does not answer */
  async open(): Promise<{ name: string; expiresAt: Date }> {
    const room = newTestRoom(Date.now());
    await this.livekit.openTestRoom(room.name, TEST_ROOM_SECONDS);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.close(room.name);
    }, room.expiresAt.getTime() - Date.now());
    this.timers.add(timer);
    return room;
  }

  /** Closes those of these rooms whose time is over. */
  async sweep(roomNames: readonly string[]): Promise<void> {
    const now = Date.now();
    for (const name of roomNames) if ((testRoomEnd(name) ?? Infinity) <= now) await this.close(name);
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async close(name: string): Promise<void> {
    await this.livekit.closeRoom(name).catch((error: unknown) => {
      this.log.warn({ err: error, room: name }, 'a test room could not be closed; trying again');
    });
  }
}
