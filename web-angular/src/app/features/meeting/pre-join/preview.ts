import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import type { Luggage } from '../livekit/room-port';
import { Devices } from './devices';
import { MediaChoice } from './media-choice';
import { faultOf, MediaFault, MediaProblem, problemOf } from './media-problem';
import { Permissions } from './permissions';

type Kind = 'camera' | 'microphone';
const kinds = ['camera', 'microphone'] as const;

/** The camera and the microphone before joining: opened, switched, stopped, and what is wrong with them. Never blocks joining. */
@Injectable()
export class Preview {
  readonly #choice = inject(MediaChoice);
  readonly #devices = inject(Devices);
  readonly #toaster = inject(Toaster);
  readonly #permissions = inject(Permissions);
  readonly #tracks = signal<Readonly<Record<Kind, MediaStreamTrack | null>>>({ camera: null, microphone: null });
  readonly #problems = signal<Readonly<Record<Kind, MediaProblem | null>>>({ camera: null, microphone: null });
  readonly #isAsking = signal(false);
  readonly #mustAsk = signal(false);

  readonly tracks = this.#tracks.asReadonly();
  readonly problems = computed(() => Object.values(this.#problems()).filter((problem) => problem !== null));
  /** The browser will ask; it should do so after a press, not out of the blue. */
  readonly mustAsk = this.#mustAsk.asReadonly();
  readonly isAsking = this.#isAsking.asReadonly();

  constructor() {
    const changed = (): void => void this.#retry('NotFoundError');
    navigator.mediaDevices?.addEventListener('devicechange', changed);
    inject(DestroyRef).onDestroy(() => navigator.mediaDevices?.removeEventListener('devicechange', changed));
    // Allowed after all, in the browser's settings: nobody has to press anything here for it.
    this.#permissions.onGranted((kind) => void this.#retry('NotAllowedError', kind));
  }

  /** What to bring along into the room: what is open here, else to be opened there. */
  pack(): Luggage {
    const { isCameraOn, isMicrophoneOn, isBlurred, devices } = this.#choice.choice();
    const { camera, microphone } = this.#problems();
    return {
      ...this.#tracks(),
      // What did not work here is not tried again behind one's back.
      isCameraOn: isCameraOn && !camera,
      isMicrophoneOn: isMicrophoneOn && !microphone,
      isBlurred,
      devices,
    };
  }

  /** The tracks are the room's to stop now. */
  handOver(): void {
    this.#tracks.set({ camera: null, microphone: null });
    this.#problems.set({ camera: null, microphone: null });
  }

  /** Opens what is wanted, if the browser has allowed it before; else waits for a press. */
  async begin(): Promise<void> {
    const { isCameraOn, isMicrophoneOn } = this.#choice.choice();
    const missing = await this.#devices.missing();
    const wanted = kinds.filter((kind) => (kind === 'camera' ? isCameraOn : isMicrophoneOn) && !missing.has(kind));
    const states = await Promise.all(wanted.map((kind) => this.#permissions.of(kind)));
    if (states.includes('prompt') && isSecureContext) this.#mustAsk.set(true);
    else await this.open();
  }

  /** Opens everything that is wanted. One question of the browser for both, and each by itself when that fails. */
  async open(): Promise<void> {
    const { isCameraOn, isMicrophoneOn } = this.#choice.choice();
    this.#isAsking.set(true);
    try {
      const stream = isCameraOn && isMicrophoneOn ? await this.#ask(true, true).catch(() => null) : null;
      if (stream) {
        this.#keep('camera', stream.getVideoTracks()[0] ?? null);
        this.#keep('microphone', stream.getAudioTracks()[0] ?? null);
      } else {
        if (isCameraOn) await this.start('camera');
        if (isMicrophoneOn) await this.start('microphone');
      }
    } finally {
      this.#isAsking.set(false);
      this.#mustAsk.set(false);
      await this.#devices.look();
    }
  }

  /** Opens one device, with the chosen one if there is a choice. */
  async start(kind: Kind): Promise<void> {
    let fault = await this.#try(kind);
    const isGone = fault === 'OverconstrainedError' && this.#choice.choice().devices[kind] !== undefined;
    if (isGone) {
      // A device that is gone is not asked for again; the standard one takes its place.
      this.#choice.choose(kind, '');
      fault = await this.#try(kind);
    }
    if (fault) this.#problems.update((all) => ({ ...all, [kind]: problemOf(kind, fault, navigator.userAgent) }));
    this.#mustAsk.set(false);
    await this.#devices.look();
    const label = this.#tracks()[kind]?.label;
    if (isGone && label)
      this.#toaster.show(
        $localize`:@@insteadOfGone:The device chosen last time is not there. Now using ${label}:device:.`,
      );
  }

  async #try(kind: Kind): Promise<MediaFault | undefined> {
    try {
      const stream = await this.#ask(kind === 'camera', kind === 'microphone');
      this.#keep(kind, stream.getTracks()[0] ?? null);
      return undefined;
    } catch (error) {
      this.#keep(kind, null);
      return faultOf(error, isSecureContext);
    }
  }

  /** Closes one device. */
  close(kind: Kind): void {
    this.#tracks()[kind]?.stop();
    this.#keep(kind, null);
  }

  /** Closes everything. */
  stop(): void {
    this.close('camera');
    this.close('microphone');
  }

  #keep(kind: Kind, track: MediaStreamTrack | null): void {
    const former = this.#tracks()[kind];
    if (former && former !== track) former.stop();
    this.#tracks.update((all) => ({ ...all, [kind]: track }));
    this.#problems.update((all) => ({ ...all, [kind]: null }));
    // Unplugged, or forbidden: the next one is taken, or it is said what is wrong.
    track?.addEventListener('ended', () => {
      if (this.#tracks()[kind] === track) void this.start(kind);
    });
  }

  async #ask(video: boolean, audio: boolean): Promise<MediaStream> {
    if (!navigator.mediaDevices) throw new DOMException('', 'NotSupportedError');
    const { camera, microphone } = this.#choice.choice().devices;
    return navigator.mediaDevices.getUserMedia({
      video: video && {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        ...(camera ? { deviceId: { exact: camera } } : {}),
      },
      audio: audio && {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(microphone ? { deviceId: { exact: microphone } } : {}),
      },
    });
  }

  /** What stood in the way may be gone now. */
  async #retry(fault: MediaFault, ...only: readonly Kind[]): Promise<void> {
    for (const kind of only.length ? only : kinds) if (this.#problems()[kind]?.fault === fault) await this.start(kind);
  }
}
