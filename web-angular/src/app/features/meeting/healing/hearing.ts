import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { ReportHearingDocument } from '../../../graph/generated/meeting/graphql';
import type { ReportHearingInput, ReportHearingMutation } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { Pass } from '../admission/pass';
import { MeetingStore } from '../meeting-store';
import { Connection } from './connection';
import type { Watched } from './watch';

type Heard = NonNullable<ReportHearingMutation['reportHearing']['hearing']>;

/** Between two reports, in milliseconds, until the server says how often it wants them. */
export const REPORT_MS = 2000;
/** What changes is reported at once, but no two reports come closer than this, in milliseconds. */
export const CLOSEST_MS = 700;
/** An answer that comes later than this is of no use, in milliseconds. */
const ANSWER_MS = 3000;
/** Before somebody who does not hear me is told of, in milliseconds: they may only just have come, or I unmuted. */
const SETTLE_MS = 3000;

/** Why somebody does not hear me. */
export type Deafness = 'sound-off' | 'not-heard';

/**
 * Says to the graph whom I hear, and learns from it who hears me. The same reports keep me in: whom nobody receives and who does
 * not report either is taken for gone.
 */
@Injectable()
export class Hearing {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #pass = inject(Pass);
  readonly #connection = inject(Connection);
  readonly #heard = signal<Heard | undefined>(undefined);
  #deafSince: number | undefined;
  readonly #isSettled = signal(false);
  #reportedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;

  /** How many of how many hear me; undefined while that is nobody's business: I am muted, or alone. */
  readonly byHowMany = computed(() => {
    const heard = this.#heard();
    const me = this.#store.attendees().find(({ isLocal }) => isLocal);
    return heard && heard.listeners > 0 && me?.isMicrophoneOn
      ? { heardBy: heard.heardBy, listeners: heard.listeners }
      : undefined;
  });
  /** Somebody does not hear me, and that is not only so because something has just begun. */
  readonly isPartly = computed(() => this.#isSettled() && this.byHowMany() !== undefined);
  /** Who does not hear me and why, by their id in the graph. */
  readonly deaf = computed<ReadonlyMap<string, Deafness>>(
    () =>
      new Map(
        this.isPartly()
          ? this.#heard()?.deaf.map((one) => [one.participantId, one.isSoundOff ? 'sound-off' : 'not-heard'] as const)
          : [],
      ),
  );

  constructor() {
    const state = computed(() => digest(this.#connection.watched(), this.#store.room()?.isSoundBlocked() ?? false));
    effect(() => {
      state();
      untracked(() => this.#plan(CLOSEST_MS));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  #plan(afterMs: number): void {
    clearTimeout(this.#timer);
    const due = this.#reportedAt + afterMs - performance.now();
    this.#timer = setTimeout(() => void this.#report(), Math.max(0, due));
  }

  async #report(): Promise<void> {
    const [meetingId, participantId, room] = [this.#store.meeting()?.id, this.#store.myId(), this.#store.room()];
    const watched = this.#connection.watched();
    let next = REPORT_MS;
    // Also when there is nothing to say yet: the next look is as far away.
    const isBusy = this.#isBusy;
    if (!isBusy) this.#reportedAt = performance.now();
    if (meetingId && participantId && room && watched && !isBusy) {
      this.#isBusy = true;
      const { guestToken } = this.#pass;
      const input = {
        meetingId,
        participantId,
        ...(guestToken && { guestToken }),
        ...said(watched, room.isSoundBlocked()),
      };
      const heard = await this.#send(input);
      this.#isBusy = false;
      this.#take(heard);
      next = (heard?.againAfterSeconds ?? REPORT_MS / 1000) * 1000;
    }
    this.#plan(next);
  }

  async #send(input: ReportHearingInput): Promise<Heard | undefined> {
    // Nothing is known, and nothing is claimed, when it fails; nor does a question that hangs keep the next one back.
    const answer = this.#graph.ask(ReportHearingDocument, { input }).then(
      ({ reportHearing }) => reportHearing.hearing ?? undefined,
      () => undefined,
    );
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_MS));
    return Promise.race([answer, late]);
  }

  #take(heard: Heard | undefined): void {
    this.#heard.set(heard);
    this.#connection.hearOf(new Set(heard?.wellIds));
    const isDeaf = heard !== undefined && heard.heardBy < heard.listeners;
    this.#deafSince = isDeaf ? (this.#deafSince ?? performance.now()) : undefined;
    this.#isSettled.set(this.#deafSince !== undefined && performance.now() - this.#deafSince >= SETTLE_MS);
  }
}

function said(watched: Watched, isSoundOff: boolean) {
  const { heard, missed, interrupted, isCut } = watched;
  const [hears, misses] = isSoundOff ? [[], [...heard, ...missed]] : [[...heard], [...missed]];
  return { hears, misses, silent: [...interrupted], isSoundOff, isCut };
}

/** What is worth a report at once, in a form that compares. */
function digest(watched: Watched | undefined, isSoundOff: boolean): string {
  if (!watched) return '';
  const { missed, silent } = { missed: [...watched.missed].sort(), silent: [...watched.interrupted].sort() };
  return JSON.stringify([missed, silent, watched.heard.size, watched.isCut, isSoundOff]);
}
