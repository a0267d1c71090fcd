import { signal } from '@angular/core';
import {
  LocalVideoTrack,
  RemoteVideoTrack,
  Room,
  RoomEvent,
  Track,
  VideoCaptureOptions,
  VideoPresets,
} from 'livekit-client';
import { isOverworked, Look, LOOK_MS } from './strain';

const FULL = VideoPresets.h720.resolution;
/** 640×360 at 15 frames a second: about an eighth of the work. */
const LOW: VideoCaptureOptions['resolution'] = { width: 640, height: 360, frameRate: 15 };

/** What the computer can do: a smaller camera picture where that is wanted, and whether it cannot keep up. */
export class Economy {
  readonly #isOverworked = signal(false);
  readonly #counted = new Map<string, { readonly decoded: number; readonly dropped: number }>();
  #looks: readonly Look[] = [];
  #isLow = false;

  readonly isOverworked = this.#isOverworked.asReadonly();

  constructor(private readonly room: Room) {
    const timer = setInterval(() => void this.#look().catch(() => undefined), LOOK_MS);
    room.on(RoomEvent.Disconnected, () => clearInterval(timer));
  }

  /** Captures small from now on, or in full again. @throws DOMException by the browser's names */
  async limitCapture(isLow: boolean): Promise<void> {
    const resolution = isLow ? LOW : FULL;
    this.room.options.videoCaptureDefaults = { ...this.room.options.videoCaptureDefaults, resolution };
    if (isLow === this.#isLow) return;
    this.#isLow = isLow;
    // What strained it before says nothing of how it is now.
    this.#looks = [];
    this.#isOverworked.set(false);
    const track = this.room.localParticipant.getTrackPublication(Track.Source.Camera)?.track;
    if (track instanceof LocalVideoTrack && !track.isMuted)
      await track.restartTrack({ ...this.room.options.videoCaptureDefaults, resolution });
  }

  async #look(): Promise<void> {
    const look = { decoded: 0, dropped: 0, isSendingLimited: await this.#isSendingLimited() };
    for (const participant of this.room.remoteParticipants.values())
      for (const { track } of participant.videoTrackPublications.values()) {
        if (!(track instanceof RemoteVideoTrack) || !track.sid) continue;
        const stats = await track.getReceiverStats();
        const now = { decoded: stats?.framesDecoded ?? 0, dropped: stats?.framesDropped ?? 0 };
        const before = this.#counted.get(track.sid) ?? now;
        this.#counted.set(track.sid, now);
        look.decoded += Math.max(0, now.decoded - before.decoded);
        look.dropped += Math.max(0, now.dropped - before.dropped);
      }
    this.#looks = [...this.#looks.slice(-5), look];
    this.#isOverworked.set(isOverworked(this.#looks));
  }

  async #isSendingLimited(): Promise<boolean> {
    const track = this.room.localParticipant.getTrackPublication(Track.Source.Camera)?.track;
    if (!(track instanceof LocalVideoTrack) || track.isMuted) return false;
    return (await track.getSenderStats()).some(({ qualityLimitationReason }) => qualityLimitationReason === 'cpu');
  }
}
