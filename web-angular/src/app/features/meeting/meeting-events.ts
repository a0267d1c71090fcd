import { DestroyRef, inject, Injectable } from '@angular/core';
import { MeetingEventsDocument, MeetingEventsSubscription } from '../../graph/generated/meeting/graphql';
import { Live } from '../../graph/live';

/** One thing that happened in the meeting, or to one's own wait. */
export type MeetingEvent = MeetingEventsSubscription['meetingEvents'];

/**
 * What happens in the meeting, followed while one is in it; while one waits, what is decided about oneself. Whoever keeps a
 * picture of the meeting listens here, and reads it anew on `MeetingReady` and `Resync`.
 */
@Injectable()
export class MeetingEvents {
  readonly #live = inject(Live);
  readonly #listeners = new Set<(event: MeetingEvent) => void>();
  #stop: (() => void) | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.end());
  }

  /** Hears every event until the returned function is called. */
  listen(heard: (event: MeetingEvent) => void): () => void {
    this.#listeners.add(heard);
    return () => void this.#listeners.delete(heard);
  }

  /** Follows from now on, instead of what was followed before: being let in leads to another log. */
  begin(code: string, guestToken: string | undefined): void {
    this.end();
    this.#stop = this.#live.follow({
      document: MeetingEventsDocument,
      variables: guestToken ? { code, guestToken } : { code },
      cursorOf: ({ meetingEvents }) => meetingEvents.cursor,
      onEvent: ({ meetingEvents }) => {
        for (const heard of this.#listeners) heard(meetingEvents);
      },
    });
  }

  /** Follows no more. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
