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
import { ask } from './account.ts';
import { livekitOf, type Stack } from './stack.ts';

const RATE = 48_000;
const MOMENTS = 10;
/** Bits a second of a picture that is to keep 30 frames. */
const FAST_BITS = 700_000n;

/** What a stand-in sends. */
export interface Sending {
  width?: number;
  height?: number;
  fps?: number;
  isVoiced?: boolean;
}

/** Somebody in a meeting without a browser: a guest with a made-up picture that moves, and a voice where one is wanted. */
export class StandIn {
  private readonly room = new Room();
  private readonly sending: NodeJS.Timeout[] = [];
  /** Camera frames that were handed to the encoder. */
  frames = 0;

  private constructor(
    private readonly stack: Stack,
    readonly name: string,
    readonly identity: string,
    private readonly guestToken: string,
    private readonly meetingId: string,
  ) {}

  /**
   * Joins a public meeting as a guest by the public graph, and enters at LiveKit's own address: its native client sends the token
   * in a header, which the gate refuses, as browsers cannot.
   */
  static async join(stack: Stack, code: string, name: string): Promise<StandIn> {
    const { data, errors } = await ask<{
      joinMeeting: {
        admission: { token: string; participantIdentity: string; guestToken: string; meeting: { id: string } };
      };
    }>(
      stack,
      `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { userErrors { code message }
         admission { ... on Admitted { token participantIdentity guestToken meeting { id } } } } }`,
      { input: { code, displayName: name } },
    );
    if (!data?.joinMeeting?.admission?.token)
      throw new Error(`${name} was not let in: ${JSON.stringify({ data, errors })}`);
    const { token, participantIdentity, guestToken, meeting } = data.joinMeeting.admission;
    const standIn = new StandIn(stack, name, participantIdentity, guestToken, meeting.id);
    await standIn.room.connect(livekitOf(stack), token, { autoSubscribe: false, dynacast: true });
    return standIn;
  }

  /** Starts a camera, and a voice if one is wanted. */
  async show({ width = 320, height = 180, fps = 10, isVoiced = false }: Sending = {}): Promise<void> {
    await this.publishPicture(TrackSource.SOURCE_CAMERA, { width, height, fps }, () => (this.frames += 1));
    if (isVoiced) await this.speak();
  }

  /** Starts a microphone that speaks. */
  async speak(): Promise<void> {
    await this.publishSound(TrackSource.SOURCE_MICROPHONE);
  }

  /** Shares a screen, with its sound if it has any. */
  async share({ hasSound = false } = {}): Promise<void> {
    await this.publishPicture(TrackSource.SOURCE_SCREENSHARE, { width: 1280, height: 720, fps: 3 });
    if (hasSound) await this.publishSound(TrackSource.SOURCE_SCREENSHARE_AUDIO);
  }

  /** Raises a hand, by the graph. */
  async raiseHand(): Promise<void> {
    const { meetingId, guestToken } = this;
    const { data } = await ask<{ setHand: { userErrors: { message: string }[] } }>(
      this.stack,
      `mutation ($input: SetHandInput!) { setHand(input: $input) { userErrors { message } } }`,
      { input: { meetingId, guestToken, isRaised: true } },
    );
    if (data.setHand.userErrors[0]) throw new Error(data.setHand.userErrors[0].message);
  }

  async leave(): Promise<void> {
    this.sending.splice(0).forEach(clearInterval);
    await this.room.disconnect();
  }

  private async publishPicture(
    source: TrackSource,
    { width, height, fps }: { width: number; height: number; fps: number },
    sent?: () => void,
  ): Promise<void> {
    const from = new VideoSource(width, height);
    const moments = Array.from({ length: MOMENTS }, (_, moment) => picture(this.name, width, height, moment / MOMENTS));
    let at = 0;
    this.sending.push(
      setInterval(() => {
        from.captureFrame(moments[at++ % MOMENTS] as VideoFrame);
        sent?.();
      }, 1000 / fps),
    );
    const track = LocalVideoTrack.createVideoTrack('picture', from);
    // Left to itself, LiveKit sends 25 frames a second of this size at most.
    const videoEncoding = { maxFramerate: fps, maxBitrate: FAST_BITS };
    const options = { source, simulcast: false, ...(fps > 25 && { videoEncoding }) };
    await this.room.localParticipant?.publishTrack(track, new TrackPublishOptions(options));
  }

  private async publishSound(source: TrackSource): Promise<void> {
    const from = new AudioSource(RATE, 1);
    const tone = Int16Array.from(
      { length: RATE / 50 },
      (_, n) => 8_000 * Math.sin((n * 2 * Math.PI * 9) / (RATE / 50)),
    );
    const frame = new AudioFrame(tone, RATE, 1, tone.length);
    this.sending.push(setInterval(() => void from.captureFrame(frame).catch(() => undefined), 20));
    const track = LocalAudioTrack.createAudioTrack('sound', from);
    await this.room.localParticipant?.publishTrack(track, new TrackPublishOptions({ source }));
  }
}

/** A picture in a colour of its owner's, with a light bar that wanders. I420. */
function picture(name: string, width: number, height: number, moment: number): VideoFrame {
  const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  const data = new Uint8Array((width * height * 3) / 2);
  const bar = Math.floor(moment * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = Math.abs(x - bar) < width / 12 ? 200 : 70 + (y * 40) / height;
  data.fill(64 + (Math.abs(seed) % 128), width * height, (width * height * 5) / 4);
  data.fill(64 + (Math.abs(seed >> 3) % 128), (width * height * 5) / 4);
  return new VideoFrame(data, width, height, VideoBufferType.I420);
}
