import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { ParticipantRole, RefusedReason } from '../../graph/generated/graphql';
import { GraphError } from '../../graph/graph-error';
import { Session } from '../../session/session';
import { Admitted, Door, Verdict } from './admission/door';
import { Pass } from './admission/pass';
import { declined, passcodeProblem, Problem, unanswered } from './admission/problem';
import { Attendee, attendeesOf } from './attendees';
import type { ClosedReason, RoomPort } from './livekit/room-port';
import { OPEN_ROOM } from './livekit/room-port';
import { MeetingBook } from './meeting-book';
import { MeetingEvent, MeetingEvents } from './meeting-events';
import { Giving, whyNotGive } from './moderation/may';
import { Names } from './names';
import { Preview } from './pre-join/preview';

/** Waits before each try to come back by oneself, in milliseconds. */
const RETURN_MS = [500, 2000, 5000];
/** Before asking again while one waits and nobody answered, in milliseconds. */
const PATIENCE_MS = 3000;

/** Where one stands with a meeting. Everything after `in-call` says how it ended, for me. */
export type Phase =
  | 'loading'
  | 'unreachable'
  | 'not-found'
  | 'sign-in'
  | 'pre-join'
  | 'joining'
  | 'waiting'
  | 'gave-up'
  | 'turned-away'
  | 'refused'
  | 'in-call'
  | ClosedReason;

/** The one truth about where I stand with a meeting: read by everybody in this feature, changed only by the verbs here. */
@Injectable()
export class MeetingStore {
  readonly #openRoom = inject(OPEN_ROOM);
  readonly #book = inject(MeetingBook);
  readonly #names = inject(Names);
  readonly #events = inject(MeetingEvents);
  readonly #door = inject(Door);
  readonly #pass = inject(Pass);
  readonly #preview = inject(Preview);
  readonly #session = inject(Session);
  readonly #phase = signal<Phase>('loading');
  readonly #problem = signal<Problem | null>(null);
  readonly #room = signal<RoomPort | null>(null);
  readonly #myIdentity = signal('');
  readonly #admittedAs = signal<ParticipantRole>('PRESENTER');
  readonly #isHostPresent = signal(false);
  readonly #isReturning = signal(false);
  #code = '';
  #nextRoom: Promise<RoomPort> | undefined;
  #asking: Promise<void> = Promise.resolve();
  #isGone = false;

