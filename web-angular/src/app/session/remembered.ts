/** Who was last signed in in this browser: enough to draw the page while the session is being refreshed. No secret. */
export interface Me {
  readonly id: string;
  readonly displayName: string;
  readonly avatarUrl?: string | null;
  /** The language chosen, BCP 47; null is the browser's. */
  readonly locale?: string | null;
}

const KEY = 'parley.me';

/** The person remembered, if any. */
export function recall(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

/** Remembers a person, or forgets with null. */
export function remember(me: Me | null): void {
  if (me) localStorage.setItem(KEY, JSON.stringify(me));
  else localStorage.removeItem(KEY);
}
