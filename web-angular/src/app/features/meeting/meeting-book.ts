import { inject, Injectable, signal } from '@angular/core';
import { MeetingByCodeDocument } from '../../graph/generated/meeting/graphql';
import type { MeetingPartsFragment } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';
import type { MeetingEvent } from './meeting-events';
import { MeetingFacts, factsOf } from './meeting-facts';
import { Names } from './names';

type Changed = Extract<MeetingEvent, { __typename: 'MeetingChanged' }>['meeting'];

/** What the graph says of the meeting, kept true by its events. */
@Injectable()
export class MeetingBook {
  readonly #graph = inject(Graph);
  readonly #names = inject(Names);
  readonly #facts = signal<MeetingFacts | null>(null);
  readonly #present = signal<readonly string[] | undefined>(undefined);
  #code = '';

  readonly facts = this.#facts.asReadonly();
  /** Names of who was there when it was looked up; undefined for those who may not know. */
  readonly present = this.#present.asReadonly();

  /** Looks a meeting up by the code of its link. Null where there is none. @throws GraphError */
  async open(code: string): Promise<MeetingFacts | null> {
    this.#code = code;
    const { meeting } = await this.#graph.ask(MeetingByCodeDocument, { code, first: 100 });
    this.#facts.set(meeting ? factsOf(meeting) : null);
    this.#present.set(meeting?.participants?.nodes.map(({ displayName }) => displayName));
    this.#names.begin(code, meeting?.participants?.nodes ?? []);
    return this.#facts();
  }

  /** Takes over what came with something else. */
  learn(meeting: MeetingPartsFragment): void {
    // Guests are told of the conversation when they are let in, and not by looking the meeting up again.
    const conversation = meeting.conversation ?? this.#facts()?.conversation;
    this.#facts.set({ ...factsOf(meeting), ...(conversation ? { conversation } : {}) });
  }

  /** The door asked for a passcode that we did not know of. */
  hasPasscodeAfterAll(): void {
    this.#facts.update((facts) => facts && { ...facts, hasPasscode: true });
  }

  /** Takes over what has happened; reads everything anew where something may have been missed. */
  hear(event: MeetingEvent): void {
    switch (event.__typename) {
      case 'MeetingReady':
      case 'Resync':
        return void this.#refresh().catch(() => undefined);
      case 'ParticipantChanged':
        return this.#names.learn([event.participant]);
      case 'ParticipantLeft':
        return this.#names.lowerHand(event.participantId);
      case 'SpotlightChanged':
        return this.#facts.update((facts) => facts && { ...facts, spotlight: event.spotlitId });
      case 'MeetingChanged':
        return this.#change(event.meeting);
    }
  }

  #change({ conversationId: id, ...change }: Changed): void {
    const conversation = id ? { conversation: { __typename: 'Conversation' as const, id } } : {};
    this.#facts.update((facts) => facts && { ...facts, ...change, ...conversation });
  }

  async #refresh(): Promise<void> {
    const { meeting } = await this.#graph.ask(MeetingByCodeDocument, { code: this.#code, first: 100 });
    if (!meeting) return;
    this.learn(meeting);
    this.#names.learn(meeting.participants?.nodes ?? []);
  }
}
