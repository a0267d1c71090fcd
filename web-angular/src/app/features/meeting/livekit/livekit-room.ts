import { signal } from '@angular/core';
import {
  ConnectionQuality,
  ConnectionState,
  DisconnectReason,
  LocalAudioTrack,
  LocalVideoTrack,
  Participant,
  RemoteTrack,
  Room,
  RoomEvent,
  Track,
  VideoPresets,
} from 'livekit-client';
import { feedOf } from './feeds';
import { Voices } from './voices';
import type { ClosedReason, DeviceKind, Luggage, RoomPerson, RoomPort, RoomState } from './room-port';

const sdkKinds: Record<DeviceKind, MediaDeviceKind> = {
  microphone: 'audioinput',
  camera: 'videoinput',
  speaker: 'audiooutput',
};

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
  #isStale = false;

  readonly state = this.#state.asReadonly();
  readonly closedBy = this.#closedBy.asReadonly();
  readonly people = this.#people.asReadonly();
  readonly isSoundBlocked = this.#isSoundBlocked.asReadonly();
  readonly deviceFault = this.#deviceFault.asReadonly();

  constructor() {
    const changes = [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
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
    await this.#room.connect(url, token);
    if (devices.speaker) void this.#room.switchActiveDevice('audiooutput', devices.speaker).catch(() => undefined);
    this.#changed();
    void this.#unpackMicrophone(luggage).catch((error: unknown) =>
      this.#deviceFault.set({ kind: 'microphone', error }),
    );
    void this.#unpackCamera(luggage).catch((error: unknown) => this.#deviceFault.set({ kind: 'camera', error }));
  }

  async leave(): Promise<void> {
    await this.#room.disconnect(true);
  }

  async setMicrophone(isOn: boolean): Promise<void> {
    await this.#room.localParticipant.setMicrophoneEnabled(isOn);
    this.#changed();
  }

  async setCamera(isOn: boolean): Promise<void> {
    await this.#room.localParticipant.setCameraEnabled(isOn);
    this.#changed();
  }

  async setScreen(isOn: boolean): Promise<boolean> {
    try {
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

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#room.switchActiveDevice(sdkKinds[kind], deviceId);
    this.#changed();
  }

  async turnOnSound(): Promise<void> {
    await this.#room.startAudio();
  }

  async #unpackMicrophone({ microphone, isMicrophoneOn }: Luggage): Promise<void> {
    if (!isMicrophoneOn) return microphone?.stop();
    if (!microphone || microphone.readyState === 'ended') return this.setMicrophone(true);
    const track = new LocalAudioTrack(microphone, microphone.getConstraints(), false);
    await this.#room.localParticipant.publishTrack(track, { source: Track.Source.Microphone });
  }

  async #unpackCamera({ camera, isCameraOn }: Luggage): Promise<void> {
    if (!isCameraOn) return camera?.stop();
    if (!camera || camera.readyState === 'ended') return this.setCamera(true);
    const track = new LocalVideoTrack(camera, camera.getConstraints(), false);
    await this.#room.localParticipant.publishTrack(track, { source: Track.Source.Camera });
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
    if (state === ConnectionState.Connected) this.#state.set('connected');
    if (state === ConnectionState.Reconnecting || state === ConnectionState.SignalReconnecting)
      this.#state.set('reconnecting');
  }

  #closed(reason: DisconnectReason | undefined): void {
    this.#closedBy.set(reasons.get(reason) ?? 'lost');
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
  const picture = (source: Track.Source): RoomPerson['camera'] => {
    const publication = publications.find((one) => one.source === source && !one.isMuted);
    return publication?.videoTrack ? feedOf(publication.videoTrack) : null;
  };
  return {
    identity: participant.identity,
    isLocal: participant.isLocal,
    isSpeaking: participant.isMicrophoneEnabled && (voices.isSpeaking(participant.identity) ?? participant.isSpeaking),
    isMicrophoneOn: participant.isMicrophoneEnabled,
    camera: picture(Track.Source.Camera),
    screen: picture(Track.Source.ScreenShare),
    hasPoorNetwork: [ConnectionQuality.Poor, ConnectionQuality.Lost].includes(participant.connectionQuality),
  };
}
