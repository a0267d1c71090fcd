import { AccessToken } from './access-token';

/** What one tab tells the others of the same installation. */
export type TabNews =
  { readonly kind: 'token'; readonly userId: string; readonly token: AccessToken } | { readonly kind: 'signed-out' };

/** Runs `work` while no other tab does; where the browser has no Web Locks (plain http), it just runs. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('parley.refresh', work);
}

/** Opens the line between the tabs. */
export function tabLine(heard: (news: TabNews) => void): (news: TabNews) => void {
  if (typeof BroadcastChannel !== 'function') return () => undefined;
  const channel = new BroadcastChannel('parley.session');
  channel.onmessage = (event: MessageEvent<TabNews>) => heard(event.data);
  return (news) => channel.postMessage(news);
}
