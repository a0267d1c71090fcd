import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { Economy, Thrift } from './thrift';

/** Keeps what was chosen to do without, in the room one is in; and offers to ease the computer when it cannot keep up. */
@Injectable()
export class ThriftKeeper {
  readonly #store = inject(MeetingStore);
  readonly #thrift = inject(Thrift);
  readonly #controls = inject(Controls);
  readonly #announcer = inject(Announcer);
  readonly #isDeclined = signal(false);
  #former: Economy = this.#thrift.mode();

  /** Whether to offer less work. Once declined it is not offered again in this meeting. */
  readonly isOffered = computed(
    () => this.#thrift.mode() === 'off' && !this.#isDeclined() && (this.#store.room()?.isOverworked() ?? false),
  );

  constructor() {
    effect(() => {
      const [room, mode] = [this.#store.room(), this.#thrift.mode()];
      untracked(() => {
        if (mode !== this.#former) this.#tell(mode);
        this.#former = mode;
        void room?.limitCapture(mode === 'low-cpu').catch(() => undefined);
      });
    });
    effect(() => {
      const isSending = this.#controls.isCameraOn() || this.#controls.isSharing();
      if (this.#thrift.isAudioOnly() && isSending) untracked(() => void this.#silenceVideo());
    });
    // Whoever comes into the next meeting wants to see it.
    inject(DestroyRef).onDestroy(() => this.#thrift.isAudioOnly() && this.#thrift.choose('off'));
  }

  /** Takes the offer. */
  accept(): void {
    this.#thrift.choose('low-cpu');
  }

  /** Wants everything all the same. */
  decline(): void {
    this.#isDeclined.set(true);
  }

  async #silenceVideo(): Promise<void> {
    if (this.#controls.isSharing()) await this.#controls.stopSharing();
    if (this.#controls.isCameraOn()) await this.#controls.toggleCamera();
  }

  #tell(mode: Economy): void {
    switch (mode) {
      case 'audio-only':
        return this.#announcer.say($localize`:@@saidAudioOnly:Audio only. No video is received or sent.`);
      case 'low-cpu':
        return this.#announcer.say($localize`:@@saidLowCpu:This computer’s work is eased: fewer and smaller pictures.`);
      case 'off':
        return this.#announcer.say($localize`:@@saidFullVideo:Video is received in full again.`);
    }
  }
}
