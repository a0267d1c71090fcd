import { computed, inject, Injectable, signal } from '@angular/core';
import type { ParticipantRole } from '../../graph/generated/meeting/graphql';
import { Session } from '../../session/session';
import type { Admitted } from './admission/door';
import { Pass } from './admission/pass';
import { MeetingBook } from './meeting-book';
import { Giving, whyNotGive } from './moderation/may';
import { Names } from './names';

/** Who I am in a meeting, and what I may: by my account or the name that I gave, once I am in as the graph knows me. */
@Injectable()
export class Me {
  readonly #session = inject(Session);
  readonly #pass = inject(Pass);
  readonly #book = inject(MeetingBook);
  readonly #names = inject(Names);
  readonly #identity = signal('');
  readonly #admittedAs = signal<ParticipantRole>('PRESENTER');
  readonly #known = computed(() => this.#names.known().get(this.#identity()));

  /** One has no account, or has not signed in. */
  readonly isGuest = computed(() => this.#session.state() === 'signed-out');
  /** The name one goes by: of the account, else the one a guest gave. */
  readonly name = computed(() => this.#session.me()?.displayName ?? this.#pass.guestName());
  /** Who I am in the graph, once it has said so. */
  readonly id = computed(() => this.#known()?.id);
  readonly role = computed(() => this.#known()?.role ?? this.#admittedAs());

  /** Why I may not give this to the meeting now, in words; undefined when I may. */
  whyNotGive(giving: Giving): string | undefined {
    const permissions = this.#book.facts()?.permissions;
    return permissions && whyNotGive(this.role(), permissions, giving);
  }

  /** One was let in as this participant. */
  become({ participantIdentity, role }: Admitted): void {
    this.#identity.set(participantIdentity);
    this.#admittedAs.set(role);
  }
}
