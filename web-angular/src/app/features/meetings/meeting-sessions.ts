import { ChangeDetectionStrategy, Component, effect, inject, input, LOCALE_ID, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MeetingSessionsDocument, MeetingSessionsQuery } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';

type Session = NonNullable<NonNullable<MeetingSessionsQuery['meeting']>['sessions']>['nodes'][number];

/** Sessions that are shown, the newest first. */
const MOST = 20;

/** The times that people met in a meeting, as far as one was there or holds it, with a way to what was said in each. */
@Component({
  selector: 'parley-meeting-sessions',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (sessions().length) {
      <section class="card" aria-labelledby="sessions-title">
        <h2 id="sessions-title" i18n>Sessions</h2>
        <ul>
          @for (session of sessions(); track session.id) {
            <li data-testid="session">
              <span class="when">
                <time [attr.datetime]="session.startedAt">{{ day(session.startedAt) }}</time>
                @if (session.endedAt; as endedAt) {
                  – <time [attr.datetime]="endedAt">{{ hour(endedAt) }}</time>
                } @else {
                  <span class="live" i18n>Live now</span>
                }
              </span>
              @let conversation = session.conversation;
              @if (conversation?.lastMessage) {
                <a class="button small" [routerLink]="['/chats', conversation.id]" i18n>Read the chat</a>
              } @else {
                <span class="meta" i18n>No chat</span>
              }
            </li>
          }
        </ul>
      </section>
    }
  `,
  styles: `
    section {
      display: grid;
      gap: 0.5rem;
      padding: 1rem;
    }
    h2 {
      font: var(--section);
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.25rem 1rem;
      min-block-size: 2.75rem;
    }
    .live {
      color: var(--success);
      font-weight: 600;
    }
  `,
})
export class MeetingSessions {
  readonly #graph = inject(Graph);
  readonly #locale = inject(LOCALE_ID);
  readonly #sessions = signal<readonly Session[]>([]);
  readonly code = input.required<string>();

  protected readonly sessions = this.#sessions.asReadonly();

  constructor() {
    effect(() => {
      const code = this.code();
      untracked(() => void this.#load(code));
    });
  }

  protected day(at: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
  }

  protected hour(at: string): string {
    return new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(new Date(at));
  }

  /** What cannot be read is left out: the record says the rest without it. */
  async #load(code: string): Promise<void> {
    const answer = await this.#graph.ask(MeetingSessionsDocument, { code, first: MOST }).catch(() => undefined);
    if (code === this.code()) this.#sessions.set(answer?.meeting?.sessions?.nodes ?? []);
  }
}
