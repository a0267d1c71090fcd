import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { Live, LiveState } from '../../../graph/live';
import { Session, SessionState } from '../../../session/session';
import { Door } from '../admission/door';
import { Pass } from '../admission/pass';
import { Hands } from '../hands/hands';
import { Baggage } from '../healing/baggage';
import { Patience } from '../healing/patience';
import { ASK_SERVER } from '../healing/server-probe';
import { FakeRoom } from '../livekit/fake-room';
import { Luggage, OPEN_ROOM } from '../livekit/room-port';
import { Me } from '../me';
import { MeetingBook } from '../meeting-book';
import { MeetingEvent, MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';
import { Moderator } from '../moderation/moderator';
import { Moving } from '../moving';
import { Names } from '../names';
import { Preview } from '../pre-join/preview';

/** A meeting without a server, for tests: what the graph would say is set here, what it was asked is noted. */
export class FakeMeeting {
  readonly facts = {
    id: 'mtg_1',
    code: 'abc',
    title: 'Standup',
    state: 'OPEN',
    access: 'PUBLIC',
    hasLobby: false,
    isLocked: false,
    hasPasscode: false,
    isPermanent: false,
    myRole: null as ParticipantRole | null,
    spotlight: null as string | null,
    host: { displayName: 'Ada' },
    conversation: null as { id: string } | null,
    aloneMinutes: null as number | null,
    permissions: {
      presentersMayUnmute: true,
      presentersMayStartVideo: true,
      presentersMayShare: true,
      presentersMayChat: true,
    },
  };
  readonly luggage: Luggage = {
    microphone: null,
    camera: null,
    isMicrophoneOn: true,
    isCameraOn: false,
    isBlurred: false,
    devices: {},
  };
  room = new FakeRoom();
  people = [someone('me', 'Ada', 'HOST')];
  /** Whether the server answers when it is only asked whether it is there. */
  isServerThere = true;
  /** Null: the graph knows no such meeting. */
  isThere = true;
  admission: unknown = this.admitted();
  waiting: unknown[] = [];
  /** How I am heard; null: nothing is known. */
  hearing: object | null = null;
  /** What every mutation refuses, until it is emptied. */
  refusals: { code: string; message: string; field?: string[] }[] = [];
  /** Thrown by the next questions. */
  fault: unknown;
  readonly asked: { readonly name: string; readonly input: Record<string, unknown> }[] = [];
  /** How the socket of the graph is. */
  readonly liveState = signal<LiveState>('live');
  /** How often the socket was told that the server answers. */
  hurried = 0;
  /** What is followed now. */
  followed: Record<string, unknown> | undefined;
  readonly session = signal<SessionState>('signed-in');
  #heard: ((data: { meetingEvents: MeetingEvent }) => void) | undefined;

  constructor() {
    localStorage.clear();
    sessionStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        ...[
          MeetingStore,
          MeetingBook,
          MeetingEvents,
          Names,
          Door,
          Pass,
          Moderator,
          Hands,
          Baggage,
          Patience,
          Me,
          Moving,
        ],
        { provide: ASK_SERVER, useValue: async () => this.isServerThere },
        { provide: Preview, useValue: { pack: () => this.luggage, handOver: () => undefined } },
        {
          provide: Graph,
          useValue: { ask: (document: object, variables: object) => this.#answer(document, variables) },
        },
        {
          provide: Live,
          useValue: {
            state: this.liveState,
            follow: (following: never) => this.#follow(following),
            hurry: () => (this.hurried += 1),
          },
        },
        { provide: OPEN_ROOM, useValue: async () => this.room },
        {
          provide: Session,
          useValue: { state: this.session, me: () => (this.isSignedIn ? { displayName: 'Ada' } : null) },
        },
      ],
    });
  }

  get isSignedIn(): boolean {
    return this.session() === 'signed-in';
  }

  /** What lets one in. */
  admitted(role: ParticipantRole = 'HOST', more: object = {}): unknown {
    const door = { token: 'tok', url: 'ws://x', participantIdentity: 'me', role };
    return { __typename: 'Admitted', ...door, meeting: this.facts, ...more };
  }

  /** What keeps one waiting. */
  lobby(more: object = {}): unknown {
    return { __typename: 'WaitingInLobby', lobbyId: 'lob_1', hostPresent: false, ...more };
  }

  /** Something happens in the meeting, or to one's wait. */
  tell(event: object): void {
    this.#heard?.({ meetingEvents: { cursor: 'c', ...event } as MeetingEvent });
    TestBed.tick();
  }

  /** The inputs of the mutation of this name, in order. */
  sent(name: string): Record<string, unknown>[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input);
  }

  async #answer(document: object, variables: object): Promise<unknown> {
    if (this.fault) throw this.fault;
    const name = /(?:query|mutation) (\w+)/.exec(String(document))?.[1] ?? '';
    this.asked.push({ name, input: ('input' in variables ? variables.input : variables) as Record<string, unknown> });
    const nodes = { nodes: this.people, pageInfo: { hasNextPage: false } };
    const participants = this.isSignedIn ? nodes : null;
    if (name === 'MeetingByCode') return { meeting: this.isThere ? { ...this.facts, participants } : null };
    if (name === 'MeetingLobby') return { meeting: { id: 'mtg_1', lobby: { nodes: this.waiting } } };
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    if (name === 'JoinMeeting') Object.assign(this.facts, { participants: nodes });
    if (name === 'ReportHearing') return { reportHearing: { hearing: this.hearing, userErrors: this.refusals } };
    return { [field]: { admission: this.refusals.length ? null : this.admission, userErrors: this.refusals } };
  }

  #follow({ variables, onEvent }: { variables: Record<string, unknown>; onEvent: never }): () => void {
    this.followed = variables;
    this.#heard = onEvent;
    return () => {
      if (this.#heard !== onEvent) return;
      this.followed = undefined;
      this.#heard = undefined;
    };
  }
}

/** Somebody as the graph tells them. */
export function someone(identity: string, displayName: string, role: ParticipantRole = 'PRESENTER', isGuest = false) {
  return {
    id: `par_${identity}`,
    identity,
    displayName,
    avatarUrl: null,
    role,
    isGuest,
    handRaisedAt: null as string | null,
  };
}
