import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { Attendee } from '../attendees';
import type { Viewing } from '../livekit/room-port';
import { MeetingEvents } from '../meeting-events';
import { capacityOf, layout, Placed, Size, StageItem } from '../stage/layout';
import { SpeakerOrder } from '../stage/speaker-order';
import { readStageEntry } from './stage-entry';
import { StageSession } from './stage-session';
import { StageTile } from './stage-tile';

/**
 * What a recording shows: everybody with their names, whoever speaks ringed, screens first; nothing to press, sound on. Opened by our
 * recorder, or by LiveKit Egress (`template_base`); nobody else has what lets it in.
 */
@Component({
  selector: 'parley-stage-page',
  imports: [StageTile],
  providers: [StageSession, MeetingEvents, SpeakerOrder],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stage-world' },
  template: `
    @for (placed of view().placed; track placed.id) {
      @if (person(placed); as one) {
        <parley-stage-tile
          [person]="one"
          [isScreen]="placed.kind === 'screen'"
          [isSmall]="placed.role === 'strip' || placed.width < 200"
          [ratio]="placed.width / placed.height"
          [style.left.px]="placed.x"
          [style.top.px]="placed.y"
          [style.width.px]="placed.width"
          [style.height.px]="placed.height"
          (shown)="session.shown()"
        />
      }
    }
  `,
  styleUrl: './stage-page.css',
})
export class StagePage {
  readonly #order = inject(SpeakerOrder);
  readonly #entry = readStageEntry(location);
  readonly #size = signal<Size>({ width: 0, height: 0 });
  readonly #lastSpeaker = signal<string | undefined>(undefined);
  protected readonly session = inject(StageSession);
  /** From the address. */
  readonly code = input('');

  readonly #items = computed<readonly StageItem[]>(() => {
    const people = this.session.people();
    const order = this.#order.arrange(people, capacityOf(this.#size().width), 0);
    return [
      ...people.filter(({ isSharing }) => isSharing).map((one) => itemOf(one, 'screen')),
      ...order.map((one) => itemOf(one, 'camera')),
    ];
  });
  protected readonly view = computed(() => {
    const items = this.#items();
    const screens = items.filter(({ kind }) => kind === 'screen').map(({ id }) => id);
    const speaker = this.#lastSpeaker();
    const isSpeakers = this.#entry?.layout === 'speaker' && items.length > 1 && speaker !== undefined;
    const large = screens.length > 0 || !isSpeakers ? screens : [`camera ${speaker}`];
    return layout(items, this.#size(), { large, isAlike: true });
  });
  readonly #byIdentity = computed(() => new Map(this.session.people().map((one) => [one.identity, one])));

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observer = new ResizeObserver(([entry]) => {
      if (entry)
        this.#size.set({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    afterNextRender(() => observer.observe(host));
    inject(DestroyRef).onDestroy(() => observer.disconnect());
    effect(() => {
      const code = this.code();
      untracked(() => void this.session.open(code, this.#entry));
    });
    effect(() => {
      const speaking = this.session.people().find(({ isSpeaking }) => isSpeaking);
      if (speaking) this.#lastSpeaker.set(speaking.identity);
    });
    effect(() => {
      this.session.room()?.watch(this.view().placed.map(viewingOf));
    });
  }

  protected person({ id }: Placed): Attendee | undefined {
    return this.#byIdentity().get(identityOf(id));
  }
}

function itemOf({ identity, isLocal }: Attendee, kind: StageItem['kind']): StageItem {
  return { id: `${kind} ${identity}`, kind, isLocal };
}

function viewingOf({ id, kind }: Placed): Viewing {
  return { identity: identityOf(id), source: kind };
}

function identityOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}