  readonly phase = this.#phase.asReadonly();
  readonly meeting = this.#book.facts;
  readonly present = this.#book.present;
  /** Why one is not in. */
  readonly problem = this.#problem.asReadonly();
  /** While one waits: whether a host is in, who could open. */
  readonly isHostPresent = this.#isHostPresent.asReadonly();
  readonly room = this.#room.asReadonly();
  /** One has no account, or has not signed in. */
  readonly isGuest = computed(() => this.#session.state() === 'signed-out');
  /** The name one goes by: of the account, else the one a guest gave. */
  readonly myName = computed(() => this.#session.me()?.displayName ?? this.#pass.guestName());
  /** Everybody in the room with the names of the graph, in the order of joining, me last. */
  readonly attendees = computed<readonly Attendee[]>(() =>
    attendeesOf(this.#room()?.people() ?? [], this.#names.known(), this.myName()),
  );
  readonly #known = computed(() => this.#names.known().get(this.#myIdentity()));
  /** Who I am in the graph, once it has said so. */
  readonly myId = computed(() => this.#known()?.id);
  readonly myRole = computed(() => this.#known()?.role ?? this.#admittedAs());
  readonly isReconnecting = computed(() => this.#isReturning() || this.#room()?.state() === 'reconnecting');

  constructor() {
    this.#events.listen((event) => this.#hear(event));
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
      this.#isReturning.set(false);
      void this.#room()?.leave();
      // A reload does not come by here: who reloads goes on waiting.
      if (this.#phase() === 'waiting') void this.#door.leaveLobby().catch(() => undefined);
    });
    effect(() => {
      const identities =
        this.#room()
          ?.people()
          .map(({ identity }) => identity) ?? [];
      untracked(() => void this.#names.need(identities));
    });
    effect(() => {
      const room = this.#room();
      const reason = room?.closedBy();
      if (!room || !reason) return;
      untracked(() => {
        this.#room.set(null);
        if (reason === 'lost') void this.#comeBack();
        else this.#close(reason);
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
      this.#phase.set('pre-join');
      // The media server's client loads while one looks at the preview.
      this.#takeRoom().catch(() => undefined);
      if (this.#pass.lobbyId) await this.join();
    } catch (error) {
      const isUnknown = error instanceof GraphError && ['NOT_FOUND', 'BAD_USER_INPUT'].includes(error.code);
      this.#phase.set(isUnknown ? 'not-found' : 'unreachable');
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
      this.#stumble(unanswered(error instanceof GraphError && error.code === 'OFFLINE'));
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
    if (this.#isReturning()) {
      this.#isReturning.set(false);
      this.#close('left');
    }
    await this.#room()?.leave();
  }

  /** Why I may not give this to the meeting now, in words; undefined when I may. */
  whyNotGive(giving: Giving): string | undefined {
    const permissions = this.meeting()?.permissions;
    return permissions && whyNotGive(this.myRole(), permissions, giving);
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
        return verdict.error?.code === 'NOT_FOUND' ? this.#close('not-found') : this.#stumble(declined(verdict.error));
    }
  }

  #wait(isHostPresent: boolean): void {
    this.#isHostPresent.set(isHostPresent);
    if (this.#phase() === 'waiting') return;
    this.#phase.set('waiting');
    this.#events.begin(this.#code, this.#pass.guestToken);
  }

  /** Something may have been decided meanwhile: asks once more, one question after the other. */
  #askAgain(): void {
    this.#asking = this.#asking
      .then(() => (this.#phase() === 'waiting' ? this.#ask() : undefined))
      .catch(() => void setTimeout(() => this.#askAgain(), PATIENCE_MS));
  }

  #hear(event: MeetingEvent): void {
    const kind = event.__typename;
    if (kind === 'MeetingChanged' && event.meeting.state === 'ENDED') return this.#end();
    if (kind === 'HostPresenceChanged') return this.#isHostPresent.set(event.hostPresent);
    if (this.#phase() !== 'waiting') return this.#book.hear(event);
    if (kind === 'AdmissionDecided' && !event.isAdmitted) return this.#turnAway();
    if (kind === 'AdmissionDecided' || kind === 'MeetingReady' || kind === 'Resync') this.#askAgain();
  }

  /** The connection is lost for good: joins anew by itself, a few times, while the stage says that it reconnects. */
  async #comeBack(): Promise<void> {
    this.#isReturning.set(true);
    for (const wait of RETURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (!this.#isReturning()) return;
      const isSettled = await this.#ask().then(
        () => true,
        () => false,
      );
      if (isSettled) return this.#isReturning.set(false);
    }
    if (!this.#isReturning()) return;
    this.#isReturning.set(false);
    this.#close('lost');
  }

  #takeRoom(): Promise<RoomPort> {
    const room = (this.#nextRoom ??= this.#openRoom());
    room.catch(() => (this.#nextRoom = undefined));
    return room;
  }

  async #enter({ token, url, participantIdentity, role, meeting }: Admitted): Promise<void> {
    const room = await this.#takeRoom();
    this.#nextRoom = undefined;
    this.#book.learn(meeting);
    this.#names.learn(meeting.participants?.nodes ?? []);
    this.#myIdentity.set(participantIdentity);
    this.#admittedAs.set(role);
    const luggage = this.#preview.pack();
    await room.connect(url, token, {
      ...luggage,
      isMicrophoneOn: luggage.isMicrophoneOn && !this.whyNotGive('microphone'),
      isCameraOn: luggage.isCameraOn && !this.whyNotGive('camera'),
    });
    this.#door.passed();
    this.#preview.handOver();
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

  /** The host has ended it, and the media server may not have said so yet. */
  #end(): void {
    const room = this.#room();
    this.#room.set(null);
    this.#close('ended');
    void room?.leave();
  }

  #close(phase: Phase): void {
    this.#events.end();
    this.#phase.set(phase);
  }
}
