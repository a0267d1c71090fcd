import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { DeviceKind } from '../livekit/room-port';

/** A device in a menu. */
export interface Device {
  readonly id: string;
  readonly label: string;
}
/** The devices there are, by kind. Names are empty until the browser allowed one of the kind. */
export type DeviceList = Readonly<Record<DeviceKind, readonly Device[]>>;

const none: DeviceList = { microphone: [], camera: [], speaker: [] };

/** Knows which devices are plugged in, and hears when one comes or goes. */
@Injectable()
export class Devices {
  readonly #list = signal<DeviceList>(none);
  readonly list = this.#list.asReadonly();
  /** Whether this browser lets one choose where sound comes out. */
  readonly canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;

  constructor() {
    const heard = (): void => void this.look();
    navigator.mediaDevices?.addEventListener('devicechange', heard);
    inject(DestroyRef).onDestroy(() => navigator.mediaDevices?.removeEventListener('devicechange', heard));
    void this.look();
  }

  /** Reads the list anew, which is worth it once a permission was given. */
  async look(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind): Device[] =>
      all
        .filter((device) => device.kind === kind && device.deviceId && device.label)
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.#list.set({ microphone: of('audioinput'), camera: of('videoinput'), speaker: of('audiooutput') });
  }
}
