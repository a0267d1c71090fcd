import { loudness } from '../loudness';
import { LOOK_MS } from './talk-watch';

/**
 * Listens to one's own microphone while one is muted. Nothing of it leaves this page: it is a copy of the track, or a stream of its
 * own, whose loudness is looked at ten times a second.
 */
export class MutedEar {
  readonly #context = new AudioContext();
  readonly #samples = new Float32Array(2048);
  readonly #timer: ReturnType<typeof setInterval>;

  /** @param heard gets the loudness, 0 to 1 */
  constructor(
    private readonly track: MediaStreamTrack,
    heard: (level: number) => void,
  ) {
    track.enabled = true;
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = this.#samples.length;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(this.#samples);
      heard(loudness(this.#samples));
    }, LOOK_MS);
  }

  /** Listens no more. */
  close(): void {
    clearInterval(this.#timer);
    this.track.stop();
    void this.#context.close();
  }
}
