import {
  dispose,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import type { Ticket } from './meetings.ts';

/** A camera of 320 × 180 pixels that moves. */
export interface Camera {
  stop(): Promise<void>;
}

const [WIDTH, HEIGHT] = [320, 180];

/** Somebody in a room whose picture never stands still. @param framesPerSecond 1–30 */
export async function startCamera(
  { url, token }: Pick<Ticket, 'url' | 'token'>,
  framesPerSecond = 15,
): Promise<Camera> {
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  const source = new VideoSource(WIDTH, HEIGHT);
  let turn = 0;
  const timer = setInterval(() => source.captureFrame(frame((turn += 1))), 1_000 / framesPerSecond);
  const track = LocalVideoTrack.createVideoTrack('picture', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false });
  await room.localParticipant?.publishTrack(track, options);
  return {
    stop: async () => {
      clearInterval(timer);
      await room.disconnect();
    },
  };
}

/** A bright bar that wanders over grey. */
function frame(turn: number): VideoFrame {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4).fill(96);
  const left = (turn * 8) % WIDTH;
  for (let y = 0; y < HEIGHT; y += 1)
    pixels.fill(230, (y * WIDTH + left) * 4, (y * WIDTH + Math.min(WIDTH, left + 24)) * 4);
  return new VideoFrame(pixels, WIDTH, HEIGHT, VideoBufferType.RGBA);
}

/** Ends what all cameras share; without it the process does not end. */
export const disposeCameras = (): Promise<void> => dispose();
