import { CdkDrag, CdkDragHandle, Point } from '@angular/cdk/drag-drop';
import { Dialog } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DOCUMENT,
  effect,
  ElementRef,
  inject,
  Injector,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Announcer } from '../../../ui/announcer';
import { Icon } from '../../../ui/icon';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { leaveOrAsk } from '../moderation/leave-dialog';
import { Moderated } from '../moderation/moderated';
import { RecordingIndicator } from '../recording/recording-indicator';
import { stageIcons } from '../stage-icons';
import { Pins } from '../stage/pins';
import { ScreenCard } from '../stage/screen-card';
import { Spokesperson } from '../stage/spokesperson';
import { Spotlight } from '../stage/spotlight';
import { Tile } from '../stage/tile';
import { viewIcons } from '../stage/view-icons';
import { Thrift } from '../thrift/thrift';
import { choiceOf } from './choice';

/** How far an arrow key moves it, in px. */
const STEP = 48;
/** What stays free at the window's edges, in px. */
const EDGE = 8;

/** The meeting while one is elsewhere in Parley: one picture, the microphone, the camera, the way back and the way out. */
@Component({
  selector: 'parley-small-window',
  imports: [CdkDrag, CdkDragHandle, Icon, RecordingIndicator, RouterLink, ScreenCard, Tile],
  providers: [Spokesperson],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './small-window.html',
  styleUrl: './small-window.css',
})
export class SmallWindow {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #document = inject(DOCUMENT);
  readonly #pins = inject(Pins);
  readonly #spotlight = inject(Spotlight);
  readonly #spokesperson = inject(Spokesperson);
  readonly #thrift = inject(Thrift);
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly moderated = inject(Moderated);
  protected readonly icons = { ...stageIcons, ...viewIcons };
  protected readonly at = signal<Point>({ x: 0, y: 0 });
  protected readonly words = computed(() => ({
    microphone: this.controls.isMicrophoneOn() ? $localize`:@@mute:Mute` : $localize`:@@unmute:Unmute`,
    camera: this.controls.isCameraOn() ? $localize`:@@stopVideo:Stop video` : $localize`:@@startVideo:Start video`,
  }));
  protected readonly shown = computed(() =>
    choiceOf(this.store.attendees(), {
      pinned: this.#pins.pinned(),
      spotlit: this.#spotlight.who()?.identity,
      speaker: this.#spokesperson.of(this.store.attendees()),
      isAudioOnly: this.#thrift.isAudioOnly(),
    }),
  );

  constructor() {
    inject(Announcer).say($localize`:@@saidSmall:The meeting goes on in a small window`);
    effect(() => {
      const shown = this.shown();
      const wishes = shown ? [{ identity: shown.person.identity, source: shown.source }] : [];
      this.store.room()?.watch(this.#thrift.isAudioOnly() ? [] : wishes);
    });
  }

  /** Arrow keys carry it about, never beyond the edges. */
  protected move(event: KeyboardEvent): void {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const box = this.#host.querySelector('section')?.getBoundingClientRect();
    if (!by || !box) return;
    event.preventDefault();
    const { clientWidth, clientHeight } = this.#document.documentElement;
    // By whole pixels, as it is drawn: else what is rounded away would carry it to and fro at an edge.
    const clamp = (wanted: number, start: number, end: number, room: number): number =>
      Math.max(Math.ceil(EDGE - start), Math.min(Math.floor(room - EDGE - end), wanted));
    const x = clamp((by[0] ?? 0) * STEP, box.left, box.right, clientWidth);
    const y = clamp((by[1] ?? 0) * STEP, box.top, box.bottom, clientHeight);
    this.at.update((at) => ({ x: at.x + x, y: at.y + y }));
  }

  protected leave(): Promise<void> {
    return leaveOrAsk(this.store, this.#dialog, this.#injector);
  }
}
