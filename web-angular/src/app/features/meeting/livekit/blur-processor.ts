import type { Track, TrackProcessor, VideoProcessorOptions } from 'livekit-client';
import { BlurOptions, BlurPipe } from '../blur/blur-pipe';

/** The blur as the client's processor of a camera. */
export class BlurProcessor implements TrackProcessor<Track.Kind.Video, VideoProcessorOptions> {
  readonly name = 'blur';
  processedTrack?: MediaStreamTrack;
  #pipe: BlurPipe | undefined;

  constructor(private readonly options: BlurOptions) {}

  async init({ track }: VideoProcessorOptions): Promise<void> {
    this.#pipe = await BlurPipe.open(track, this.options);
    this.processedTrack = this.#pipe.track;
  }

  async restart({ track }: VideoProcessorOptions): Promise<void> {
    await this.#pipe?.take(track);
  }

  async destroy(): Promise<void> {
    await this.#pipe?.close();
    this.#pipe = undefined;
  }
}
