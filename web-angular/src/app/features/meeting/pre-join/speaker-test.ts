import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { stageIcons } from '../stage-icons';
import { Level } from './level';
import { playTestSound } from './test-sound';

/** Plays a sound on the chosen speaker, shows that it plays, and says what to do when it is not heard. */
@Component({
  selector: 'parley-speaker-test',
  imports: [Icon, Level],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="row">
      <button
        class="button small"
        type="button"
        data-testid="speaker-test"
        [attr.aria-disabled]="isPlaying()"
        (click)="play()"
      >
        <parley-icon [path]="icons.volumeUp" /><span i18n>Play a test sound</span>
      </button>
      <parley-level [track]="track()" />
    </div>
    <p class="words" role="status">{{ words() }}</p>
  `,
  styles: `
    .row {
      display: flex;
      align-items: center;
      gap: 0.75rem;
    }
    .words {
      color: var(--muted);
      font: var(--meta);
    }
    .words:not(:empty) {
      margin-block-start: 0.375rem;
    }
  `,
})
export class SpeakerTest {
  /** The speaker; empty for the system's own choice. */
  readonly deviceId = input('');
  protected readonly icons = stageIcons;
  protected readonly isPlaying = signal(false);
  protected readonly track = signal<MediaStreamTrack | null>(null);
  protected readonly words = signal('');

  protected async play(): Promise<void> {
    if (this.isPlaying()) return;
    this.isPlaying.set(true);
    this.words.set($localize`:@@soundPlaying:A sound is playing`);
    try {
      const { track, over } = await playTestSound(this.deviceId());
      this.track.set(track);
      await over;
      this.words.set($localize`:@@soundPlayed:Did you hear it? If not, turn up the volume or choose another speaker.`);
    } catch {
      this.words.set(
        $localize`:@@soundFailed:This speaker could not be used. Choose another one, or plug it in again.`,
      );
    } finally {
      this.track.set(null);
      this.isPlaying.set(false);
    }
  }
}
