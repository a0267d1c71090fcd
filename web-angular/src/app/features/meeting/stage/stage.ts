import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  signal,
} from '@angular/core';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { Controls } from '../controls/controls';
import { FloatCorner } from './float-corner';
import { capacityOf, layout, Placed, Size, StageItem } from './layout';
import { ScreenCard } from './screen-card';
import { SpeakerOrder } from './speaker-order';
import { Tile } from './tile';

/** What the pager takes below the tiles, in px: it must not lie on anybody's name. */
const PAGER = 44;

/** Everybody and what they share, placed by `layout`. Measures itself; knows nothing of how tiles look. */
@Component({
  selector: 'parley-stage',
  imports: [FloatCorner, Icon, ScreenCard, Tile],
  providers: [SpeakerOrder],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './stage.html',
  styleUrl: './stage.css',
})
export class Stage {
  readonly #order = inject(SpeakerOrder);
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly icons = stageIcons;
  protected readonly floatLabel = $localize`:@@floatLabel:Your picture; arrow keys move it to another corner`;
  readonly #size = signal<Size>({ width: 0, height: 0 });
  readonly #page = signal(0);

  readonly #items = computed<readonly StageItem[]>(() => {
    const attendees = this.store.attendees();
    const screens = attendees
      .filter(({ screen }) => screen)
      .map(({ identity, isLocal }) => ({ id: `screen ${identity}`, kind: 'screen' as const, isLocal }));
    const order = this.#order.arrange(attendees, capacityOf(this.#size().width), this.#page());
    const cameras = order.map(({ identity, isLocal }) => ({
      id: `camera ${identity}`,
      kind: 'camera' as const,
      isLocal,
    }));
    return [...screens, ...cameras];
  });
  protected readonly layout = computed(() => {
    const { width, height } = this.#size();
    const whole = layout(this.#items(), { width, height }, this.#page());
    return whole.pages === 1
      ? whole
      : layout(this.#items(), { width, height: Math.max(0, height - PAGER) }, this.#page());
  });
  readonly #byIdentity = computed(
    () => new Map(this.store.attendees().map((attendee) => [attendee.identity, attendee])),
  );

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observer = new ResizeObserver(([entry]) => {
      if (entry)
        this.#size.set({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    afterNextRender(() => observer.observe(host));
    inject(DestroyRef).onDestroy(() => observer.disconnect());
    host.addEventListener('focusin', () => this.#order.hold(true));
    host.addEventListener('focusout', () => this.#order.hold(false));
  }

  protected person({ id }: Placed): Attendee | undefined {
    return this.#byIdentity().get(id.slice(id.indexOf(' ') + 1));
  }

  protected turn(by: number): void {
    this.#page.set(Math.min(Math.max(0, this.layout().page + by), this.layout().pages - 1));
  }
}
