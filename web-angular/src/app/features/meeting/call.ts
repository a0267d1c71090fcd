import { Dialog } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  LOCALE_ID,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Afloat } from '../../session/afloat';
import { Whereabouts } from '../../session/whereabouts';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { Lazy } from '../../ui/lazy';
import { LinkCopier } from '../../ui/link-copier';
import { RegionCycle } from '../../ui/region-cycle';
import { Thread } from '../chat/thread';
import { RoomBlur } from './blur/room-blur';
import { ChatPanel } from './chat-panel/chat-panel';
import { ChatPreview } from './chat-panel/chat-preview';
import { MeetingChat } from './chat-panel/meeting-chat';
import { Bar } from './controls/bar';
import { HotPlug } from './devices/hot-plug';
import { MutedTalk } from './devices/muted-talk';
import { FocusKeeper } from './focus-keeper';
import { HandHerald } from './hands/hand-herald';
import { Hands } from './hands/hands';
import { Connection } from './healing/connection';
import { ConnectionHerald } from './healing/connection-herald';
import { ConnectionNotice } from './healing/connection-notice';
import { Hearing } from './healing/hearing';
import { Heralds } from './heralds';
import { LimitHerald } from './limits/limit-herald';
import { StillThere } from './limits/still-there';
import { LobbyBook } from './lobby/lobby-book';
import { LobbyHerald } from './lobby/lobby-herald';
import { MeetingStore } from './meeting-store';
import { Moderated } from './moderation/moderated';
import { Panels } from './panels';
import { PeoplePanel } from './people/people-panel';
import { Reactions } from './reactions/reactions';
import { Consent } from './recording/consent';
import { RecordingHerald } from './recording/recording-herald';
import { RecordingIndicator } from './recording/recording-indicator';
import { PushToTalk } from './shortcuts/push-to-talk';
import { Shortcuts } from './shortcuts/shortcuts';
import { SmallWindow } from './small/small-window';
import { Pins } from './stage/pins';
import { Spotlight } from './stage/spotlight';
import { Stage } from './stage/stage';
import { viewIcons } from './stage/view-icons';
import { Thrift } from './thrift/thrift';
import { ThriftKeeper } from './thrift/thrift-keeper';
import { ThriftNotice } from './thrift/thrift-notice';
import { stageIcons } from './stage-icons';

/** The running meeting: title and time, the stage, the bar and a panel; elsewhere in Parley a small window. F6 goes between them. */
@Component({
  selector: 'parley-call',
  imports: [
    Bar,
    ChatPanel,
    ChatPreview,
    ConnectionNotice,
    FocusKeeper,
    Icon,
    Lazy,
    PeoplePanel,
    RecordingIndicator,
    RegionCycle,
    RouterLink,
    SmallWindow,
    Stage,
    ThriftNotice,
  ],
  providers: [
    Connection,
    ConnectionHerald,
    HandHerald,
    Hands,
    Hearing,
    Heralds,
    HotPlug,
    LobbyBook,
    LimitHerald,
    LobbyHerald,
    MeetingChat,
    Moderated,
    MutedTalk,
    Panels,
    Pins,
    PushToTalk,
    Reactions,
    RecordingHerald,
    RoomBlur,
    Shortcuts,
    Spotlight,
    StillThere,
    ThriftKeeper,
    Thread,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './call.html',
  styleUrl: './call.css',
})
export class Call {
  readonly #links = inject(LinkCopier);
  readonly #locale = inject(LOCALE_ID);
  readonly #clock = inject(Clock);
  protected readonly store = inject(MeetingStore);
  protected readonly afloat = inject(Afloat);
  protected readonly icons = { ...icons, ...stageIcons, ...viewIcons };
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');
  private readonly bar = viewChild('bar', { read: ElementRef<HTMLElement> });

  protected readonly thrift = inject(Thrift);
  protected readonly lobby = inject(LobbyBook);
  protected readonly panels = inject(Panels);
  protected readonly moderated = inject(Moderated);
  protected readonly time = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(this.#clock.minute()),
  );
  protected readonly callStatus = () => import('./phone/call-status').then((m) => m.CallStatus);
  protected readonly isAlone = computed(() => this.store.attendees().length === 1);
  protected readonly isSoundBlocked = computed(() => this.store.room()?.isSoundBlocked() ?? false);

  constructor() {
    inject(Hearing);
    inject(Heralds);
    inject(LobbyHerald);
    inject(HandHerald);
    inject(Spotlight);
    inject(ThriftKeeper);
    inject(RecordingHerald);
    inject(Consent);
    inject(MeetingChat);
    inject(LimitHerald);
    inject(StillThere);
    inject(Shortcuts);
    inject(HotPlug);
    inject(MutedTalk);
    inject(RoomBlur);
    const dialog = inject(Dialog);
    // Coming back, one is where one was on coming in; going, whatever was open here is closed.
    effect(() => this.title()?.nativeElement.focus());
    effect(() => {
      if (!this.afloat.isSmall()) return;
      // What must be answered is asked on.
      for (const open of [...dialog.openDialogs]) if (!open.disableClose) open.close();
    });
    const whereabouts = inject(Whereabouts);
    whereabouts.enter(this.store.meeting()?.code);
    inject(DestroyRef).onDestroy(() => {
      dialog.closeAll();
      whereabouts.enter(undefined);
    });
  }

  protected async answerUnmute(isYes: boolean): Promise<void> {
    this.#bar()?.querySelector<HTMLElement>('[data-roving]')?.focus();
    await this.moderated.answer(isYes);
  }

  protected copyLink(): Promise<void> {
    const link = `${location.origin}/m/${this.store.meeting()?.code}`;
    const refused = $localize`:@@linkNotCopiedInCall:The browser did not allow copying. The link is in the address bar.`;
    return this.#links.copy(link, link, refused);
  }

  protected closeChat(): void {
    this.panels.close();
    this.#returnTo('.chat');
  }

  protected closePeople(): void {
    this.panels.close();
    this.#returnTo('.people');
  }

  /** To what opened a panel; on narrow screens that is in the menu. */
  #returnTo(selector: string): void {
    const ways = [selector, '.menu-of-more'].flatMap((one) => this.#bar()?.querySelector<HTMLElement>(one) ?? []);
    ways.find((way) => way.offsetParent !== null)?.focus();
  }

  #bar(): HTMLElement | undefined {
    return this.bar()?.nativeElement as HTMLElement | undefined;
  }
}
