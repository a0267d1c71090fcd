/** Three notes that rise, in hertz, and how long each sounds, in seconds. */
const NOTES = [523.25, 659.25, 783.99];
const NOTE_S = 0.35;

/** A sound that is being played. */
export interface PlayedSound {
  /** What is played, for a level meter. */
  readonly track: MediaStreamTrack | null;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
}

/**
 * Plays a short, soft sound on a speaker: made here, so that nothing has to be fetched for it.
 *
 * @param deviceId where it should come out; empty, or where the browser lets nobody choose: the system's own choice
 * @throws DOMException when that speaker cannot be used
 */
export async function playTestSound(deviceId: string): Promise<PlayedSound> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    if (deviceId && 'setSinkId' in element) await element.setSinkId(deviceId);
    await element.play();
    await context.resume();
  } catch (error) {
    void context.close();
    throw error;
  }
  const over = NOTES.map((pitch, i) => note(context, out, pitch, context.currentTime + i * NOTE_S));
  return {
    track: out.stream.getAudioTracks()[0] ?? null,
    over: Promise.all(over).then(async () => {
      element.srcObject = null;
      await context.close();
    }),
  };
}

function note(context: AudioContext, out: AudioNode, pitch: number, at: number): Promise<void> {
  const oscillator = new OscillatorNode(context, { frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.3, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
  oscillator.connect(gain).connect(out);
  oscillator.start(at);
  oscillator.stop(at + NOTE_S);
  return new Promise((resolve) => oscillator.addEventListener('ended', () => resolve()));
}
