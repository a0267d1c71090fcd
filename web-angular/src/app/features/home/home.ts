import { ChangeDetectionStrategy, Component, computed, inject, LOCALE_ID, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { Lazy } from '../../ui/lazy';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { Contact, ContactBook } from '../contacts/contact-book';
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot, presenceLine } from '../contacts/presence-words';
import { CreatedMeeting } from './created-meeting';
import { codeIn } from './meeting-link';

/** How many people home shows. */
const RECENT = 8;

/** Where one starts: a new meeting, a meeting one has a code for, and the people one knows. */
@Component({
  selector: 'parley-home',
  imports: [RouterLink, Avatar, Icon, Lazy, LoadFailure, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './home.html',
  styleUrl: './home.css',
})
export class Home {
  readonly #router = inject(Router);
  readonly #presence = inject(PresenceBook);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  private readonly codeField = viewChild.required(TextField);
  protected readonly me = inject(Session).me;
  protected readonly contacts = inject(ContactBook);
  protected readonly icons = icons;

  protected readonly code = signal('');
  protected readonly codeProblem = signal<string | undefined>(undefined);
  protected readonly created = inject(CreatedMeeting);

  protected readonly moreWays = () => import('./more-ways').then((m) => m.MoreWays);
  protected readonly nextMeetings = () => import('./next/next-meetings').then((m) => m.NextMeetings);
  protected readonly readyCard = () => import('./meeting-ready').then((m) => m.MeetingReady);

  protected readonly greeting = computed(() => {
    const hour = new Date(this.#clock.minute()).getHours();
    const name = this.me()?.displayName.split(' ')[0] ?? '';
    if (hour < 5 || hour >= 18) return $localize`:@@goodEvening:Good evening, ${name}:name:`;
    if (hour < 12) return $localize`:@@goodMorning:Good morning, ${name}:name:`;
    return $localize`:@@goodAfternoon:Good afternoon, ${name}:name:`;
  });
  protected readonly date = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(
      this.#clock.minute(),
    ),
  );
  protected readonly recent = computed(() =>
    this.contacts
      .contacts()
      .toSorted((a, b) => spokenAt(b) - spokenAt(a) || a.user.displayName.localeCompare(b.user.displayName))
      .slice(0, RECENT)
      .map(({ user, conversation }) => {
        const presence = this.#presence.of(user.id);
        return {
          user,
          conversation,
          dot: presenceDot(presence),
          words: presenceLine(presence, this.#clock.minute(), this.#locale),
        };
      }),
  );

  protected createMeeting(): Promise<void> {
    void this.readyCard().catch(() => undefined);
    return this.created.make();
  }

  protected async join(event: Event): Promise<void> {
    event.preventDefault();
    const code = codeIn(this.code());
    if (code) {
      await this.#router.navigate(['/m', code]);
      return;
    }
    this.codeProblem.set($localize`:@@notACode:Type the code of a meeting, or paste its link.`);
    this.codeField().focus();
  }
}

function spokenAt({ conversation }: Contact): number {
  return conversation?.lastMessage ? Date.parse(conversation.lastMessage.sentAt) : 0;
}
