import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  LOCALE_ID,
  signal,
  viewChild,
} from '@angular/core';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { RegionCycle } from '../../ui/region-cycle';
import { Toaster } from '../../ui/toaster';
import { Bar } from './controls/bar';
import { Heralds } from './heralds';
import { MeetingStore } from './meeting-store';
import { PeoplePanel } from './people/people-panel';
import { Stage } from './stage/stage';
import { stageIcons } from './stage-icons';

/** The running meeting: title and time, the stage, the bar and a panel. F6 goes between them. */
@Component({
  selector: 'parley-call',
  imports: [Bar, Icon, PeoplePanel, RegionCycle, Stage],
  providers: [Heralds],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './call.html',
  styleUrl: './call.css',
})
export class Call {
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);
  readonly #clock = inject(Clock);
  protected readonly store = inject(MeetingStore);
  protected readonly icons = { ...icons, ...stageIcons };
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  private readonly bar = viewChild.required('bar', { read: ElementRef<HTMLElement> });

  protected readonly isPeopleOpen = signal(false);
  protected readonly time = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(this.#clock.minute()),
  );
  protected readonly isAlone = computed(() => this.store.attendees().length === 1);
  protected readonly isSoundBlocked = computed(() => this.store.room()?.isSoundBlocked() ?? false);

  constructor() {
    inject(Heralds);
    afterNextRender(() => this.title().nativeElement.focus());
  }

  protected async copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${location.origin}/m/${this.store.meeting()?.code}`);
      this.#toaster.show($localize`:@@linkCopied:Link copied`);
    } catch {
      this.#toaster.show(
        $localize`:@@linkNotCopiedInCall:The browser did not allow copying. The link is in the address bar.`,
      );
    }
  }

  protected closePeople(): void {
    this.isPeopleOpen.set(false);
    (this.bar().nativeElement as HTMLElement).querySelector<HTMLElement>('.people')?.focus();
  }
}
