import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import type { DeviceKind } from '../livekit/room-port';
import { Devices } from './devices';
import { MediaChoice } from './media-choice';
import { Preview } from './preview';
import { SpeakerTest } from './speaker-test';

/** Choosing camera, microphone and speaker before joining. */
@Component({
  selector: 'parley-device-pickers',
  imports: [SpeakerTest],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (picker of pickers(); track picker.kind) {
      <div class="field">
        <label [attr.for]="'pick-' + picker.kind">{{ picker.label }}</label>
        <select
          class="input"
          [id]="'pick-' + picker.kind"
          #pick
          [disabled]="!picker.list.length"
          (change)="choose(picker.kind, pick.value)"
        >
          @for (device of picker.list; track device.id) {
            <option [value]="device.id" [selected]="device.id === chosen(picker.kind)">{{ device.label }}</option>
          } @empty {
            <option value="" i18n>Standard device</option>
          }
        </select>
        @if (picker.kind === 'camera') {
          <label class="blur">
            <input type="checkbox" #blur [checked]="isBlurred()" (change)="blurred(blur.checked)" data-testid="blur" />
            <span i18n>Blur my background</span>
          </label>
        }
        @if (picker.kind === 'speaker') {
          <parley-speaker-test [deviceId]="chosen('speaker')" />
        }
      </div>
    }
    @if (!hasSpeakers) {
      <parley-speaker-test />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 1rem;
    }
    .field > .blur {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      min-block-size: 1.5rem;
      font: var(--body);
    }
  `,
})
export class DevicePickers {
  readonly #choice = inject(MediaChoice);
  readonly #preview = inject(Preview);
  readonly #devices = inject(Devices);

  /** Where nobody can choose a speaker, the one there is can still be tried. */
  protected readonly hasSpeakers = this.#devices.canChooseSpeaker;

  protected readonly pickers = computed(() => {
    const kinds: { kind: DeviceKind; label: string }[] = [
      { kind: 'camera', label: $localize`:@@camera:Camera` },
      { kind: 'microphone', label: $localize`:@@microphone:Microphone` },
      ...(this.#devices.canChooseSpeaker ? [{ kind: 'speaker' as const, label: $localize`:@@speaker:Speaker` }] : []),
    ];
    return kinds.map((picker) => ({ ...picker, list: this.#devices.list()[picker.kind] }));
  });

  protected readonly isBlurred = computed(() => this.#choice.choice().isBlurred);

  protected blurred(isBlurred: boolean): void {
    this.#choice.change({ isBlurred });
  }

  protected chosen(kind: DeviceKind): string {
    const id = this.#choice.choice().devices[kind] ?? '';
    const list = this.#devices.list()[kind];
    return list.some((device) => device.id === id) ? id : (list[0]?.id ?? '');
  }

  protected async choose(kind: DeviceKind, id: string): Promise<void> {
    this.#choice.choose(kind, id);
    if (kind !== 'speaker' && this.#preview.tracks()[kind]) await this.#preview.start(kind);
  }
}
