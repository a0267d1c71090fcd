import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  output,
  viewChild,
} from '@angular/core';
import { Session } from '../../../session/session';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import type { DeviceKind, Luggage } from '../livekit/room-port';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { Devices } from './devices';
import { Level } from './level';
import { MediaChoice } from './media-choice';
import { Preview } from './preview';

/** Before joining: how one looks and sounds, under which name, with which devices. Nothing here keeps one from joining. */
@Component({
  selector: 'parley-pre-join',
  imports: [Avatar, Icon, Level],
  providers: [Preview],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './pre-join.html',
  styleUrl: './pre-join.css',
})
export class PreJoin {
  readonly #choice = inject(MediaChoice);
  protected readonly preview = inject(Preview);
  protected readonly store = inject(MeetingStore);
  protected readonly devices = inject(Devices);
  protected readonly me = inject(Session).me;
  protected readonly icons = { ...icons, ...stageIcons };
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  private readonly video = viewChild<ElementRef<HTMLVideoElement>>('video');
  /** What to bring along. */
  readonly joined = output<Luggage>();

  protected readonly name = computed(() => this.me()?.displayName ?? '');
  protected readonly choice = this.#choice.choice;
  protected readonly muteWords = {
    mute: $localize`:@@mute:Mute`,
    unmute: $localize`:@@unmute:Unmute`,
    stop: $localize`:@@stopVideo:Stop video`,
    start: $localize`:@@startVideo:Start video`,
  };
  protected readonly camera = computed(() => this.preview.tracks().camera);
  protected readonly microphone = computed(() => this.preview.tracks().microphone);
  protected readonly who = computed(() => {
    const names = [...new Set(this.store.present())];
    if (names.length === 0) return $localize`:@@nobodyHere:Nobody is here yet`;
    if (names.length === 1) return $localize`:@@oneHere:${names[0]}:name: is here`;
    if (names.length === 2) return $localize`:@@twoHere:${names[0]}:first: and ${names[1]}:second: are here`;
    return $localize`:@@manyHere:${names[0]}:first:, ${names[1]}:second: and ${names.length - 2}:count: more are here`;
  });
  protected readonly pickers = computed(() => {
    const kinds: { kind: DeviceKind; label: string }[] = [
      { kind: 'camera', label: $localize`:@@camera:Camera` },
      { kind: 'microphone', label: $localize`:@@microphone:Microphone` },
      ...(this.devices.canChooseSpeaker ? [{ kind: 'speaker' as const, label: $localize`:@@speaker:Speaker` }] : []),
    ];
    return kinds.map((picker) => ({ ...picker, list: this.devices.list()[picker.kind] }));
  });

  constructor() {
    void this.preview.begin();
    effect(() => {
      const video = this.video()?.nativeElement;
      const track = this.camera();
      if (video) video.srcObject = track ? new MediaStream([track]) : null;
    });
    afterNextRender(() => this.title().nativeElement.focus());
    // In the call the tracks are the room's to stop; however else one leaves this page, the devices close.
    inject(DestroyRef).onDestroy(() => {
      if (this.store.phase() !== 'in-call') this.preview.stop();
    });
  }

  protected chosen(kind: DeviceKind): string {
    const id = this.choice().devices[kind] ?? '';
    return this.devices.list()[kind].some((device) => device.id === id) ? id : (this.devices.list()[kind][0]?.id ?? '');
  }

  protected async choose(kind: DeviceKind, id: string): Promise<void> {
    this.#choice.choose(kind, id);
    if (kind !== 'speaker' && this.preview.tracks()[kind]) await this.preview.start(kind);
  }

  protected async toggleMicrophone(): Promise<void> {
    const isOn = !this.microphone();
    this.#choice.change({ isMicrophoneOn: isOn });
    if (isOn) await this.preview.start('microphone');
    else this.preview.close('microphone');
  }

  protected async toggleCamera(): Promise<void> {
    const isOn = !this.camera();
    this.#choice.change({ isCameraOn: isOn });
    if (isOn) await this.preview.start('camera');
    else this.preview.close('camera');
  }

  protected retry(): Promise<void> {
    return this.preview.open();
  }

  protected join(event: Event): void {
    event.preventDefault();
    const { isCameraOn, isMicrophoneOn, devices } = this.choice();
    const broken = new Set(this.preview.problems().map(({ wanted }) => wanted));
    const { camera, microphone } = this.preview.tracks();
    const luggage: Luggage = {
      camera,
      microphone,
      // What did not work here is not tried again behind one's back.
      isCameraOn: isCameraOn && !broken.has('camera'),
      isMicrophoneOn: isMicrophoneOn && !broken.has('microphone'),
      devices,
    };
    this.joined.emit(luggage);
  }
}
