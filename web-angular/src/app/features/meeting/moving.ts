import { inject, Injectable } from '@angular/core';
import type { Admitted } from './admission/door';
import { Baggage } from './healing/baggage';
import { OPEN_ROOM, RoomPort } from './livekit/room-port';
import { Giving } from './moderation/may';

/** Brings one into a room, with what one has open: from the preview, or out of the room before. */
@Injectable()
export class Moving {
  readonly #openRoom = inject(OPEN_ROOM);
  readonly #baggage = inject(Baggage);
  #next: Promise<RoomPort> | undefined;

  /** The media server's client loads while one looks at the preview. */
  prepare(): void {
    this.#take().catch(() => undefined);
  }

  /** Enters, and gives up the former room. @throws when the room cannot be reached; then what one has open is still here */
  async enter(
    { url, token }: Admitted,
    former: RoomPort | null,
    mayGive: (giving: Giving) => boolean,
  ): Promise<RoomPort> {
    const room = await this.#take();
    this.#next = undefined;
    const luggage = this.#baggage.open(former, mayGive);
    // Browsers open one socket to a host at a time: that of a room which tries to come back would stand in the way.
    if (former?.state() === 'reconnecting') await former.mending.abandon();
    await room.connect(url, token, luggage);
    this.#baggage.handOver();
    void former?.mending.abandon();
    return room;
  }

  /** Takes everything out of a room that was lost, for the next. */
  rescue(lost: RoomPort): void {
    this.#baggage.takeFrom(lost);
  }

  /** There is no next room: everything is closed. */
  stop(): void {
    this.#baggage.drop();
  }

  #take(): Promise<RoomPort> {
    const room = (this.#next ??= this.#openRoom());
    room.catch(() => (this.#next = undefined));
    return room;
  }
}
