import type { Luggage } from './room-port';

/** How one subscription does at one moment. Counters only ever grow while the same track is subscribed. */
export interface TrackPulse {
  /** The track's id at the media server. */
  readonly id: string;
  /** Whose it is. */
  readonly identity: string;
  readonly kind: 'sound' | 'picture' | 'screen';
  /** Packets should come: it is neither muted, nor out of sight, nor paused by the server for want of bandwidth. */
  readonly isDue: boolean;
  /** Packets that have come. */
  readonly packets: number;
  /** Frames, or samples of sound, that were decoded and played. */
  readonly decoded: number;
}

/** How the connection to the room does at one moment. */
export interface Pulse {
  /** Milliseconds on a clock that never jumps. */
  readonly at: number;
  /** Everything that has come by the network: media, the server's reports of ours, answers to checks of the path. */
  readonly received: number;
  /** I send something unmuted, of which the server reports at least once a second. */
  readonly isSending: boolean;
  readonly tracks: readonly TrackPulse[];
}

/** How a room tells of its packets, and what can be done when none come. */
export interface RoomMending {
  pulse(): Promise<Pulse>;
  /** Lets a subscription go and takes it up again. One that is gone meanwhile is left alone. */
  resubscribe(trackId: string): Promise<void>;
  /** Looks for another path to the same session. */
  restartIce(): void;
  /** Keeps devices and screen open even if the room closes; `release` when it turns out that it does not. */
  hold(): void;
  /** Closes what `hold` kept open and nobody took along. */
  release(): void;
  /** What to take along into the next room: devices as they are now, open. They are the next room's to stop. */
  pack(): Luggage;
  /** Leaves this room for the next one, which may have it closed already. */
  abandon(): Promise<void>;
  /**
   * Sends my pictures whole, once. Whoever was cut off has lost what the next ones build on, and their browser may take three
   * seconds to ask.
   */
  sendKeyFrames(): Promise<void>;
}
