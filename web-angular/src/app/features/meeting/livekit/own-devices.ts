import { Signal, signal } from '@angular/core';
import { LocalTrack, LocalTrackPublication, Room, RoomEvent, Track, TrackEvent } from 'livekit-client';
import { OwnBlur } from './own-blur';
import type { BlurState, DeviceKind, LostDevice } from './room-port';

const sdkKinds: Record<DeviceKind, MediaDeviceKind> = {
  microphone: 'audioinput',
  camera: 'videoinput',
  speaker: 'audiooutput',
};

/** One's own devices in the room: which are in use, which one was lost, and changing one while the track goes on. */
export class OwnDevices {
  readonly #inUse = signal<Readonly<Partial<Record<DeviceKind, string>>>>({});
  readonly #lost = signal<LostDevice | null>(null);
  readonly #microphone = signal<MediaStreamTrack | null>(null);

  /** For whoever publishes the camera. */
  readonly ownBlur: OwnBlur;

  readonly inUse = this.#inUse.asReadonly();
  readonly lost = this.#lost.asReadonly();
  /** What comes from the microphone, while one has it, muted or not. */
  readonly microphone = this.#microphone.asReadonly();

  constructor(private readonly room: Room) {
    this.ownBlur = new OwnBlur(room);
    const look = (): void => void this.#look();
    room
      .on(RoomEvent.LocalTrackPublished, (publication) => this.#watch(publication))
      .on(RoomEvent.LocalTrackUnpublished, look)
      .on(RoomEvent.ActiveDeviceChanged, look)
      .on(RoomEvent.TrackUnmuted, look);
  }

  get blur(): Signal<BlurState> {
    return this.ownBlur.state;
  }

  /** @throws Error where it cannot be done */
  setBlur(isOn: boolean, budget?: number): Promise<void> {
    return this.ownBlur.set(isOn, budget);
  }

  /** Takes another device; whoever watches or listens notices nothing of it. @throws DOMException by the browser's names */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    const track = kind === 'speaker' ? undefined : this.#published(kind);
    const isSwapped = track && !track.isMuted && (await this.#swap(track, deviceId).catch(() => false));
    if (!isSwapped) await this.room.switchActiveDevice(sdkKinds[kind], deviceId);
    await this.#look();
  }

  /**
   * The new one is opened before the old one is closed, so that nobody sees a gap; the client's own way is the other way round. Where
   * two cannot be open at once (a phone, a busy camera) this fails, and that way is taken.
   */
  async #swap(track: LocalTrack, deviceId: string): Promise<boolean> {
    const isVideo = track.kind === Track.Kind.Video;
    const constraints = { ...track.constraints, deviceId: { exact: deviceId } };
    const stream = await navigator.mediaDevices.getUserMedia(isVideo ? { video: constraints } : { audio: constraints });
    const [next] = stream.getTracks();
    if (!next) return false;
    const { options } = this.room;
    const defaults = isVideo ? options.videoCaptureDefaults : options.audioCaptureDefaults;
    if (defaults) defaults.deviceId = { exact: deviceId };
    try {
      await track.replaceTrack(next, { userProvidedTrack: false });
    } catch (error) {
      next.stop();
      throw error;
    }
    return true;
  }

  #published(kind: 'microphone' | 'camera'): LocalTrack | undefined {
    const source = kind === 'camera' ? Track.Source.Camera : Track.Source.Microphone;
    return this.room.localParticipant.getTrackPublication(source)?.track;
  }

  #watch({ track }: LocalTrackPublication): void {
    const kind = track && kindOf(track);
    if (!track || !kind) return;
    // Told before the client, which listens too, has muted what has ended.
    track.on(TrackEvent.Ended, () =>
      this.#lost.set({ kind, wasOn: !track.isMuted, label: track.mediaStreamTrack.label }),
    );
    track.on(TrackEvent.Restarted, () => void this.#look());
    void this.#look();
  }

  async #look(): Promise<void> {
    const [microphone, camera] = [this.#published('microphone'), this.#published('camera')];
    const inUse: Record<DeviceKind, string | undefined> = {
      microphone: (await microphone?.getDeviceId(false)) ?? this.room.getActiveDevice('audioinput'),
      camera: (await camera?.getDeviceId(false)) ?? this.room.getActiveDevice('videoinput'),
      speaker: this.room.getActiveDevice('audiooutput'),
    };
    this.#inUse.set(Object.fromEntries(Object.entries(inUse).filter(([, id]) => id)));
    this.#microphone.set(microphone?.mediaStreamTrack ?? null);
  }
}

function kindOf(track: LocalTrack): 'microphone' | 'camera' | undefined {
  if (track.source === Track.Source.Microphone) return 'microphone';
  return track.source === Track.Source.Camera ? 'camera' : undefined;
}
