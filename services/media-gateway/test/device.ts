import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
  type LocalTrackPublication,
} from '@livekit/rtc-node';
import type { MediaSource } from '../src/roles/may-publish.ts';

const SOURCES = {
  MICROPHONE: TrackSource.SOURCE_MICROPHONE,
  CAMERA: TrackSource.SOURCE_CAMERA,
  SCREEN_SHARE: TrackSource.SOURCE_SCREENSHARE,
} as const;
const [RATE, WIDTH, HEIGHT] = [48_000, 64, 36];

/** A real device in a real room: it sends a made-up voice and picture, and sees what the others send. */
export class Device {
  /** The token it holds now: LiveKit hands out fresh ones. */
  token: string;
  private readonly room = new Room();
  private readonly sending: NodeJS.Timeout[] = [];
  private leftAt: number | undefined;

  private constructor(token: string) {
    this.token = token;
    this.room.on(RoomEvent.Disconnected, () => (this.leftAt = Date.now()));
    this.room.on(RoomEvent.TokenRefreshed, () => (this.token = this.room.token ?? this.token));
  }

  /** @throws when LiveKit does not let it in */
  static async enter(livekitUrl: string, token: string): Promise<Device> {
    const device = new Device(token);
    await device.room.connect(livekitUrl.replace(/^http/, 'ws'), token, { autoSubscribe: true, dynacast: false });
    device.token = device.room.token ?? token;
    return device;
  }

  get isIn(): boolean {
    return this.leftAt === undefined;
  }

  /** @throws when nothing came of it within two seconds: it may not. LiveKit's client then takes seconds to publish anything. */
  async publish(source: MediaSource): Promise<LocalTrackPublication> {
    const track = source === 'MICROPHONE' ? this.voice() : this.picture();
    const published = this.room.localParticipant?.publishTrack(
      track,
      new TrackPublishOptions({ source: SOURCES[source], simulcast: false }),
    );
    const late = new Promise<never>((_done, fail) => {
      setTimeout(() => fail(new Error(`${source} was not published`)), 2_000).unref();
    });
    return (await Promise.race([published, late])) as LocalTrackPublication;
  }

  /** What this identity sends, as this device sees it. */
  sees(identity: string): Partial<Record<MediaSource, 'on' | 'muted'>> {
    const publications = [...(this.room.remoteParticipants.get(identity)?.trackPublications.values() ?? [])];
    return Object.fromEntries(
      Object.entries(SOURCES).flatMap(([name, source]) =>
        publications.filter((one) => one.source === source).map((one) => [name, one.muted ? 'muted' : 'on']),
      ),
    );
  }

  hasPeer(identity: string): boolean {
    return this.room.remoteParticipants.has(identity);
  }

  async leave(): Promise<void> {
    this.sending.splice(0).forEach(clearInterval);
    await this.room.disconnect();
  }

  private voice(): LocalAudioTrack {
    const source = new AudioSource(RATE, 1);
    const tone = Int16Array.from({ length: RATE / 50 }, (_x, n) => 8_000 * Math.sin(n / 10));
    const frame = new AudioFrame(tone, RATE, 1, tone.length);
    this.sending.push(setInterval(() => void source.captureFrame(frame).catch(() => undefined), 20));
    return LocalAudioTrack.createAudioTrack('voice', source);
  }

  private picture(): LocalVideoTrack {
    const source = new VideoSource(WIDTH, HEIGHT);
    const frame = new VideoFrame(new Uint8Array(WIDTH * HEIGHT * 4).fill(128), WIDTH, HEIGHT, VideoBufferType.RGBA);
    this.sending.push(setInterval(() => source.captureFrame(frame), 200));
    return LocalVideoTrack.createVideoTrack('picture', source);
  }
}
