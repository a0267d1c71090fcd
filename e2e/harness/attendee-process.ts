// One participant without a browser, in a process of its own, so that it can be killed as a network is cut. Its arguments: LiveKit's
// address and a join token. Says `in` when it is, and `out` when it is not any more; leaves on SIGTERM.
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';

const RATE = 48_000;
const [url = '', token = ''] = process.argv.slice(2);
const room = new Room();
const out = (): void => {
  process.stdout.write('out\n', () => process.exit(0));
};
room.on(RoomEvent.Disconnected, out);
await room.connect(url.replace(/^http/, 'ws'), token, { autoSubscribe: true, dynacast: false });
process.stdout.write('in\n');
const source = new AudioSource(RATE, 1);
const tone = Int16Array.from({ length: RATE / 50 }, (_sample, n) => 8_000 * Math.sin(n / 10));
setInterval(() => void source.captureFrame(new AudioFrame(tone, RATE, 1, tone.length)).catch(() => undefined), 20);
const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
await room.localParticipant?.publishTrack(LocalAudioTrack.createAudioTrack('voice', source), options);
process.once('SIGTERM', () => void room.disconnect().then(out));
