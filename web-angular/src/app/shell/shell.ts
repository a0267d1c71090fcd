import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { ConversationBook } from '../features/chat/conversation-book';
import { ContactBook } from '../features/contacts/contact-book';
import { Connection } from '../graph/connection';
import { Session } from '../session/session';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { icons } from '../ui/icons';
import { RegionCycle } from '../ui/region-cycle';

/** The workspace's frame: the rail (a bottom bar on phones), what is unread there, and a word when the server is out of reach. */
@Component({
  selector: 'parley-shell',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, Icon, Avatar],
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
  protected readonly icons = icons;

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
}
