import { signal } from '@angular/core';
import {
  ConnectionQuality,
  ConnectionState,
  DisconnectReason,
  Participant,
  RemoteTrack,
  Room,
  RoomEvent,
  Track,
  VideoPresets,
} from 'livekit-client';
import { feedOf } from './feeds';
import { Economy } from './economy';
import { LiveKitMending } from './livekit-mending';
import { OwnDevices } from './own-devices';
import { turnOnCamera, unpackCamera, unpackMicrophone } from './unpack';
import { Voices } from './voices';
import { Watching } from './watching';
import type { ClosedReason, DeviceKind, Luggage, RoomPerson, RoomPort, RoomState, Viewing } from './room-port';

/**
 * The room on LiveKit: the only file that knows its client. Names, metadata and attributes of its participants are untrusted
 * and never read.
 */
export class LiveKitRoom implements RoomPort {
  readonly #room = new Room({
    adaptiveStream: { pixelDensity: 'screen' },
    dynacast: true,
    publishDefaults: { dtx: true, red: true, stopMicTrackOnMute: false },
    videoCaptureDefaults: { resolution: VideoPresets.h720.resolution },
  });
  readonly #sounds = new Map<string, HTMLMediaElement>();
  readonly #state = signal<RoomState>('idle');
  readonly #closedBy = signal<ClosedReason | null>(null);
  readonly #people = signal<readonly RoomPerson[]>([]);
  readonly #isSoundBlocked = signal(false);
  readonly #deviceFault = signal<{ readonly kind: DeviceKind; readonly error: unknown } | null>(null);
  readonly #voices = new Voices(() => this.#changed());
  readonly #watching = new Watching(this.#room);
  readonly #economy = new Economy(this.#room);
  readonly mending = new LiveKitMending(this.#room);
  readonly own = new OwnDevices(this.#room);
  #isStale = false;

  readonly state = this.#state.asReadonly();
  readonly closedBy = this.#closedBy.asReadonly();
  readonly people = this.#people.asReadonly();
  readonly isSoundBlocked = this.#isSoundBlocked.asReadonly();
  readonly deviceFault = this.#deviceFault.asReadonly();
  readonly isOverworked = this.#economy.isOverworked;

  constructor() {
    const changes = [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackPublished,
      RoomEvent.TrackUnpublished,
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.LocalTrackPublished,
      RoomEvent.LocalTrackUnpublished,
      RoomEvent.ActiveSpeakersChanged,
      RoomEvent.ConnectionQualityChanged,
    ] as const;
    for (const event of changes) this.#room.on(event, () => this.#changed());
    this.#room
      .on(RoomEvent.TrackSubscribed, (track) => this.#hear(track))
      .on(RoomEvent.TrackUnsubscribed, (track) => this.#unhear(track))
      .on(RoomEvent.ConnectionStateChanged, (state) => this.#moved(state))
      .on(RoomEvent.Disconnected, (reason) => this.#closed(reason))
      .on(RoomEvent.AudioPlaybackStatusChanged, () => this.#isSoundBlocked.set(!this.#room.canPlaybackAudio));
  }

  async connect(url: string, token: string, luggage: Luggage): Promise<void> {
    this.#state.set('connecting');
    const { devices } = luggage;
    if (devices.microphone)
      this.#room.options.audioCaptureDefaults = {
        ...this.#room.options.audioCaptureDefaults,
        deviceId: devices.microphone,
      };
    if (devices.camera)
      this.#room.options.videoCaptureDefaults = {
        ...this.#room.options.videoCaptureDefaults,
        deviceId: devices.camera,
      };
    await this.#room.connect(url, token, { autoSubscribe: false });
    if (devices.speaker) void this.own.choose('speaker', devices.speaker).catch(() => undefined);
    this.#changed();
    void unpackMicrophone(this.#room, luggage).catch((error: unknown) =>
      this.#deviceFault.set({ kind: 'microphone', error }),
    );
    void unpackCamera(this.#room, this.own.ownBlur, luggage).catch((error: unknown) =>
      this.#deviceFault.set({ kind: 'camera', error }),
    );
    void this.mending.unpackScreen(luggage);
  }

  async leave(): Promise<void> {
    await this.#room.disconnect(true);
  }

  async setMicrophone(isOn: boolean): Promise<void> {
    this.mending.turned('microphone', isOn);
    await this.#room.localParticipant.setMicrophoneEnabled(isOn);
    this.#changed();
  }

  async setCamera(isOn: boolean): Promise<void> {
    this.mending.turned('camera', isOn);
    if (isOn) await turnOnCamera(this.#room, this.own.ownBlur);
    else await this.#room.localParticipant.setCameraEnabled(false);
    this.#changed();
  }

  async setScreen(isOn: boolean): Promise<boolean> {
    try {
      this.mending.turned('screen', isOn);
      await this.#room.localParticipant.setScreenShareEnabled(isOn, {
        audio: true,
        contentHint: 'detail',
        selfBrowserSurface: 'include',
        surfaceSwitching: 'include',
        systemAudio: 'include',
      });
      return isOn;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotAllowedError' && !/system/i.test(error.message)) return false;
      throw error;
    } finally {
      this.#changed();
    }
  }

  watch(wanted: readonly Viewing[]): void {
    this.#watching.watch(wanted);
  }

  async limitCapture(isLow: boolean): Promise<void> {
    await this.#economy.limitCapture(isLow);
  }

  async turnOnSound(): Promise<void> {
    await this.#room.startAudio();
  }

  /** Sound needs an element, but no place on the page. */
  #hear(track: RemoteTrack): void {
    if (track.kind === Track.Kind.Audio && track.sid) this.#sounds.set(track.sid, track.attach());
  }

  #unhear(track: RemoteTrack): void {
    if (track.kind !== Track.Kind.Audio) return;
    track.detach().forEach((element) => element.remove());
    if (track.sid) this.#sounds.delete(track.sid);
  }

  #moved(state: ConnectionState): void {
    if (state === ConnectionState.Connected) {
      this.mending.release();
      this.#state.set('connected');
    }
    if (state === ConnectionState.Reconnecting || state === ConnectionState.SignalReconnecting) {
      this.mending.hold();
      this.#state.set('reconnecting');
    }
  }

  #closed(reason: DisconnectReason | undefined): void {
    const closedBy = reasons.get(reason) ?? 'lost';
    if (closedBy !== 'lost') this.mending.release();
    this.#closedBy.set(closedBy);
    this.#state.set('closed');
    this.#people.set([]);
    this.#sounds.clear();
    this.#voices.close();
  }

  #listen(everybody: readonly Participant[]): void {
    this.#voices.keepOnly(new Set(everybody.map(({ identity }) => identity)));
    for (const participant of everybody) {
      const publication = participant.getTrackPublication(Track.Source.Microphone);
      this.#voices.watch(participant.identity, publication?.isMuted ? undefined : publication?.track?.mediaStreamTrack);
    }
  }

  /** Many events come in one turn; one picture of the room is drawn of them. */
  #changed(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      if (this.#state() === 'closed') return;
      const remotes = [...this.#room.remoteParticipants.values()].sort((a, b) => joined(a) - joined(b));
      const everybody = [...remotes, this.#room.localParticipant];
      this.#listen(everybody);
      this.#people.set(everybody.map((participant) => portray(participant, this.#voices)));
    });
  }
}

