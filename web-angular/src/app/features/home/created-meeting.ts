import { inject, Injectable, signal } from '@angular/core';
import { CreateMeetingDocument } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';

/** A meeting just made. */
export interface NewMeeting {
  readonly code: string;
  readonly url: string;
  readonly title: string;
}

/** The meeting that was made here last, until its card is closed. */
@Injectable({ providedIn: 'root' })
export class CreatedMeeting {
  readonly #graph = inject(Graph);
  readonly #session = inject(Session);
  readonly #isBusy = signal(false);
  readonly #problem = signal<string | undefined>(undefined);
  readonly meeting = signal<NewMeeting | undefined>(undefined);
  readonly isBusy = this.#isBusy.asReadonly();
  /** Why none was made, in words. */
  readonly problem = this.#problem.asReadonly();

  /** Makes one to meet in now. */
  async make(): Promise<void> {
    if (this.#isBusy()) return;
    this.#isBusy.set(true);
    this.#problem.set(undefined);
    try {
      const title = $localize`:@@meetingOf:${this.#session.me()?.displayName ?? ''}:name:’s meeting`;
      const { meeting, userErrors } = (await this.#graph.ask(CreateMeetingDocument, { input: { title } }))
        .createMeeting;
      if (meeting) this.meeting.set(meeting);
      else this.#problem.set(userErrors[0]?.message);
    } catch {
      this.#problem.set($localize`:@@createMeetingFailed:The meeting could not be created. Try again in a moment.`);
    } finally {
      this.#isBusy.set(false);
    }
  }
}
