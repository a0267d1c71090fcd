import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import { SetSpotlightDocument } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Attendee } from '../attendees';
import { MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';

/** Whom a host shows to everybody large. Who is meant is told by a toast, everybody else by a word. */
@Injectable()
export class Spotlight {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);

  /** Their id in the graph; they may have left. */
  readonly id = computed(() => this.#store.meeting()?.spotlight ?? undefined);
  /** Whom, if they are here. */
  readonly who = computed(() => this.#store.attendees().find(({ id }) => id !== undefined && id === this.id()));

  constructor() {
    const end = inject(MeetingEvents).listen((event) => {
      if (event.__typename === 'SpotlightChanged') this.#tell(event.spotlitId ?? undefined, event.by);
    });
    inject(DestroyRef).onDestroy(end);
  }

  /** Shows them to everybody, or nobody any more. Refusals are told. */
  async show(attendee: Pick<Attendee, 'id'> | null): Promise<void> {
    const meetingId = this.#store.meeting()?.id;
    if (!meetingId || (attendee && !attendee.id)) return;
    try {
      const input = { meetingId, participantId: attendee?.id ?? null };
      const [refusal] = (await this.#graph.ask(SetSpotlightDocument, { input })).setSpotlight.userErrors;
      if (refusal) this.#toaster.show(refusal.message);
    } catch {
      this.#toaster.show($localize`:@@moderationFailed:That did not work. Check your connection and try again.`);
    }
  }

  #tell(id: string | undefined, by: string): void {
    const who = this.#store.attendees().find((attendee) => attendee.id !== undefined && attendee.id === id);
    if (who?.isLocal) this.#toaster.show($localize`:@@youAreSpotlit:${by}:name: shows you to everyone`);
    else if (who) this.#announcer.say($localize`:@@saidSpotlit:${by}:name: shows ${who.name}:who: to everyone`);
  }
}
