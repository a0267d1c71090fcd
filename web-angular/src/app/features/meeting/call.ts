import { Dialog } from '@angular/cdk/dialog';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  LOCALE_ID,
  viewChild,
} from '@angular/core';
import { Whereabouts } from '../../session/whereabouts';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { RegionCycle } from '../../ui/region-cycle';
import { Toaster } from '../../ui/toaster';
import { Bar } from './controls/bar';
import { FocusKeeper } from './focus-keeper';
import { HandHerald } from './hands/hand-herald';
import { Hands } from './hands/hands';
import { Heralds } from './heralds';
import { LobbyBook } from './lobby/lobby-book';
import { LobbyHerald } from './lobby/lobby-herald';
import { MeetingStore } from './meeting-store';
import { Moderated } from './moderation/moderated';
import { Panels } from './panels';
import { PeoplePanel } from './people/people-panel';
import { Reactions } from './reactions/reactions';
import { PushToTalk } from './shortcuts/push-to-talk';
import { Shortcuts } from './shortcuts/shortcuts';
import { Stage } from './stage/stage';
import { stageIcons } from './stage-icons';

/** The running meeting: title and time, the stage, the bar and a panel. F6 goes between them. */
@Component({
  selector: 'parley-call',
  imports: [Bar, FocusKeeper, Icon, PeoplePanel, RegionCycle, Stage],
  providers: [HandHerald, Hands, Heralds, LobbyBook, LobbyHerald, Moderated, Panels, PushToTalk, Reactions, Shortcuts],
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

  protected readonly lobby = inject(LobbyBook);
  protected readonly panels = inject(Panels);
  protected readonly moderated = inject(Moderated);
  protected readonly time = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(this.#clock.minute()),
  );
  protected readonly isAlone = computed(() => this.store.attendees().length === 1);
  protected readonly isSoundBlocked = computed(() => this.store.room()?.isSoundBlocked() ?? false);

  constructor() {
    inject(Heralds);
    inject(LobbyHerald);
    inject(HandHerald);
    inject(Shortcuts);
    afterNextRender(() => this.title().nativeElement.focus());
    const dialog = inject(Dialog);
    const whereabouts = inject(Whereabouts);
    whereabouts.enter(this.store.meeting()?.code);
    inject(DestroyRef).onDestroy(() => {
      dialog.closeAll();
      whereabouts.enter(undefined);
    });
  }

  protected async answerUnmute(isYes: boolean): Promise<void> {
    this.#bar().querySelector<HTMLElement>('[data-roving]')?.focus();
    await this.moderated.answer(isYes);
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
    this.panels.close();
    this.#bar().querySelector<HTMLElement>('.people')?.focus();
  }

  #bar(): HTMLElement {
    return this.bar().nativeElement as HTMLElement;
  }
}
