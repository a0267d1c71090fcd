import { ChangeDetectionStrategy, Component, computed, effect, ElementRef, inject, viewChild } from '@angular/core';
import { Session } from '../../../session/session';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { PreviewBlur } from '../blur/preview-blur';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { Level } from './level';
import { MediaChoice } from './media-choice';
import { Preview } from './preview';

/** How one looks and sounds, large and mirrored, and what is wrong with a device. */
@Component({
  selector: 'parley-self-view',
  providers: [PreviewBlur],
  imports: [Avatar, Icon, Level],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './self-view.html',
  styleUrl: './self-view.css',
})
export class SelfView {
  readonly #choice = inject(MediaChoice);
  protected readonly preview = inject(Preview);
  protected readonly me = inject(Session).me;
  protected readonly name = inject(MeetingStore).myName;
  protected readonly icons = stageIcons;
  private readonly video = viewChild<ElementRef<HTMLVideoElement>>('video');
  protected readonly words = {
    mute: $localize`:@@mute:Mute`,
    unmute: $localize`:@@unmute:Unmute`,
    stop: $localize`:@@stopVideo:Stop video`,
    start: $localize`:@@startVideo:Start video`,
  };
  protected readonly camera = computed(() => this.preview.tracks().camera);
  protected readonly shown = inject(PreviewBlur).shown;
  protected readonly microphone = computed(() => this.preview.tracks().microphone);

  constructor() {
    effect(() => {
      const video = this.video()?.nativeElement;
      const track = this.shown();
      if (video) video.srcObject = track ? new MediaStream([track]) : null;
    });
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
}
