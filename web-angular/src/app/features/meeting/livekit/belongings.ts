import { LocalTrack, LocalTrackPublication, Room, Track } from 'livekit-client';
import type { Luggage } from './room-port';

/** What can be kept. */
export type Kept = 'microphone' | 'camera' | 'screen';

/**
 * What one has open in a room – microphone, camera, screen – kept for the next room. A room that closes stops its own tracks, so
 * copies are held from the first sign of trouble on: a screen, once closed, could not be opened again without asking.
 */
export class Belongings {
  #held: Luggage | undefined;

  constructor(private readonly room: Room) {}

  /** Makes the copies, once. */
  hold(): void {
    this.#held ??= this.#copy();
  }

  /** Somebody turned this on or off meanwhile. */
  turned(what: Kept, isOn: boolean): void {
    const held = this.#held;
    if (!held) return;
    const gone = what === 'screen' ? (held.screen ?? []) : [held[what]];
    if (!isOn) for (const track of gone) track?.stop();
    if (what === 'microphone')
      this.#held = { ...held, isMicrophoneOn: isOn, microphone: isOn ? held.microphone : null };
    if (what === 'camera') this.#held = { ...held, isCameraOn: isOn, camera: isOn ? held.camera : null };
    if (what === 'screen' && !isOn) this.#held = { ...held, screen: [] };
  }

  /** Closes the copies: the room goes on, or is over for good. */
  release(): void {
    if (!this.#held) return;
    for (const track of [this.#held.microphone, this.#held.camera, ...(this.#held.screen ?? [])]) track?.stop();
    this.#held = undefined;
  }

  /** Gives the copies away. */
  pack(): Luggage {
    this.hold();
    const packed = this.#held as Luggage;
    this.#held = undefined;
    return packed;
  }

  #copy(): Luggage {
    const { localParticipant } = this.room;
    const of = (source: Track.Source): LocalTrackPublication | undefined =>
      localParticipant.getTrackPublication(source);
    const [microphone, camera] = [of(Track.Source.Microphone), of(Track.Source.Camera)];
    const devices = {
      microphone: this.room.getActiveDevice('audioinput'),
      camera: this.room.getActiveDevice('videoinput'),
      speaker: this.room.getActiveDevice('audiooutput'),
    };
    return {
      microphone: copyOf(microphone),
      camera: copyOf(camera),
      isMicrophoneOn: microphone !== undefined && !microphone.isMuted,
      isCameraOn: camera !== undefined && !camera.isMuted,
      isBlurred: (camera?.track as LocalTrack | undefined)?.getProcessor() !== undefined,
      devices: Object.fromEntries(Object.entries(devices).filter(([, id]) => id && id !== 'default')),
      screen: [of(Track.Source.ScreenShare), of(Track.Source.ScreenShareAudio)].flatMap((one) => copyOf(one) ?? []),
    };
  }
}

/** None of what is muted, nor of a picture that is worked on: those are opened anew. */
function copyOf(publication: LocalTrackPublication | undefined): MediaStreamTrack | null {
  const track = publication?.track as LocalTrack | undefined;
  if (!track || publication?.isMuted || track.getProcessor() || track.mediaStreamTrack.readyState === 'ended')
    return null;
  return track.mediaStreamTrack.clone();
}
