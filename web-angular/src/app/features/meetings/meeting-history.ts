import { computed, inject, Injectable, signal } from '@angular/core';
import { ListedMeetingPartsFragment, MeetingsDocument } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';

/** A meeting as the list knows it. */
export type ListedMeeting = ListedMeetingPartsFragment;

const PAGE = 25;

/** Meetings that I hold or was in, the newest first, as many pages of them as were asked for. */
@Injectable({ providedIn: 'root' })
export class MeetingHistory {
  readonly #graph = inject(Graph);
  readonly #loading = new Loading();
  readonly #meetings = signal<readonly ListedMeeting[]>([]);
  readonly #next = signal<string | undefined>(undefined);

  readonly state = this.#loading.state;
  readonly meetings = this.#meetings.asReadonly();
  readonly hasMore = computed(() => this.#next() !== undefined);

  /** Loads the first page afresh; what is shown stays until the answer is there. */
  load(): Promise<boolean> {
    return this.#loading.run(() => this.#read(undefined));
  }

  /** Loads the page behind what is shown. Gives whether it worked. */
  more(): Promise<boolean> {
    return this.#loading.run(() => this.#read(this.#next()));
  }

  async #read(after: string | undefined): Promise<void> {
    const { nodes, pageInfo } = (await this.#graph.ask(MeetingsDocument, { first: PAGE, after })).meetings;
    const kept = after === undefined ? [] : this.#meetings();
    const known = new Set(kept.map(({ id }) => id));
    this.#meetings.set([...kept, ...nodes.filter(({ id }) => !known.has(id))]);
    this.#next.set(pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined);
  }
}
