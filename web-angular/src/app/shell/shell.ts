import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  LOCALE_ID,
  signal,
} from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { ConversationBook } from '../features/chat/conversation-book';
import { ContactBook } from '../features/contacts/contact-book';
import { PresenceBook } from '../features/contacts/presence-book';
import { presenceDot, presenceWords } from '../features/contacts/presence-words';
import { Connection } from '../graph/connection';
import { Session } from '../session/session';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { icons } from '../ui/icons';
import { Lazy } from '../ui/lazy';
import { RegionCycle } from '../ui/region-cycle';

/** The workspace's frame: the rail (a bottom bar on phones), what is unread there, and a word when the server is out of reach. */
@Component({
  selector: 'parley-shell',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, Icon, Avatar, Lazy],
  hostDirectives: [RegionCycle],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './shell.html',
  styleUrl: './shell.css',
})
export class Shell {
  protected readonly me = inject(Session).me;
  protected readonly connection = inject(Connection).state;
  readonly #contacts = inject(ContactBook);
  readonly #conversations = inject(ConversationBook);
  readonly #presence = inject(PresenceBook).mine;
  readonly #locale = inject(LOCALE_ID);
  protected readonly icons = icons;
  protected readonly dot = computed(() => presenceDot(this.#presence()));
  protected readonly words = computed(() => presenceWords(this.#presence(), Date.now(), this.#locale));
  /** The menu is fetched when it is wanted first; from then on the browser opens it. */
  protected readonly isStatusAsked = signal(false);
  protected readonly statusMenu = () => import('../features/contacts/status/status-menu').then((m) => m.StatusMenu);

  protected readonly places = computed(() => [
    { path: '/', label: $localize`:@@railHome:Home`, icon: icons.home, active: icons.homeFill, count: 0, news: '' },
    {
      path: '/chats',
      label: $localize`:@@railChats:Chats`,
      icon: icons.chatBubble,
      active: icons.chatBubbleFill,
      count: this.#conversations.unread(),
      news: $localize`:@@railUnread:${this.#conversations.unread()}:count: unread`,
    },
    {
      path: '/people',
      label: $localize`:@@railPeople:People`,
      icon: icons.group,
      active: icons.groupFill,
      count: this.#contacts.requests().length,
      news: $localize`:@@railRequests:${this.#contacts.requests().length}:count: requests`,
    },
    {
      path: '/meetings',
      label: $localize`:@@railMeetings:Meetings`,
      icon: icons.videocam,
      active: icons.videocamFill,
      count: 0,
      news: '',
    },
  ]);

  constructor() {
    const injector = inject(Injector);
    afterNextRender(
      () => void import('./idleness').then(({ Idleness }) => injector.get(Idleness)).catch(() => undefined),
    );
  }
}
