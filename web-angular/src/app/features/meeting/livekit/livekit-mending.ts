import { LocalVideoTrack, RemoteTrackPublication, Room, RoomEvent, Track } from 'livekit-client';
import { Belongings, Kept } from './belongings';
import type { Pulse, RoomMending, TrackPulse } from './mending-port';
import type { Luggage } from './room-port';

/** After this long a subscription is taken up again even if nobody said that it was let go, in milliseconds. */
const LET_GO_MS = 1000;

const kinds = new Map<Track.Source, TrackPulse['kind']>([
  [Track.Source.Microphone, 'sound'],
  [Track.Source.Camera, 'picture'],
  [Track.Source.ScreenShare, 'screen'],
]);

/** As webrtc-extensions has it, and TypeScript not yet. */
type SetParametersWith = (
  parameters: RTCRtpSendParameters,
  options?: { encodingOptions: { keyFrame: boolean }[] },
) => Promise<void>;

/** What the statistics of a peer connection say of one incoming track. */
interface Inbound {
  readonly packets: number;
  readonly decoded: number;
}

/** Watching and mending on LiveKit. */
export class LiveKitMending implements RoomMending {
  readonly #belongings: Belongings;

  constructor(private readonly room: Room) {
    this.#belongings = new Belongings(room);
  }

  async pulse(): Promise<Pulse> {
    const inbound = new Map<string, Inbound>();
    let received = 0;
    for (const report of await this.#reports())
      for (const entry of report.values()) {
        if (entry.type === 'candidate-pair') received += signsOfLife(entry);
        if (entry.type === 'inbound-rtp' && entry.trackIdentifier) inbound.set(entry.trackIdentifier, inboundOf(entry));
      }
    const own = [...this.room.localParticipant.trackPublications.values()];
    return {
      at: performance.now(),
      received,
      isSending: own.some(({ track, isMuted }) => track && !isMuted),
      tracks: this.#publications().flatMap(([identity, publication]) => pulseOf(identity, publication, inbound) ?? []),
    };
  }

  async resubscribe(trackId: string): Promise<void> {
    const publication = this.#publications().find(([, { trackSid }]) => trackSid === trackId)?.[1];
    if (!publication?.isDesired) return;
    publication.setSubscribed(false);
    await new Promise<void>((resolve) => {
      const gone = (track: { sid?: string | undefined }): void => {
        if (track.sid === trackId) done();
      };
      const done = (): void => {
        clearTimeout(timer);
        this.room.off(RoomEvent.TrackUnsubscribed, gone);
        resolve();
      };
      const timer = setTimeout(done, LET_GO_MS);
      this.room.on(RoomEvent.TrackUnsubscribed, gone);
    });
    publication.setSubscribed(true);
  }

  restartIce(): void {
    // Closing the signalling is what makes the client resume: the same session, with other candidates.
    void this.room.simulateScenario('signal-reconnect').catch(() => undefined);
  }

  async sendKeyFrames(): Promise<void> {
    for (const { track } of this.room.localParticipant.videoTrackPublications.values()) {
      const sender = (track as LocalVideoTrack | undefined)?.sender;
      const parameters = sender?.getParameters();
      if (!sender || !parameters?.encodings.length) continue;
      const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
      // Browsers that do not know the second argument do not mind it. https://www.w3.org/TR/webrtc-extensions/
      const set: SetParametersWith = sender.setParameters;
      await set.call(sender, parameters, { encodingOptions }).catch(() => undefined);
    }
  }

  /** Somebody turned this on or off: what is held follows, so that nothing comes along that was turned off. */
  turned(what: Kept, isOn: boolean): void {
    this.#belongings.turned(what, isOn);
  }

  hold(): void {
    this.#belongings.hold();
  }

  release(): void {
    this.#belongings.release();
  }

  pack(): Luggage {
    return this.#belongings.pack();
  }

  async abandon(): Promise<void> {
    await this.room.disconnect(true);
  }

  /** Goes on sharing a screen that came along. */
  async unpackScreen({ screen = [] }: Luggage): Promise<void> {
    for (const track of screen) {
      if (track.readyState === 'ended') continue;
      const source = track.kind === 'audio' ? Track.Source.ScreenShareAudio : Track.Source.ScreenShare;
      await this.room.localParticipant.publishTrack(track, { source }).catch(() => track.stop());
    }
  }

  async #reports(): Promise<RTCStatsReport[]> {
    const { publisher, subscriber } = this.room.engine?.pcManager ?? {};
    const reports = await Promise.all(
      [publisher, subscriber].map(async (one) => one?.getStats()?.catch(() => undefined)),
    );
    return reports.filter((report) => report !== undefined);
  }

  #publications(): [string, RemoteTrackPublication][] {
    return [...this.room.remoteParticipants.values()].flatMap(({ identity, trackPublications }) =>
      [...trackPublications.values()].map((one): [string, RemoteTrackPublication] => [identity, one]),
    );
  }
}

/** Everything that comes by a path: media and reports in bytes, and checks of the path itself. */
function signsOfLife(pair: Record<string, unknown>): number {
  return ['bytesReceived', 'requestsReceived', 'responsesReceived'].reduce(
    (sum, name) => sum + ((pair[name] as number | undefined) ?? 0),
    0,
  );
}

function inboundOf({ packetsReceived, framesDecoded, totalSamplesReceived }: Record<string, number>): Inbound {
  return { packets: packetsReceived ?? 0, decoded: framesDecoded ?? totalSamplesReceived ?? 0 };
}

function pulseOf(
  identity: string,
  publication: RemoteTrackPublication,
  inbound: ReadonlyMap<string, Inbound>,
): TrackPulse | undefined {
  const { track, trackSid, source, isMuted, isEnabled, isSubscribed } = publication;
  const kind = kinds.get(source);
  if (!track || !kind) return undefined;
  const isDue = isSubscribed && !isMuted && isEnabled && track.streamState === Track.StreamState.Active;
  const nothing: Inbound = { packets: 0, decoded: 0 };
  return { id: trackSid, identity, kind, isDue, ...(inbound.get(track.mediaStreamTrack.id) ?? nothing) };
}
