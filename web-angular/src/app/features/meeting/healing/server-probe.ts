import { InjectionToken } from '@angular/core';

/** After this long one question counts as unanswered, in milliseconds; the next is asked meanwhile. */
const PATIENCE_MS = 3000;

/** Whether our server answers now. Asked when no packets come, to tell a network that is gone from media that does not pass. */
export const ASK_SERVER = new InjectionToken<() => Promise<boolean>>('ASK_SERVER', {
  providedIn: 'root',
  factory: () => async () => {
    try {
      return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
    } catch {
      return false;
    }
  },
});
