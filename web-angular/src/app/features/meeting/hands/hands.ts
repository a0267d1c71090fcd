import { computed, inject, Injectable, signal } from '@angular/core';
import { LowerHandsDocument, SetHandDocument } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { UserError } from '../../../graph/user-error';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Pass } from '../admission/pass';
import { Attendee } from '../attendees';
import { MeetingStore } from '../meeting-store';

/** Raising and lowering hands: one's own, and those of others for who moderates. The meeting's events say how they are. */
@Injectable()
export class Hands {
  readonly #graph = inject(Graph);
  readonly #pass = inject(Pass);
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  readonly #isBusy = signal(false);

  /** My hand is on its way up or down. */
  readonly isBusy = this.#isBusy.asReadonly();
  readonly isMineUp = computed(() => this.#store.attendees().some(({ isLocal, hand }) => isLocal && hand > 0));
  readonly isAnyUp = computed(() => this.#store.attendees().some(({ hand }) => hand > 0));

  /** Raises my hand, or lowers it. */
  async toggle(): Promise<void> {
    const [isRaised, participantId, guestToken] = [!this.isMineUp(), this.#store.myId(), this.#pass.guestToken];
    if (this.#isBusy()) return;
    this.#isBusy.set(true);
    const isDone = await this.#do(async (meetingId) => {
      const whose = { ...(participantId && { participantId }), ...(guestToken && { guestToken }) };
      return (await this.#graph.ask(SetHandDocument, { input: { meetingId, isRaised, ...whose } })).setHand;
    });
    this.#isBusy.set(false);
    if (isDone)
      this.#announcer.say(
        isRaised ? $localize`:@@myHandUp:Your hand is up` : $localize`:@@myHandDown:Your hand is down`,
      );
  }

  /** Lowers somebody's hand. */
  async lower({ id }: Pick<Attendee, 'id'>): Promise<void> {
    if (id) await this.#lower({ participantId: id });
  }

  /** Lowers everybody's. */
  async lowerAll(): Promise<void> {
    await this.#lower({ everyone: true });
  }

  async #lower(target: { participantId: string } | { everyone: boolean }): Promise<void> {
    await this.#do(
      async (meetingId) => (await this.#graph.ask(LowerHandsDocument, { input: { meetingId, target } })).lowerHands,
    );
  }

  async #do(act: (meetingId: string) => Promise<{ readonly userErrors: readonly UserError[] }>): Promise<boolean> {
    const meetingId = this.#store.meeting()?.id;
    if (!meetingId) return false;
    try {
      const [refusal] = (await act(meetingId)).userErrors;
      if (refusal) this.#toaster.show(refusal.message);
      return !refusal;
    } catch {
      this.#toaster.show($localize`:@@handFailed:That did not work. Check your connection and try again.`);
      return false;
    }
  }
}
