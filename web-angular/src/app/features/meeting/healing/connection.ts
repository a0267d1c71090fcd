import { DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { RoomPort } from '../livekit/room-port';
import { Live } from '../../../graph/live';
import { MeetingStore } from '../meeting-store';
import { climb, ground, Ladder, Step, stumble, Word } from './ladder';
import { ASK_SERVER } from './server-probe';
import { watch, Watched } from './watch';

/** Between two looks at the packets, in milliseconds; while none come, from anybody or from somebody, one looks more often. */
export const LOOK_MS = 500;
export const ANXIOUS_LOOK_MS = 250;

/**
 * Watches the packets of the room, and mends what does not come: a subscription, the path, at last by joining anew. Says what it
 * finds and does; whoever shows or speaks it listens here.
 */
@Injectable()
export class Connection {
  readonly #store = inject(MeetingStore);
  readonly #askServer = inject(ASK_SERVER);
  readonly #live = inject(Live);
  readonly #watched = signal<Watched | undefined>(undefined);
  readonly #step = signal<Step>('well');
  #wellElsewhere: Word = { of: new Set(), at: -Infinity };
  #ladder: Ladder = ground;
  #answersSince: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What the packets say; undefined before the first look. */
  readonly watched = this.#watched.asReadonly();
  /** What is wrong with my connection, and done about it. */
  readonly step = this.#step.asReadonly();

  constructor() {
    effect(() => {
      const room = this.#store.room();
      untracked(() => this.#follow(room));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  /** Takes over who is well by what others say. */
  hearOf(wellElsewhere: ReadonlySet<string>): void {
    this.#wellElsewhere = { of: wellElsewhere, at: performance.now() };
  }

  #follow(room: RoomPort | null): void {
    clearTimeout(this.#timer);
    // While one joins anew because the room has closed, there is nothing to look at and nothing well.
    if (!room) return this.#step.set('rejoining');
    this.#watched.set(undefined);
    this.#answersSince = undefined;
    this.#look(room);
  }

  #look(room: RoomPort, wait = this.#wait()): void {
    clearTimeout(this.#timer);
    const timer = setTimeout(() => {
      this.#lookNow(room)
        .catch(() => undefined)
        .finally(() => {
          if (this.#store.room() === room && this.#timer === timer) this.#look(room);
        });
    }, wait);
    this.#timer = timer;
  }

  #wait(): number {
    const watched = this.#watched();
    const isAnxious = watched && (watched.at > watched.aliveAt || watched.interrupted.size > 0);
    return isAnxious ? ANXIOUS_LOOK_MS : LOOK_MS;
  }

  async #lookNow(room: RoomPort): Promise<void> {
    const before = this.#watched();
    const watched = watch(before, await room.mending.pulse());
    if (this.#store.room() !== room) return;
    this.#watched.set(watched);
    if (watched.isCut) {
      room.mending.hold();
      void this.#ask(room);
    } else {
      this.#answersSince = undefined;
      if (before?.isCut && room.state() === 'connected') room.mending.release();
    }
    if (before && [...before.interrupted].some((identity) => !watched.interrupted.has(identity)))
      void room.mending.sendKeyFrames();
    this.#ladder = climb(this.#ladder, {
      watched,
      answersSince: this.#answersSince,
      room: room.state(),
      wellElsewhere: this.#wellElsewhere,
    });
    this.#step.set(this.#ladder.step);
    for (const action of this.#ladder.actions) {
      if (action.kind === 'resubscribe') void room.mending.resubscribe(action.trackId).catch(() => undefined);
      else if (action.kind === 'restart-ice') room.mending.restartIce();
      else await this.#rejoin(watched.at);
    }
  }

  async #ask(room: RoomPort): Promise<void> {
    const isThere = await this.#askServer();
    const watched = this.#watched();
    if (this.#store.room() !== room || !watched?.isCut) return;
    if (!isThere) return void (this.#answersSince = undefined);
    if (this.#answersSince !== undefined) return;
    this.#answersSince = watched.at;
    this.#live.hurry();
    this.#look(room, 0);
  }

  async #rejoin(at: number): Promise<void> {
    try {
      await this.#store.rejoin();
    } catch {
      this.#ladder = stumble(this.#ladder, at);
    }
  }
}
