import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
} from '@angular/core';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { Controls } from '../controls/controls';
import { Thrift } from '../thrift/thrift';
import { FloatCorner } from './float-corner';
import { largeOf } from './focus';
import { capacityOf, layout, Placed, Size, StageItem, stripOf } from './layout';
import { Pins } from './pins';
import { ScreenCard } from './screen-card';
import { SpeakerOrder } from './speaker-order';
import { Spokesperson } from './spokesperson';
import { Spotlight } from './spotlight';
import { Tile } from './tile';
import { ViewChoice } from './view-choice';
import { itemOf, wishesOf } from './wishes';

/** What the pager takes below the tiles, in px: it must not lie on anybody's name. */
const PAGER = 44;

const camera = (identity: string | undefined): string | undefined => identity && `camera ${identity}`;

/**
 * Everybody and what they share, placed by `layout`. Measures itself, and tells the room which pictures stand on the page: others
 * are not received. Knows nothing of how tiles look.
 */
@Component({
  selector: 'parley-stage',
  imports: [FloatCorner, Icon, ScreenCard, Tile],
  providers: [SpeakerOrder, Spokesperson],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './stage.html',
  styleUrl: './stage.css',
})
export class Stage {
  readonly #order = inject(SpeakerOrder);
  readonly #spokesperson = inject(Spokesperson);
  readonly #pins = inject(Pins);
  readonly #spotlight = inject(Spotlight);
  readonly #thrift = inject(Thrift);
  readonly #view = inject(ViewChoice).view;
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly icons = stageIcons;
  protected readonly floatLabel = $localize`:@@floatLabel:Your picture; arrow keys move it to another corner`;
  readonly #size = signal<Size>({ width: 0, height: 0 });
  readonly #page = signal(0);

  /** Screens, then people as they joined. Of the others' screens there is nothing to see where no video is received. */
  readonly #joined = computed<readonly StageItem[]>(() => {
    const attendees = this.store.attendees();
    const screens = attendees.filter(({ isSharing, isLocal }) => isSharing && (isLocal || !this.#thrift.isAudioOnly()));
    return [
      ...screens.map(({ identity, isLocal }) => ({ id: `screen ${identity}`, kind: 'screen' as const, isLocal })),
      ...attendees.map(({ identity, isLocal }) => ({ id: `camera ${identity}`, kind: 'camera' as const, isLocal })),
    ];
  });
  readonly #large = computed(() =>
    largeOf(this.#joined(), {
      view: this.#view(),
      pinned: this.#pins.pinned(),
      spotlit: camera(this.#spotlight.who()?.identity),
      speaker: this.#view() === 'speaker' ? camera(this.#spokesperson.of(this.store.attendees())) : undefined,
    }),
  );
  /** What is large first; then in the order in which pages show them. */
  readonly #items = computed<readonly StageItem[]>(() => {
    const [items, large] = [this.#joined(), this.#large()];
    const isLarge = ({ id }: StageItem): boolean => large.includes(id);
    const screens = items.filter((item) => item.kind === 'screen' && !isLarge(item));
    const capacity = large.length > 0 ? stripOf(this.#size()).count : capacityOf(this.#size().width);
    const people = this.store.attendees().filter(({ identity }) => !large.includes(`camera ${identity}`));
    const order = this.#order.arrange(people, capacity, this.#page(), Date.now(), screens.length);
    const byId = new Map(items.map((item) => [item.id, item]));
    return [
      ...items.filter(isLarge),
      ...screens,
      ...order.flatMap(({ identity }) => byId.get(`camera ${identity}`) ?? []),
    ];
  });
  protected readonly layout = computed(() => {
    const { width, height } = this.#size();
    const wish = { page: this.#page(), large: this.#large(), isAlike: this.#view() === 'grid' };
    const whole = layout(this.#items(), { width, height }, wish);
    return whole.pages === 1 ? whole : layout(this.#items(), { width, height: Math.max(0, height - PAGER) }, wish);
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
    effect(() => this.store.room()?.watch(this.#thrift.isAudioOnly() ? [] : this.#wishes()));
  }

  readonly #wishes = computed(() =>
    wishesOf(this.layout().placed, { isThrifty: this.#thrift.isLowCpu(), pinned: this.#pins.pinned() }),
  );

  protected person({ id }: Placed): Attendee | undefined {
    return this.#byIdentity().get(itemOf(id).identity);
  }

  protected turn(by: number): void {
    this.#page.set(Math.min(Math.max(0, this.layout().page + by), this.layout().pages - 1));
  }
}
