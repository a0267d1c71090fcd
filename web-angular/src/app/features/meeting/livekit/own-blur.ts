import { signal } from '@angular/core';
import { createLocalVideoTrack, LocalVideoTrack, Room, Track } from 'livekit-client';
import type { BlurState } from './room-port';

/** The blur of one's own camera in the room: set before anything is sent, so that nobody sees the room behind for a moment. */
export class OwnBlur {
  readonly #state = signal<BlurState>('off');
  readonly state = this.#state.asReadonly();
  #budget: number | undefined;

  constructor(private readonly room: Room) {}

  /** Switches it on or off; a camera that is off follows when it is turned on. @throws Error where it cannot be done */
  async set(isOn: boolean, budget?: number): Promise<void> {
    this.#budget = budget;
    this.#state.set(isOn ? 'on' : 'off');
    const track = this.room.localParticipant.getTrackPublication(Track.Source.Camera)?.track;
    if (!(track instanceof LocalVideoTrack)) return;
    if (isOn) await this.prepare(track);
    else await track.stopProcessor();
  }

  /** Blurs a camera if that is wanted. @throws Error where it cannot be done; then it must not be sent */
  async prepare(track: LocalVideoTrack): Promise<void> {
    if (this.#state() !== 'on' || track.getProcessor()) return;
    try {
      const { BlurProcessor } = await import('./blur-processor');
      await track.setProcessor(new BlurProcessor({ budget: this.#budget, gaveUp: () => void this.#giveUp(track) }));
    } catch (error) {
      this.#state.set('failed');
      throw error;
    }
  }

  /** Turns the camera on, blurred from the first picture. Gives false when there is nothing to do for it here. */
  async turnOn(): Promise<boolean> {
    const { localParticipant, options } = this.room;
    if (this.#state() !== 'on' || localParticipant.getTrackPublication(Track.Source.Camera)) return false;
    const track = await createLocalVideoTrack(options.videoCaptureDefaults);
    try {
      await this.prepare(track);
    } catch (error) {
      track.stop();
      throw error;
    }
    await localParticipant.publishTrack(track, { source: Track.Source.Camera });
    return true;
  }

  async #giveUp(track: LocalVideoTrack): Promise<void> {
    await track.stopProcessor().catch(() => undefined);
    this.#state.set('gave-up');
  }
}
