import type { VideoFeed } from './room-port';

/** What the media server's client calls a video track, as far as we use it. */
interface Showable {
  readonly sid?: string;
  readonly mediaStreamID: string;
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

const feeds = new WeakMap<Showable, VideoFeed>();

/** The feed of a track: always the same object for the same track. */
export function feedOf(track: Showable): VideoFeed {
  const known = feeds.get(track);
  if (known) return known;
  const feed: VideoFeed = {
    id: track.sid ?? track.mediaStreamID,
    attach: (element) => void track.attach(element),
    detach: (element) => void track.detach(element),
  };
  feeds.set(track, feed);
  return feed;
}
