import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { WaitedForMeetingsDocument } from '../graph/generated/calls/graphql';
import { Graph } from '../graph/graph';
import { Inbox, InboxEvent } from '../graph/inbox';
import { Whereabouts } from '../session/whereabouts';
import { Toaster } from '../ui/toaster';

type Notice = Omit<Extract<InboxEvent, { __typename: 'MeetingChanged' }>['meeting'], '__typename'>;

/** Meetings that are looked at. */
const MOST = 20;

const waitingFor = ({ state, waitingCount }: Notice): number => (state === 'ENDED' ? 0 : (waitingCount ?? 0));

/** Tells hosts, wherever they are, that people wait to be let into a meeting of theirs. Within that meeting its own words do. */
@Injectable({ providedIn: 'root' })
export class MeetingNews {
  readonly #graph = inject(Graph);
  readonly #router = inject(Router);
  readonly #toaster = inject(Toaster);
  readonly #notices = signal<ReadonlyMap<string, Notice>>(new Map());
  /** How many waited in each meeting when that was told last. */
  readonly #told = new Map<string, number>();

  constructor() {
    const { meeting: where } = inject(Whereabouts);
    const inbox = inject(Inbox);
    if (inbox.isReady) void this.#look();
    inbox.listen(
      (event) => {
        if (event.__typename === 'InboxReady') void this.#look();
        if (event.__typename === 'MeetingChanged') this.#note([event.meeting]);
      },
      () => void this.#look(),
    );
    effect(() => {
      const notices = [...this.#notices().values()];
      const here = where();
      untracked(() => notices.forEach((notice) => this.#tell(notice, notice.code === here)));
    });
  }

  /** Who waits already is told by no event: a fresh page looks. */
  async #look(): Promise<void> {
    const answer = await this.#graph.ask(WaitedForMeetingsDocument, { first: MOST }).catch(() => undefined);
    if (answer) this.#note(answer.meetings.nodes);
  }

  #note(news: readonly Notice[]): void {
    this.#notices.update((notices) => new Map([...notices, ...news.map((notice) => [notice.id, notice] as const)]));
  }

  #tell(notice: Notice, isHere: boolean): void {
    const { id, code, title } = notice;
    const count = isHere ? 0 : waitingFor(notice);
    const before = this.#told.get(id) ?? 0;
    this.#told.set(id, count);
    const key = `lobby ${id}`;
    if (count === 0) return this.#toaster.settle(key);
    // As many or fewer is no news for who has put it aside.
    if (count <= before && !this.#toaster.toasts().some((toast) => toast.key === key)) return;
    const words =
      count === 1
        ? $localize`:@@oneWaitsFor:1 person is waiting to join ${title}:title:`
        : $localize`:@@someWaitFor:${count}:count: people are waiting to join ${title}:title:`;
    this.#toaster.keep(key, words, {
      label: $localize`:@@openMeeting:Open meeting`,
      run: () => void this.#router.navigate(['/m', code]),
    });
  }
}
