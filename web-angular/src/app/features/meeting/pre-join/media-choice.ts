import { Injectable, signal } from '@angular/core';
import type { DeviceKind } from '../livekit/room-port';

/** What somebody wants to bring into a meeting. */
export interface Choice {
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly devices: Readonly<Partial<Record<DeviceKind, string>>>;
  /** Whether the camera shows its background blurred. */
  readonly isBlurred: boolean;
  /** Whether it is said when one talks while muted. */
  readonly tellsWhenMuted: boolean;
}

const KEY = 'parley.media';
const atFirst: Choice = { isMicrophoneOn: true, isCameraOn: true, devices: {}, isBlurred: false, tellsWhenMuted: true };

/** Remembers the choices of this browser from meeting to meeting. */
@Injectable({ providedIn: 'root' })
export class MediaChoice {
  readonly #choice = signal<Choice>(this.#stored());
  readonly choice = this.#choice.asReadonly();

  /** Remembers something else. */
  change(change: Partial<Choice>): void {
    localStorage.setItem(KEY, JSON.stringify({ ...this.#stored(), ...change }));
    this.bring(change);
  }

  /** Something else this time, which is not remembered: a call says itself what it begins with. */
  bring(change: Partial<Choice>): void {
    this.#choice.update((choice) => ({ ...choice, ...change }));
  }

  /** Remembers a device; an empty id means the system's own choice. */
  choose(kind: DeviceKind, deviceId: string): void {
    const { [kind]: _former, ...others } = this.#choice().devices;
    this.change({ devices: deviceId ? { ...others, [kind]: deviceId } : others });
  }

  #stored(): Choice {
    try {
      return { ...atFirst, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>) };
    } catch {
      return atFirst;
    }
  }
}
