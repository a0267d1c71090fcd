import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';

const [RATE, WIDTH, HEIGHT, FRAMES_A_SECOND] = [48_000, 320, 180, 15];

/** Somebody in the room who sends a moving picture and a tone. */
export class Publisher {
  private readonly room = new Room();
  private timer: NodeJS.Timeout | undefined;
  private isTalking = true;

  static async enter(url: string, token: string): Promise<Publisher> {
    const publisher = new Publisher();
    await publisher.room.connect(url.replace(/^http/, 'ws'), token, { autoSubscribe: false, dynacast: false });
    await publisher.send();
    return publisher;
  }

  async leave(): Promise<void> {
    this.isTalking = false;
    clearInterval(this.timer);
    await this.room.disconnect();
  }

  private async send(): Promise<void> {
    const [video, audio] = [new VideoSource(WIDTH, HEIGHT), new AudioSource(RATE, 1)];
    const me = this.room.localParticipant;
    const options = (source: TrackSource) => new TrackPublishOptions({ source, simulcast: false });
    await me?.publishTrack(LocalVideoTrack.createVideoTrack('camera', video), options(TrackSource.SOURCE_CAMERA));
    await me?.publishTrack(LocalAudioTrack.createAudioTrack('voice', audio), options(TrackSource.SOURCE_MICROPHONE));
    let step = 0;
    this.timer = setInterval(() => {
      step += 1;
      const bytes = new Uint8Array(WIDTH * HEIGHT * 4);
      for (let at = 0; at < bytes.length; at += 4) bytes.fill((at / 4 + step * 7) & 0xff, at, at + 3);
      video.captureFrame(new VideoFrame(bytes, WIDTH, HEIGHT, VideoBufferType.RGBA));
    }, 1_000 / FRAMES_A_SECOND);
    void this.talk(audio);
  }

  /** `captureFrame` waits until there is room for more, so this keeps time by itself. */
  private async talk(audio: AudioSource): Promise<void> {
    const samples = RATE / 100;
    for (let at = 0; this.isTalking; at += samples) {
      const tone = Int16Array.from(
        { length: samples },
        (_, i) => 9_000 * Math.sin((2 * Math.PI * 440 * (at + i)) / RATE),
      );
      await audio.captureFrame(new AudioFrame(tone, RATE, 1, samples)).catch(() => undefined);
    }
  }
}
