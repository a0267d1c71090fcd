import { Participant, RemoteTrackPublication, Room, RoomEvent, Track, VideoQuality } from 'livekit-client';
import type { Viewing } from './room-port';

/** How long a picture still comes once nobody looks at it, in milliseconds: whoever turns back at once finds it. */
export const GRACE_MS = 3000;
/** Pictures that are to cost little, in frames a second. */
const THRIFTY_FPS = 15;
const FULL_FPS = 60;

const sources = new Map<Track.Source, Viewing['source']>([
  [Track.Source.Camera, 'camera'],
  [Track.Source.ScreenShare, 'screen'],
]);

/**
 * What is received: all sound, always; of pictures those that are looked at. What is not is given back to the server, which then
 * sends nothing of it. The room must be connected with `autoSubscribe: false`.
 */
export class Watching {
  readonly #waning = new Map<RemoteTrackPublication, ReturnType<typeof setTimeout>>();
  #wanted: ReadonlyMap<string, Viewing> = new Map();

  constructor(private readonly room: Room) {
    const settle = (): void => this.#settle();
    room
      .on(RoomEvent.Connected, settle)
      .on(RoomEvent.Reconnected, settle)
      .on(RoomEvent.SignalConnected, settle)
      .on(RoomEvent.ParticipantConnected, settle)
      .on(RoomEvent.TrackPublished, settle)
      .on(RoomEvent.TrackSubscribed, settle)
      .on(RoomEvent.Disconnected, () => this.#close());
  }

  /** From now on these pictures are looked at, and no others. */
  watch(wanted: readonly Viewing[]): void {
    this.#wanted = new Map(wanted.map((one) => [`${one.source} ${one.identity}`, one]));
    this.#settle();
  }

  #settle(): void {
    for (const participant of this.room.remoteParticipants.values())
      for (const publication of participant.trackPublications.values())
        if (publication instanceof RemoteTrackPublication) this.#see(participant, publication);
  }

  #see(participant: Participant, publication: RemoteTrackPublication): void {
    const source = sources.get(publication.source);
    if (publication.kind === Track.Kind.Audio || !source) return ask(publication, true);
    const wanted = this.#wanted.get(`${source} ${participant.identity}`);
    if (wanted) {
      this.#keep(publication);
      ask(publication, true);
      tune(publication, wanted.isThrifty ?? false);
    } else if (publication.isDesired && !this.#waning.has(publication)) {
      this.#waning.set(
        publication,
        setTimeout(() => {
          this.#waning.delete(publication);
          ask(publication, false);
        }, GRACE_MS),
      );
    }
  }

  #keep(publication: RemoteTrackPublication): void {
    clearTimeout(this.#waning.get(publication));
    this.#waning.delete(publication);
  }

  #close(): void {
    for (const timer of this.#waning.values()) clearTimeout(timer);
    this.#waning.clear();
  }
}

function ask(publication: RemoteTrackPublication, isWanted: boolean): void {
  if (publication.isDesired !== isWanted) publication.setSubscribed(isWanted);
}

/** Only what differs is told to the server; the adaptive stream lowers it further where the tile is small. */
function tune(publication: RemoteTrackPublication, isThrifty: boolean): void {
  if (!publication.isSubscribed || (!isThrifty && publication.videoQuality === VideoQuality.HIGH)) return;
  publication.setVideoQuality(isThrifty ? VideoQuality.LOW : VideoQuality.HIGH);
  publication.setVideoFPS(isThrifty ? THRIFTY_FPS : FULL_FPS);
}
