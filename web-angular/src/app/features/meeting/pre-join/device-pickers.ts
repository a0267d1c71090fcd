import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import type { DeviceKind } from '../livekit/room-port';
import { Devices } from './devices';
import { MediaChoice } from './media-choice';
import { Preview } from './preview';

/** Choosing camera, microphone and speaker before joining. */
@Component({
  selector: 'parley-device-pickers',
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
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 1rem;
    }
  `,
})
export class DevicePickers {
  readonly #choice = inject(MediaChoice);
  readonly #preview = inject(Preview);
  readonly #devices = inject(Devices);

  protected readonly pickers = computed(() => {
    const kinds: { kind: DeviceKind; label: string }[] = [
      { kind: 'camera', label: $localize`:@@camera:Camera` },
      { kind: 'microphone', label: $localize`:@@microphone:Microphone` },
      ...(this.#devices.canChooseSpeaker ? [{ kind: 'speaker' as const, label: $localize`:@@speaker:Speaker` }] : []),
    ];
    return kinds.map((picker) => ({ ...picker, list: this.#devices.list()[picker.kind] }));
  });

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
