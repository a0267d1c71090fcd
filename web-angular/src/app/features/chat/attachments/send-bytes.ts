/** What came of it. */
export type SentBytes = 'taken' | 'refused' | 'over' | 'failed' | 'cancelled';

/** How long nothing may move, in milliseconds. */
const SILENCE_MS = 60_000;

/**
 * Sends a file's bytes to a link, and tells how far it is. `fetch` cannot tell that.
 * @param onProgress told the part that is sent, 0–1
 */
export function sendBytes(
  url: string,
  file: Blob,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<SentBytes> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('cancelled');
    const request = new XMLHttpRequest();
    let patience = setTimeout(() => request.abort(), SILENCE_MS);
    const end = (how: SentBytes): void => {
      clearTimeout(patience);
      resolve(how);
    };
    request.open('PUT', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), SILENCE_MS);
      onProgress(total > 0 ? loaded / total : 0);
    });
    request.addEventListener('load', () => end(outcomeOf(request.status)));
    request.addEventListener('error', () => end('failed'));
    request.addEventListener('abort', () => end(signal.aborted ? 'cancelled' : 'failed'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function outcomeOf(status: number): SentBytes {
  if (status === 200) return 'taken';
  if (status === 400) return 'refused';
  return status === 404 ? 'over' : 'failed';
}
