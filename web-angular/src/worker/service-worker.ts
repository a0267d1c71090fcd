// The service worker: makes Parley installable, draws its page when the server cannot be reached, and shows what is pushed while no
// page is looked at (notifications.ts). Our own lines rather than
// Angular's worker: that one answers with the version it has before the one the server has, and keeps its own list of hashes, which
// finish-build changes. Here the network always comes first for pages, so that a new version is there at the next navigation;
// only files that never change come from the cache, and the graph is never touched (rules.ts).
import { Generations } from './generations';
import { follow, tell } from './notifications';
import { wayOf } from './rules';

declare const self: ServiceWorkerGlobalScope;

const generations = new Generations();

self.addEventListener('install', (event) => {
  event.waitUntil(fetch('/', { cache: 'no-cache' }).then((page) => generations.keep(page)));
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, self.location.origin);
  if (way === 'page') event.respondWith(page(event));
  if (way === 'asset') event.respondWith(generations.asset(event.request));
});

/** What the first page had loaded before this worker was there to see it. */
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  const { loaded } = data as { loaded?: string[] };
  for (const url of loaded ?? []) {
    const request = new Request(url);
    if (wayOf(request, self.location.origin) === 'asset') void generations.asset(request).catch(() => undefined);
  }
});

self.addEventListener('push', (event) => event.waitUntil(tell(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(follow(event.notification)));

async function page(event: FetchEvent): Promise<Response> {
  try {
    const response = ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
    if (response.ok && response.type === 'basic')
      event.waitUntil(generations.keep(response.clone()).catch(() => undefined));
    return response;
  } catch (error) {
    const kept = await generations.page();
    if (!kept) throw error;
    return kept;
  }
}
