import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { DeviceKind } from '../livekit/room-port';

/** A device in a menu. */
export interface Device {
  readonly id: string;
  readonly label: string;
  /** The same for what is one thing, as a headset's microphone and its speaker. */
  readonly group: string;
}
/** The devices there are, by kind. Names are empty until the browser allowed one of the kind. */
export type DeviceList = Readonly<Record<DeviceKind, readonly Device[]>>;

/** Every kind there is. */
export const deviceKinds = ['microphone', 'camera', 'speaker'] as const;
const browserKinds: Record<DeviceKind, MediaDeviceKind> = {
  microphone: 'audioinput',
  camera: 'videoinput',
  speaker: 'audiooutput',
};
const none: DeviceList = { microphone: [], camera: [], speaker: [] };

/** Knows which devices are plugged in, and hears when one comes or goes. */
@Injectable()
export class Devices {
  readonly #list = signal<DeviceList>(none);
  readonly #known = signal<ReadonlySet<DeviceKind>>(new Set());
  readonly list = this.#list.asReadonly();
  /** The kinds of which the list is true: the browser names them, or there is none. */
  readonly known = this.#known.asReadonly();
  /** Whether this browser lets one choose where sound comes out. */
  readonly canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;

  constructor() {
    const heard = (): void => void this.look();
    navigator.mediaDevices?.addEventListener('devicechange', heard);
    inject(DestroyRef).onDestroy(() => navigator.mediaDevices?.removeEventListener('devicechange', heard));
    void this.look();
  }

  /** The kinds of which there is not a single one; none where the browser does not tell. */
  async missing(): Promise<ReadonlySet<DeviceKind>> {
    const all = await navigator.mediaDevices?.enumerateDevices().catch(() => undefined);
    if (!all) return new Set();
    const isThere = (kind: MediaDeviceKind): boolean => all.some((device) => device.kind === kind);
    return new Set([
      ...(isThere('videoinput') ? [] : ['camera' as const]),
      ...(isThere('audioinput') ? [] : ['microphone' as const]),
    ]);
  }

  /** Reads the list anew, which is worth it once a permission was given. */
  async look(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind): Device[] =>
      all
        .filter((device) => device.kind === kind && device.deviceId && device.label)
        .map(({ deviceId, label, groupId }) => ({ id: deviceId, label, group: groupId }));
    const list = { microphone: of('audioinput'), camera: of('videoinput'), speaker: of('audiooutput') };
    const nameless = new Set(all.filter(({ label }) => !label).map(({ kind }) => kind));
    this.#known.set(new Set(deviceKinds.filter((kind) => !nameless.has(browserKinds[kind]))));
    this.#list.set(list);
  }
}