const reasons = new Map<DisconnectReason | undefined, ClosedReason>([
  [DisconnectReason.CLIENT_INITIATED, 'left'],
  [DisconnectReason.ROOM_DELETED, 'ended'],
  [DisconnectReason.ROOM_CLOSED, 'ended'],
  [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  [DisconnectReason.DUPLICATE_IDENTITY, 'elsewhere'],
]);

function joined(participant: Participant): number {
  return participant.joinedAt?.getTime() ?? 0;
}

function portray(participant: Participant, voices: Voices): RoomPerson {
  const publications = [...participant.trackPublications.values()];
  const sent = (source: Track.Source) => publications.find((one) => one.source === source && !one.isMuted);
  const picture = (source: Track.Source): RoomPerson['camera'] => {
    const track = sent(source)?.videoTrack;
    return track ? feedOf(track) : null;
  };
  return {
    identity: participant.identity,
    isLocal: participant.isLocal,
    isSpeaking: participant.isMicrophoneEnabled && (voices.isSpeaking(participant.identity) ?? participant.isSpeaking),
    isMicrophoneOn: participant.isMicrophoneEnabled,
    isCameraOn: sent(Track.Source.Camera) !== undefined,
    isSharing: sent(Track.Source.ScreenShare) !== undefined,
    camera: picture(Track.Source.Camera),
    screen: picture(Track.Source.ScreenShare),
    hasPoorNetwork: [ConnectionQuality.Poor, ConnectionQuality.Lost].includes(participant.connectionQuality),
  };
}
