import { inject, Injectable } from '@angular/core';
import type { Luggage, RoomPort } from '../livekit/room-port';
import { Giving } from '../moderation/may';
import { Preview } from '../pre-join/preview';

/** What one brings into the next room: from the preview, or from the room before, as everything was there. */
@Injectable()
export class Baggage {
  readonly #preview = inject(Preview);
  /** Taken out of a room, and not in the next one yet. */
  #between: Luggage | undefined;

  /** Takes everything out of a room that has closed. */
  takeFrom(room: RoomPort): void {
    this.#between ??= room.mending.pack();
  }

  /** What to bring into the next room, also from one that is left for it; what one may not give there is left behind. */
  open(former: RoomPort | null, mayGive: (giving: Giving) => boolean): Luggage {
    if (former) this.takeFrom(former);
    const luggage = this.#between ?? this.#preview.pack();
    const [mayShare, screen] = [mayGive('screen'), luggage.screen ?? []];
    if (!mayShare) for (const track of screen) track.stop();
    return {
      ...luggage,
      isMicrophoneOn: luggage.isMicrophoneOn && mayGive('microphone'),
      isCameraOn: luggage.isCameraOn && mayGive('camera'),
      screen: mayShare ? screen : [],
    };
  }

  /** The next room has it all. */
  handOver(): void {
    if (!this.#between) this.#preview.handOver();
    this.#between = undefined;
  }

  /** There is no next room: everything is closed. */
  drop(): void {
    const { microphone, camera, screen = [] } = this.#between ?? { microphone: null, camera: null };
    for (const track of [microphone, camera, ...screen]) track?.stop();
    this.#between = undefined;
  }
}
