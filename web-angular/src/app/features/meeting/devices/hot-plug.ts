import { effect, inject, Injectable, untracked } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { Controls } from '../controls/controls';
import type { DeviceKind, LostDevice } from '../livekit/room-port';
import { MeetingStore } from '../meeting-store';
import { Devices, DeviceList } from '../pre-join/devices';
import { problemOf } from '../pre-join/media-problem';
import { Permissions } from '../pre-join/permissions';
import { arrived, vanished, Vanished } from './changes';

/** A device that ended, and the browser's word that it is not there any more, come within this time, in milliseconds. */
const TOGETHER_MS = 3000;

interface Look {
  readonly list: DeviceList;
  readonly known: ReadonlySet<DeviceKind>;
}

/** While one is in a meeting: a device that goes gives way to another, and one that comes is offered. Both are told. */
@Injectable()
export class HotPlug {
  readonly #store = inject(MeetingStore);
  readonly #controls = inject(Controls);
  readonly #devices = inject(Devices);
  readonly #permissions = inject(Permissions);
  readonly #toaster = inject(Toaster);
  #before: Look | undefined;
  #lost: (LostDevice & { readonly at: number }) | undefined;

  constructor() {
    effect(() => {
      const lost = this.#store.room()?.own.lost();
      if (!lost) return;
      this.#lost = { ...lost, at: performance.now() };
      untracked(() => void this.#explain(lost));
    });
    effect(() => {
      const now = { list: this.#devices.list(), known: this.#devices.known() };
      const before = this.#before;
      this.#before = now;
      if (before) untracked(() => this.#compare(before, now));
    });
  }

  /** Not every browser says in the same moment that a device is gone; and it may have been forbidden instead. */
  async #explain({ kind, wasOn }: LostDevice): Promise<void> {
    await this.#devices.look();
    if (!wasOn || (await this.#permissions.of(kind)) !== 'denied') return;
    const { title, mend } = problemOf(kind, 'NotAllowedError', navigator.userAgent);
    this.#toaster.alarm(`${title}. ${mend}`);
  }

  #compare(before: Look, now: Look): void {
    for (const one of vanished(before.list, now.list, now.known, this.#usedIn(before.list))) void this.#replace(one);
    for (const { label, devices } of arrived(before.list, now.list, before.known))
      this.#toaster.show($localize`:@@deviceArrived:${label}:device: was plugged in`, {
        label: $localize`:@@useDevice:Use it`,
        run: () => devices.forEach(({ kind, id }) => void this.#controls.choose(kind, id)),
      });
  }

  /** What was in use a moment ago: the client may have taken another one by itself, which is to be told all the same. */
  #usedIn(list: DeviceList): Readonly<Partial<Record<DeviceKind, string>>> {
    const lost = this.#recentlyLost();
    const id = lost && list[lost.kind].find(({ label }) => label === lost.label)?.id;
    return { ...this.#controls.devices(), ...(lost && id ? { [lost.kind]: id } : {}) };
  }

  #recentlyLost(): LostDevice | undefined {
    return this.#lost && performance.now() - this.#lost.at < TOGETHER_MS ? this.#lost : undefined;
  }

  async #replace({ kind, label, instead: first }: Vanished): Promise<void> {
    const wasOn = kind !== 'speaker' && this.#wasOn(kind);
    const taken = this.#devices.list()[kind].find(({ id }) => id === this.#controls.devices()[kind]);
    const instead = taken ?? first;
    if (!instead) return this.#giveUp(kind, label);
    try {
      const room = this.#store.room();
      if (!taken) await room?.own.choose(kind, instead.id);
      // The client has turned it off when it ended; it was not my wish.
      if (wasOn && kind === 'camera' && !this.#controls.isCameraOn()) await room?.setCamera(true);
      if (wasOn && kind === 'microphone' && !this.#controls.isMicrophoneOn()) await room?.setMicrophone(true);
      this.#toaster.show($localize`:@@deviceReplaced:${label}:gone: is gone. Now using ${instead.label}:device:.`);
    } catch {
      await this.#giveUp(kind, label);
    }
  }

  /** Says so, and makes it so: the client may still take what has ended for being on. */
  async #giveUp(kind: DeviceKind, label: string): Promise<void> {
    this.#toaster.alarm(goneWords(kind, label));
    const room = this.#store.room();
    if (kind === 'camera' && this.#controls.isCameraOn()) await room?.setCamera(false).catch(() => undefined);
    if (kind === 'microphone' && this.#controls.isMicrophoneOn())
      await room?.setMicrophone(false).catch(() => undefined);
  }

  #wasOn(kind: 'microphone' | 'camera'): boolean {
    const lost = this.#recentlyLost();
    if (lost?.kind === kind) return lost.wasOn;
    return kind === 'camera' ? this.#controls.isCameraOn() : this.#controls.isMicrophoneOn();
  }
}

function goneWords(kind: DeviceKind, label: string): string {
  switch (kind) {
    case 'microphone':
      return $localize`:@@microphoneGone:${label}:device: is gone, and there is no other microphone. Nobody hears you.`;
    case 'camera':
      return $localize`:@@cameraGone:${label}:device: is gone, and there is no other camera. Nobody sees you.`;
    case 'speaker':
      return $localize`:@@speakerGone:${label}:device: is gone, and there is no other speaker. You hear nobody.`;
  }
}
