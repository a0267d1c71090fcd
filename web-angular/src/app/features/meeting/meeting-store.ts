import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { RefusedReason } from '../../graph/generated/meeting/graphql';
import { Admitted, Door, Verdict } from './admission/door';
import { InTurn } from './admission/in-turn';
import { Pass } from './admission/pass';
import { declined, isUnknown, passcodeProblem, Problem, unanswered } from './admission/problem';
import { Attendee, attendeesOf } from './attendees';
import { Patience } from './healing/patience';
import type { RoomPort } from './livekit/room-port';
import { Me } from './me';
import { MeetingBook } from './meeting-book';
import { MeetingEvent, MeetingEvents } from './meeting-events';
import { Giving } from './moderation/may';
import { Moving } from './moving';
import { Names } from './names';
import { Phase } from './phase';
import { Phone } from './phone/phone';

/** The one truth about where I stand with a meeting: read by everybody in this feature, changed only by the verbs here. */
@Injectable()
export class MeetingStore {
  readonly #book = inject(MeetingBook);
  readonly #names = inject(Names);
  readonly #events = inject(MeetingEvents);
  readonly #door = inject(Door);
  readonly #pass = inject(Pass);
  readonly #me = inject(Me);
  readonly #moving = inject(Moving);
  readonly #patience = inject(Patience);
  readonly #phone = inject(Phone);
  readonly #questions = new InTurn();
  readonly #phase = signal<Phase>('loading');
  readonly #problem = signal<Problem | null>(null);
  readonly #room = signal<RoomPort | null>(null);
  readonly #isHostPresent = signal(false);
  readonly #isReturning = signal(false);
  #code = '';
  #isGone = false;

