import { computed, effect, inject, Injectable, signal } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import type { DeviceKind } from '../livekit/room-port';
import { MeetingStore } from '../meeting-store';
import { Thrift } from '../thrift/thrift';
import { MediaChoice } from '../pre-join/media-choice';
import { faultOf, problemOf, Wanted } from '../pre-join/media-problem';

/** What one does to one's own microphone, camera and screen in a meeting. Every refusal is told by name, with what to do. */
@Injectable()
export class Controls {
  readonly #store = inject(MeetingStore);
  readonly #choice = inject(MediaChoice);
  readonly #thrift = inject(Thrift);
  readonly #toaster = inject(Toaster);
  readonly #announcer = inject(Announcer);
  readonly #busy = signal<ReadonlySet<Wanted>>(new Set());
  readonly #me = computed(() => this.#store.attendees().find(({ isLocal }) => isLocal));

  readonly isMicrophoneOn = computed(() => this.#me()?.isMicrophoneOn ?? false);
  readonly isCameraOn = computed(() => Boolean(this.#me()?.camera));
  readonly isSharing = computed(() => Boolean(this.#me()?.screen));
  readonly canShare = 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  /** What is being turned on or off right now. */
  readonly busy = this.#busy.asReadonly();
  /** Why I may not turn these on, in words; what is on may always be turned off. */
  readonly whyNot = computed<Readonly<Record<Wanted, string | undefined>>>(() => ({
    microphone: this.isMicrophoneOn() ? undefined : this.#store.whyNotGive('microphone'),
    camera: this.isCameraOn() ? undefined : (this.#whyNoVideo() ?? this.#store.whyNotGive('camera')),
    screen: this.isSharing() ? undefined : (this.#whyNoVideo() ?? this.#store.whyNotGive('screen')),
  }));
  /** The devices that are in use, else those one has chosen. */
  readonly devices = computed(() => ({ ...this.#choice.choice().devices, ...this.#store.room()?.own.inUse() }));

  constructor() {
    effect(() => {
      const fault = this.#store.room()?.deviceFault();
      if (fault && fault.kind !== 'speaker') this.#tell(fault.kind, fault.error);
    });
  }

  /** Mutes or unmutes. */
  async toggleMicrophone(): Promise<void> {
    const isOn = !this.isMicrophoneOn();
    if (isOn && this.#isForbidden('microphone')) return;
    await this.#do('microphone', async () => this.#store.room()?.setMicrophone(isOn));
    this.#choice.change({ isMicrophoneOn: this.isMicrophoneOn() });
  }

  /** Starts or stops the camera. */
  async toggleCamera(): Promise<void> {
    const isOn = !this.isCameraOn();
    if (isOn && this.#isForbidden('camera')) return;
    await this.#do('camera', async () => this.#store.room()?.setCamera(isOn));
    this.#choice.change({ isCameraOn: isOn });
  }

  /** Shares a screen, or stops. */
  async toggleSharing(): Promise<void> {
    if (this.isSharing()) return this.stopSharing();
    if (this.#isForbidden('screen')) return;
    await this.#do('screen', async () => {
      if (await this.#store.room()?.setScreen(true))
        this.#announcer.say($localize`:@@youShare:You are sharing your screen`);
    });
  }

  /** Stops sharing. */
  async stopSharing(): Promise<void> {
    await this.#do('screen', async () => this.#store.room()?.setScreen(false));
  }

  /** Takes another device, now and in later meetings. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#choice.choose(kind, deviceId);
    try {
      await this.#store.room()?.own.choose(kind, deviceId);
    } catch (error) {
      if (kind !== 'speaker') this.#tell(kind, error);
    }
  }

  #whyNoVideo(): string | undefined {
    return this.#thrift.isAudioOnly() ? $localize`:@@audioOnlySends:Audio only is on: show video first.` : undefined;
  }

  /** What my role or the host's locks forbid does nothing but say why. */
  #isForbidden(wanted: Wanted): boolean {
    const why = this.whyNot()[wanted];
    if (why) this.#toaster.show(why);
    return why !== undefined;
  }

  async #do(wanted: Wanted, act: () => Promise<unknown>): Promise<void> {
    if (this.#busy().has(wanted)) return;
    this.#busy.update((busy) => new Set(busy).add(wanted));
    try {
      await act();
    } catch (error) {
      this.#tell(wanted, error);
    } finally {
      this.#busy.update((busy) => new Set([...busy].filter((other) => other !== wanted)));
    }
  }

  #tell(wanted: Wanted, error: unknown): void {
    const { title, mend } = problemOf(wanted, faultOf(error, isSecureContext), navigator.userAgent);
    this.#toaster.show(`${title}. ${mend}`);
  }
}
