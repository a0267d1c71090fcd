/** Chromium's own way to single pictures, which goes on in a tab that nobody looks at. Not yet among TypeScript's types. */
interface TrackProcessorClass {
  new (init: { track: MediaStreamTrack; maxBufferSize?: number }): { readonly readable: ReadableStream<VideoFrame> };
}

/** A picture and its size; valid until the handler has ended. */
export interface Picture {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

/** Between two pictures where they have to be fetched, in milliseconds. */
const FETCH_MS = 1000 / 30;

/**
 * Hands on the pictures of a track one after the other; those that come while one is being worked on are left out.
 *
 * @returns ends it
 */
export function eachPicture(track: MediaStreamTrack, handle: (picture: Picture) => Promise<void>): () => void {
  const Native = (window as unknown as { MediaStreamTrackProcessor?: TrackProcessorClass }).MediaStreamTrackProcessor;
  return Native ? read(new Native({ track, maxBufferSize: 1 }).readable, handle) : fetch(track, handle);
}

function read(readable: ReadableStream<VideoFrame>, handle: (picture: Picture) => Promise<void>): () => void {
  const reader = readable.getReader();
  let isOver = false;
  const go = async (): Promise<void> => {
    while (!isOver) {
      const { value: frame, done } = await reader.read();
      if (done || !frame) return;
      try {
        if (!isOver) await handle({ image: frame, width: frame.displayWidth, height: frame.displayHeight });
      } finally {
        frame.close();
      }
    }
  };
  void go().catch(() => undefined);
  return () => {
    isOver = true;
    void reader.cancel().catch(() => undefined);
  };
}

function fetch(track: MediaStreamTrack, handle: (picture: Picture) => Promise<void>): () => void {
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => undefined);
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || video.videoWidth === 0) return;
    isBusy = true;
    void handle({ image: video, width: video.videoWidth, height: video.videoHeight }).finally(() => (isBusy = false));
  }, FETCH_MS);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
  };
}
