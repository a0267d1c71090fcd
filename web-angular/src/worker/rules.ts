/** What the worker does with a request: a page of the app, a file that never changes, or nothing at all. */
export type Way = 'page' | 'asset' | 'network';

/** Addresses of the server's own, which are no pages of the app though a browser may go there. */
const SERVERS = /^\/(?:graphql|rtc|recordings|files|healthz|readyz|\.well-known)(?:\/|$)/;
/** A script or style whose name holds a hash of its content (eight characters, not all of them small letters). */
const HASHED = /-(?=[\w-]*[A-Z0-9])[\w-]{8}\.(?:js|css)$/;
const ICON = /^\/(?:icon\.svg|icons\/[\w-]+\.png)$/;

/** Decides by the request alone. Whatever is no page and no hashed file, the graph above all, is left to the network. */
export function wayOf({ method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>, origin: string): Way {
  const { origin: theirs, pathname } = new URL(url);
  if (method !== 'GET' || theirs !== origin) return 'network';
  if (mode !== 'navigate') return HASHED.test(pathname) || ICON.test(pathname) ? 'asset' : 'network';
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  return last.includes('.') || SERVERS.test(pathname) ? 'network' : 'page';
}

/** Whether a page is the app's own, and not something that a proxy or another part of the server put there. */
export function isApp(html: string): boolean {
  return html.includes('<parley-root');
}

/** What the app's page needs to be drawn: its scripts, styles and icons, as paths from the root. */
export function assetsIn(html: string): string[] {
  const found = [...html.matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css|svg|png))"/g)].map(([, path]) => `/${path}`);
  return [...new Set(found)];
}
