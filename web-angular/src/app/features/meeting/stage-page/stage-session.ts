import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { JoinStageDocument, ParticipantPartsFragment } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { attendeesOf } from '../attendees';
import { ClosedReason, Luggage, OPEN_ROOM, RoomPort } from '../livekit/room-port';
import { MeetingEvent, MeetingEvents } from '../meeting-events';
import { StageEntry } from './stage-entry';
import { signalIdle, signalStage, StageState } from './stage-signals';

const NOTHING: Luggage = { microphone: null, camera: null, isMicrophoneOn: false, isCameraOn: false, devices: {} };
/** Waits before each try to come in, or to come back, in milliseconds. What lets it in is good for as long as it is recorded. */
const TRIES_MS = [0, 300, 700, 1500, 3000, 5000, 5000, 5000];
/** Somebody in the room whom the graph did not name: it is asked again after this, in milliseconds. */
const NAMELESS_MS = 1000;

/** The door said no: trying again helps nobody. */
class Refused extends Error {}

/** A stage page's stay in the room: hidden, to see and hear. It comes back by itself; names are the graph's alone. */
@Injectable()
export class StageSession {
  readonly #graph = inject(Graph);
  readonly #events = inject(MeetingEvents);
  readonly #openRoom = inject(OPEN_ROOM);
  readonly #router = inject(Router);
  readonly #room = signal<RoomPort | null>(null);
  readonly #known = signal<ReadonlyMap<string, ParticipantPartsFragment>>(new Map());
  #code = '';
  #entry: StageEntry | undefined;
  #state: StageState = 'loading';
  #asking: ReturnType<typeof setTimeout> | undefined;

  readonly room = this.#room.asReadonly();
  /** Everybody who is in, with their names; not we, who are hidden. */
  readonly people = computed(() =>
    attendeesOf(
      (this.#room()?.people() ?? []).filter(({ isLocal }) => !isLocal),
      this.#known(),
      '',
    ),
  );

  constructor() {
    this.#events.listen((event) => this.#hear(event));
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.#asking);
      void this.#room()?.leave();
    });
    effect(() => {
      const reason = this.#room()?.closedBy();
      if (reason) untracked(() => this.#closed(reason));
    });
    effect(() => {
      const isNameless = this.people().some(({ id }) => id === undefined);
      if (isNameless && this.#entry?.by === 'credential') untracked(() => this.#askForNames());
    });
    signalStage('loading');
  }

  /** Comes in. What comes of it is said by `signalStage`. */
  async open(code: string, entry: StageEntry | undefined): Promise<void> {
    this.#code = code;
    this.#entry = entry;
    if (!entry) {
      // Whoever comes without a word wants it loaded, to send it in when every second counts (our recorder).
      await this.#openRoom().catch(() => undefined);
      return signalIdle((path) => void this.#router.navigateByUrl(path));
    }
    await this.#enter();
    if (entry.by === 'credential' && this.#room()) this.#events.begin(code, entry.credential);
  }

  /** A picture is seen. */
  shown(): void {
    if (this.#state === 'ready') this.#say('started');
  }

  async #enter(): Promise<void> {
    for (const wait of TRIES_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        // The media server's client loads while the door is asked.
        const [room, { url, token }] = await Promise.all([this.#openRoom(), this.#ask()]);
        await room.connect(url, token, NOTHING);
        this.#room.set(room);
        if (this.#state === 'loading') this.#say('ready');
        return;
      } catch (error) {
        if (error instanceof Refused) return this.#end(error.message);
      }
    }
    this.#end('the room cannot be reached');
  }

  /** What opens the room. @throws Refused, or GraphError when nobody answers */
  async #ask(): Promise<{ url: string; token: string }> {
    const entry = this.#entry;
    if (entry?.by !== 'credential') return entry ?? { url: '', token: '' };
    const { joinStage } = await this.#graph.askAsStranger(JoinStageDocument, {
      input: { code: this.#code, stageToken: entry.credential },
    });
    const { admission, userErrors } = joinStage;
    if (!admission) {
      const [error] = userErrors;
      if (error?.code === 'UNAVAILABLE') throw new Error(error.message);
      throw new Refused(error?.message ?? 'nobody was let in');
    }
    this.#learn(admission.meeting.participants?.nodes ?? []);
    return admission;
  }

  #learn(participants: readonly ParticipantPartsFragment[]): void {
    this.#known.update((known) => new Map([...known, ...participants.map((one) => [one.identity, one] as const)]));
  }

  #hear(event: MeetingEvent): void {
    if (event.__typename === 'ParticipantChanged') this.#learn([event.participant]);
    if (event.__typename === 'Resync') this.#askForNames();
  }

  #askForNames(): void {
    this.#asking ??= setTimeout(() => {
      void this.#ask()
        .catch(() => undefined)
        .finally(() => (this.#asking = undefined));
    }, NAMELESS_MS);
  }

  #closed(reason: ClosedReason): void {
    this.#room.set(null);
    if (reason === 'lost') void this.#enter();
    else this.#end(reason);
  }

  #say(state: StageState, cause?: string): void {
    this.#state = state;
    signalStage(state, cause);
  }

  #end(cause: string): void {
    if (this.#state === 'ended') return;
    this.#events.end();
    this.#say('ended', cause);
  }
}