  readonly phase = this.#phase.asReadonly();
  readonly meeting = this.#book.facts;
  readonly present = this.#book.present;
  /** Why one is not in. */
  readonly problem = this.#problem.asReadonly();
  /** While one waits: whether a host is in, who could open. */
  readonly isHostPresent = this.#isHostPresent.asReadonly();
  readonly room = this.#room.asReadonly();
  readonly isGuest = this.#me.isGuest;
  readonly myName = this.#me.name;
  readonly myId = this.#me.id;
  readonly myRole = this.#me.role;
  /** Everybody in the room with the names of the graph, in the order of joining, me last. */
  readonly attendees = computed<readonly Attendee[]>(() =>
    attendeesOf(this.#room()?.people() ?? [], this.#names.known(), this.myName()),
  );
  readonly isReconnecting = computed(() => this.#isReturning() || this.#room()?.state() === 'reconnecting');

  constructor() {
    this.#events.listen((event) => this.#hear(event));
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
      this.#isReturning.set(false);
      if (this.#phase() === 'in-call') this.#phone.hangUp(this.meeting()?.call?.id);
      this.#leaveRoom();
      // A reload does not come by here: who reloads goes on waiting.
      if (this.#phase() === 'waiting') void this.#door.leaveLobby().catch(() => undefined);
    });
    this.#names.follow(() => this.#room()?.people() ?? []);
    effect(() => {
      const room = this.#room();
      const reason = room?.closedBy();
      // While one joins anew the former room closes too.
      if (!room || !reason || this.#isReturning()) return;
      untracked(() => {
        if (reason === 'lost') return void this.#comeBack(room);
        this.#room.set(null);
        this.#close(reason);
      });
    });
  }

  /** Looks a meeting up by the code of its link; who waited before a reload goes on waiting. */
  async open(code: string): Promise<void> {
    this.#code = code;
    this.#pass.open(code);
    this.#phase.set('loading');
    this.#problem.set(null);
    try {
      const meeting = await this.#book.open(code);
      if (!meeting) return this.#phase.set('not-found');
      if (meeting.state === 'ENDED') return this.#phase.set('ended');
      if (this.isGuest() && meeting.access !== 'PUBLIC') return this.#phase.set('sign-in');
      this.#moving.prepare();
      const ticket = this.#phone.pickUp(code);
      if (ticket) {
        this.#door.begin(ticket.nonce);
        return await this.join();
      }
      this.#phase.set('pre-join');
      if (this.#pass.lobbyId) await this.join();
    } catch (error) {
      this.#phase.set(isUnknown(error) ? 'not-found' : 'unreachable');
    }
  }

  /** Asks to be let in, and enters the room when one is; later, by itself, when a host has to decide first. */
  async join(): Promise<void> {
    if (this.#phase() === 'joining' || this.#phase() === 'waiting') return;
    this.#phase.set('joining');
    this.#problem.set(null);
    try {
      await this.#ask();
    } catch (error) {
      this.#stumble(unanswered(error));
    }
  }

  /** Waits no more. */
  async stopWaiting(): Promise<void> {
    this.#close('gave-up');
    await this.#door.leaveLobby().catch(() => undefined);
  }

  /** Back to the preview. */
  async prepareAgain(): Promise<void> {
    await this.open(this.#code);
  }

  /** Leaves; the others go on. */
  async leave(): Promise<void> {
    this.#phone.hangUp(this.meeting()?.call?.id);
    if (this.#isReturning()) {
      this.#isReturning.set(false);
      this.#close('left');
    }
    await this.#room()?.leave();
  }

  /** Joins anew as the participant one is, with all that is open. @throws when it did not work; then nothing has changed */
  async rejoin(): Promise<void> {
    const former = this.#room();
    if (this.#isReturning() || !former) return;
    this.#isReturning.set(true);
    this.#door.again();
    const failure = await this.#ask().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // The new connection may have put out the former one, and failed after that.
    if (failure && former.closedBy()) return this.#comeBack(former);
    this.#isReturning.set(false);
    if (failure) throw failure.error;
  }

  /** Why I may not give this to the meeting now, in words; undefined when I may. */
  whyNotGive(giving: Giving): string | undefined {
    return this.#me.whyNotGive(giving);
  }

  /** Asks the door and does what it says. @throws when nobody answers, or the room cannot be reached */
  async #ask(): Promise<void> {
    const verdict = await this.#door.ask(this.#code);
    if (!this.#isGone && this.#phase() !== 'gave-up') await this.#obey(verdict);
  }

  async #obey(verdict: Verdict): Promise<void> {
    switch (verdict.kind) {
      case 'admitted':
        return this.#enter(verdict.admitted);
      case 'waiting':
        return this.#wait(verdict.isHostPresent);
      case 'refused':
        return this.#refuse(verdict.reason, verdict.message);
      case 'declined':
        if (verdict.error?.code === 'NOT_FOUND') return this.#close('not-found');
        if (this.#isReturning()) throw new Error(verdict.error?.message);
        return this.#stumble(declined(verdict.error));
    }
  }

  #wait(isHostPresent: boolean): void {
    this.#isHostPresent.set(isHostPresent);
    if (this.#phase() === 'waiting') return;
    this.#leaveRoom();
    this.#phase.set('waiting');
    this.#events.begin(this.#code, this.#pass.guestToken);
  }

  #hear(event: MeetingEvent): void {
    const kind = event.__typename;
    if (kind === 'MeetingChanged' && event.meeting.state === 'ENDED') return this.#close('ended');
    if (kind === 'HostPresenceChanged') return this.#isHostPresent.set(event.hostPresent);
    if (this.#phase() !== 'waiting') return this.#book.hear(event);
    if (kind === 'AdmissionDecided' && !event.isAdmitted) return this.#turnAway();
    if (kind === 'AdmissionDecided' || kind === 'MeetingReady' || kind === 'Resync')
      this.#questions.ask(() => (this.#phase() === 'waiting' ? this.#ask() : undefined));
  }

  /** The connection is lost for good: joins anew by itself, while the stage says that it reconnects. */
  async #comeBack(lost: RoomPort): Promise<void> {
    this.#moving.rescue(lost);
    this.#room.set(null);
    this.#isReturning.set(true);
    this.#door.again();
    const isBack = await this.#patience.until(this.#isReturning, () => this.#ask());
    const isWanted = this.#isReturning();
    this.#isReturning.set(false);
    if (isWanted && !isBack) this.#close('lost');
  }

  async #enter(admitted: Admitted): Promise<void> {
    this.#book.learn(admitted.meeting);
    this.#names.learn(admitted.meeting.participants?.nodes ?? []);
    this.#me.become(admitted);
    const room = await this.#moving.enter(admitted, this.#room(), (giving) => !this.#me.whyNotGive(giving));
    this.#door.passed();
    if (this.#isGone || this.#phase() === 'left' || this.#phase() === 'gave-up') return room.leave();
    this.#events.begin(this.#code, this.#pass.guestToken);
    this.#room.set(room);
    this.#phase.set('in-call');
  }

  #refuse(reason: RefusedReason, message: string): void {
    if (reason === 'ENDED') return this.#close('ended');
    if (reason === 'WRONG_PASSCODE') {
      const wasGiven = this.#pass.passcode !== undefined;
      this.#pass.hold({ passcode: undefined });
      this.#book.hasPasscodeAfterAll();
      return this.#stumble(passcodeProblem(wasGiven));
    }
    if (this.#phase() === 'waiting' && (reason === 'NOT_ALLOWED' || reason === 'BANNED')) return this.#turnAway();
    this.#problem.set({ message, reason });
    this.#close('refused');
  }

  #stumble(problem: Problem): void {
    this.#problem.set(problem);
    this.#close('pre-join');
  }

  #turnAway(): void {
    this.#pass.hold({ lobbyId: undefined });
    this.#close('turned-away');
  }

  #leaveRoom(): void {
    const room = this.#room();
    this.#room.set(null);
    void room?.leave();
    this.#moving.stop();
  }

  #close(phase: Phase): void {
    this.#leaveRoom();
    this.#events.end();
    this.#phase.set(phase);
  }
}
