import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import {
  EndMeetingDocument,
  JoinMeetingDocument,
  JoinMeetingMutation,
  MeetingByCodeDocument,
} from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Session } from '../../session/session';
import { Attendee, attendeesOf } from './attendees';
import type { ClosedReason, Luggage, RoomPort } from './livekit/room-port';
import { OPEN_ROOM } from './livekit/room-port';
import { Names } from './names';
import { MediaChoice } from './pre-join/media-choice';

/** Waits before each try to come back by oneself, in milliseconds. */
const RETURN_MS = [500, 2000, 5000];

/** Where one stands with a meeting. Everything after `in-call` says how it ended, for me. */
export type Phase =
  | 'loading'
  | 'unreachable'
  | 'not-found'
  | 'pre-join'
  | 'joining'
  | 'waiting'
  | 'refused'
  | 'in-call'
  | Exclude<ClosedReason, never>;

/** What is known of the meeting itself. */
export interface MeetingFacts {
  readonly id: string;
  readonly code: string;
  readonly title: string;
}

type Admission = NonNullable<JoinMeetingMutation['joinMeeting']['admission']>;
type Admitted = Extract<Admission, { __typename: 'Admitted' }>;

/** The one truth about a meeting: read by everybody in this feature, changed only by the verbs here. */
@Injectable()
export class MeetingStore {
  readonly #graph = inject(Graph);
  readonly #openRoom = inject(OPEN_ROOM);
  readonly #names = inject(Names);
  readonly #choice = inject(MediaChoice);
  readonly #me = inject(Session).me;
  readonly #phase = signal<Phase>('loading');
  readonly #meeting = signal<MeetingFacts | null>(null);
  readonly #present = signal<readonly string[]>([]);
  readonly #problem = signal<string | null>(null);
  readonly #room = signal<RoomPort | null>(null);
  readonly #myIdentity = signal('');
  #code = '';
  /** The same for every try of one joining, so that a lost answer leaves no second participant behind. */
  #nonce: string | undefined;
  #nextRoom: Promise<RoomPort> | undefined;
  readonly #isReturning = signal(false);
  #isGone = false;

