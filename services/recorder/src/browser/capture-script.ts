/** What the page is told to make of its tab. */
export interface CaptureOptions {
  readonly videoBitsPerSecond: number;
  readonly sliceMs: number;
  readonly keyFrameMs: number;
}

/** What the page calls us by: `slice(base64, endedAt)`, `fault(words)`. */
export const NAMES = { slice: 'parleyRecorderSlice', fault: 'parleyRecorderFault' } as const;

interface Recording extends Window {
  parleyRecorderTab?: MediaStream;
  parleyRecorderSlice(base64: string, endedAt: string): Promise<void>;
  parleyRecorderFault(words: string): Promise<void>;
  parleyRecorderStop?: () => Promise<void>;
}

/**
 * Runs in the page: has the page's own tab with its sound in hand, so that the capture can begin at any moment. Nothing outside of this
 * function is there where it runs.
 */
export async function takeTab(size: { width: number; height: number }): Promise<void> {
  const page = window as unknown as Recording;
  if (page.parleyRecorderTab?.getTracks().every(({ readyState }) => readyState === 'live')) return;
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { ...size, frameRate: 30 },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    preferCurrentTab: true,
    selfBrowserSurface: 'include',
  } as DisplayMediaStreamOptions);
  if (stream.getAudioTracks().length === 0) throw new Error('The tab was captured without its sound.');
  page.parleyRecorderTab = stream;
}

/** Runs in the page, after `takeTab`: captures, and hands over each slice as it comes. Resolves when it has begun. */
export async function captureTab(options: CaptureOptions): Promise<void> {
  const page = window as unknown as Recording;
  const stream = page.parleyRecorderTab;
  if (!stream) throw new Error('There is no tab to capture.');
  const recorder = new MediaRecorder(stream, {
    mimeType: 'video/webm;codecs=h264,opus',
    videoBitsPerSecond: options.videoBitsPerSecond,
    audioBitsPerSecond: 128_000,
    videoKeyFrameIntervalDuration: options.keyFrameMs,
  } as MediaRecorderOptions);
  let handing: Promise<void> = Promise.resolve();
  const base64 = (blob: Blob) =>
    new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      // The type before the data has a comma of its own.
      reader.onload = () => resolve(String(reader.result).slice(String(reader.result).lastIndexOf(',') + 1));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  recorder.ondataavailable = ({ data }) => {
    const endedAt = String(Date.now());
    if (data.size === 0) return;
    handing = handing.then(async () => page.parleyRecorderSlice(await base64(data), endedAt));
    handing.catch(() => undefined);
  };
  recorder.onerror = (event) => void page.parleyRecorderFault(String((event as ErrorEvent).error ?? 'MediaRecorder'));
  for (const track of stream.getTracks())
    track.onended = () => void page.parleyRecorderFault(`The ${track.kind} of the tab ended.`);
  page.parleyRecorderStop = async () => {
    for (const track of stream.getTracks()) track.onended = null;
    if (recorder.state !== 'inactive') {
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await stopped;
    }
    await handing;
  };
  const started = new Promise((resolve) => recorder.addEventListener('start', resolve, { once: true }));
  recorder.start(options.sliceMs);
  await started;
}

/** Runs in the page: ends the capture; resolves when the last slice was taken. */
export async function stopCapture(): Promise<void> {
  await (window as unknown as Recording).parleyRecorderStop?.();
}
