import { Composer } from './composer';
import { CpuGuard } from './cpu-guard';
import { eachPicture, Picture } from './frames';
import { Segmenter } from './segmenter';

/** The most pictures a second that are worked on. */
const MOST_FPS = 30;

/** What a pipe may be told. */
export interface BlurOptions {
  /** Share of a picture's time that may be work, 0 to 1. */
  readonly budget?: number | undefined;
  /** Called once when the computer is too busy; the pictures then are those of the last moment. */
  readonly gaveUp?: () => void;
}

/** A camera's track in, one with a blurred background out. */
export class BlurPipe {
  readonly #composer = new Composer();
  readonly #guard: CpuGuard;
  #segmenter: Segmenter | undefined;
  #end: (() => void) | undefined;
  #last = 0;
  /** What comes out. */
  readonly track: MediaStreamTrack;

  private constructor(private readonly options: BlurOptions) {
    this.#guard = new CpuGuard(options.budget);
    const [track] = this.#composer.canvas.captureStream().getVideoTracks();
    if (!track) throw new Error('this browser draws nothing');
    this.track = track;
  }

  /** Resolves once the first picture has been drawn: before that, nothing is shown. @throws Error where it cannot be done */
  static async open(source: MediaStreamTrack, options: BlurOptions = {}): Promise<BlurPipe> {
    const pipe = new BlurPipe(options);
    try {
      pipe.#segmenter = await Segmenter.open();
      await pipe.take(source);
    } catch (error) {
      await pipe.close();
      throw error;
    }
    return pipe;
  }

  /** Goes on with another track. */
  async take(source: MediaStreamTrack): Promise<void> {
    this.#end?.();
    await new Promise<void>((resolve) => {
      this.#end = eachPicture(source, async (picture) => {
        await this.#work(picture);
        resolve();
      });
      source.addEventListener('ended', () => resolve(), { once: true });
    });
  }

  async close(): Promise<void> {
    this.#end?.();
    this.track.stop();
    await this.#segmenter?.close().catch(() => undefined);
    this.#segmenter = undefined;
  }

  async #work({ image, width, height }: Picture): Promise<void> {
    const begun = performance.now();
    const { pace } = this.#guard;
    // Pictures do not come to the millisecond: a tenth of leeway, or every second one would be left out.
    if (pace === 0 || begun - this.#last < (1000 / Math.min(pace, MOST_FPS)) * 0.9) return;
    this.#last = begun;
    const mask = await this.#segmenter?.mask(this.#composer.forModel(image));
    this.#composer.draw(image, mask, width, height);
    const now = performance.now();
    if (this.#guard.note(now - begun, now) === 0) this.options.gaveUp?.();
  }
}