  readonly phase = this.#phase.asReadonly();
  readonly meeting = this.#meeting.asReadonly();
  /** Names of who is there already, before joining. */
  readonly present = this.#present.asReadonly();
  /** Why joining did not work, in words. */
  readonly problem = this.#problem.asReadonly();
  readonly room = this.#room.asReadonly();
  /** Everybody in the room with the names of the graph, in the order of joining, me last. */
  readonly attendees = computed<readonly Attendee[]>(() =>
    attendeesOf(this.#room()?.people() ?? [], this.#names.known(), this.#me()?.displayName ?? ''),
  );
  readonly isHost = computed(() => this.#names.known().get(this.#myIdentity())?.role === 'HOST');
  readonly isReconnecting = computed(() => this.#isReturning() || this.#room()?.state() === 'reconnecting');

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
      this.#isReturning.set(false);
      void this.#room()?.leave();
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
        else this.#phase.set(reason);
      });
    });
  }

  /** Looks a meeting up by the code of its link. */
  async open(code: string): Promise<void> {
    this.#code = code;
    this.#phase.set('loading');
    try {
      const { meeting } = await this.#graph.ask(MeetingByCodeDocument, { code, first: 100 });
      this.#meeting.set(meeting ?? null);
      if (!meeting) return this.#phase.set('not-found');
      this.#present.set((meeting.participants?.nodes ?? []).map(({ displayName }) => displayName));
      this.#names.begin(code, meeting.participants?.nodes ?? []);
      this.#phase.set(meeting.state === 'ENDED' ? 'ended' : 'pre-join');
      // The media server's client loads while one looks at the preview.
      this.#nextRoom ??= this.#openRoom();
      this.#nextRoom.catch(() => (this.#nextRoom = undefined));
    } catch (error) {
      this.#phase.set(
        error instanceof GraphError && ['NOT_FOUND', 'BAD_USER_INPUT'].includes(error.code)
          ? 'not-found'
          : 'unreachable',
      );
    }
  }

  /** Asks to be let in, and enters the room when one is. */
  async join(luggage: Luggage): Promise<void> {
    if (this.#phase() === 'joining') return;
    this.#phase.set('joining');
    this.#problem.set(null);
    try {
      await this.#ask(luggage);
    } catch (error) {
      this.#stumble(
        error instanceof GraphError && error.code === 'OFFLINE'
          ? $localize`:@@joinOffline:The server cannot be reached. Check your connection and try again.`
          : undefined,
      );
    }
  }

  /** Goes back in from where one left: the same wishes, the devices opened anew. */
  async rejoin(): Promise<void> {
    await this.join(this.#wishes());
  }

  /** Back to the preview. */
  async prepareAgain(): Promise<void> {
    await this.open(this.#code);
  }

  /** Leaves; the others go on. */
  async leave(): Promise<void> {
    if (this.#isReturning()) {
      this.#isReturning.set(false);
      this.#phase.set('left');
    }
    await this.#room()?.leave();
  }

  /** Ends the meeting for everybody. Gives why not, when it was refused. */
  async endForAll(): Promise<string | undefined> {
    const meetingId = this.#meeting()?.id;
    if (!meetingId) return undefined;
    const { endMeeting } = await this.#graph.ask(EndMeetingDocument, { input: { meetingId } });
    return endMeeting.userErrors[0]?.message;
  }

  /** Asks the door and does what it says. @throws when nobody answers, or the room cannot be reached */
  async #ask(luggage: Luggage): Promise<void> {
    this.#nonce ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const [{ joinMeeting }, room] = await Promise.all([
      this.#graph.ask(JoinMeetingDocument, { input: { code: this.#code, clientNonce: this.#nonce } }),
      this.#takeRoom(),
    ]);
    const { admission, userErrors } = joinMeeting;
    if (admission?.__typename === 'Admitted') await this.#enter(room, admission, luggage);
    else if (admission?.__typename === 'Refused') this.#refuse(admission.reason === 'ENDED', admission.message);
    else if (admission) this.#phase.set('waiting');
    else if (userErrors.some(({ code }) => code === 'NOT_FOUND')) this.#phase.set('not-found');
    else this.#stumble(userErrors[0]?.message);
  }

  /** The connection is lost for good: joins anew by itself, a few times, while the stage says that it reconnects. */
  async #comeBack(): Promise<void> {
    this.#isReturning.set(true);
    for (const wait of RETURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (!this.#isReturning()) return;
      const isSettled = await this.#ask(this.#wishes()).then(
        () => true,
        () => false,
      );
      if (isSettled) return this.#isReturning.set(false);
    }
    if (!this.#isReturning()) return;
    this.#isReturning.set(false);
    this.#phase.set('lost');
  }

  #wishes(): Luggage {
    return { ...this.#choice.choice(), camera: null, microphone: null };
  }

  #takeRoom(): Promise<RoomPort> {
    const room = this.#nextRoom ?? this.#openRoom();
    this.#nextRoom = undefined;
    return room;
  }

  async #enter(
    room: RoomPort,
    { token, url, participantIdentity, meeting }: Admitted,
    luggage: Luggage,
  ): Promise<void> {
    this.#meeting.set(meeting);
    this.#myIdentity.set(participantIdentity);
    await room.connect(url, token, luggage);
    this.#nonce = undefined;
    if (this.#isGone || this.#phase() === 'left') return room.leave();
    this.#room.set(room);
    this.#phase.set('in-call');
  }

  #refuse(isOver: boolean, message: string): void {
    this.#problem.set(message);
    this.#phase.set(isOver ? 'ended' : 'refused');
  }

  #stumble(message: string | undefined): void {
    this.#problem.set(message || $localize`:@@joinFailed:Joining did not work, and it is not your doing. Try again.`);
    this.#phase.set('pre-join');
  }
}
