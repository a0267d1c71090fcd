import { noticeOf, pathWithin, readPush, type Pushed } from './notice';

declare const self: ServiceWorkerGlobalScope;

interface Shown {
  readonly id: string;
  readonly path: string;
}

/** What is pushed comes on the screen, unless a page of ours is looked at: that one shows it itself. */
export async function tell(data: PushMessageData | null): Promise<void> {
  const pushed = readPush(data?.text());
  if (!pushed) return;
  const standing = await self.registration.getNotifications({ tag: pushed.tag });
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(({ visibilityState, focused }) => visibilityState === 'visible' && focused)) {
    standing.forEach((one) => one.close());
    return;
  }
  await show(pushed, standing);
}

async function show(pushed: Pushed, standing: readonly Notification[]): Promise<void> {
  const { tag, id, language, path } = pushed;
  const { title, body, isQuiet, isRinging } = noticeOf(pushed, Date.now());
  const isNew = standing.every((one) => (one.data as Shown).id !== id) || pushed.kind === 'CALL_MISSED';
  await self.registration.showNotification(title, {
    body,
    tag,
    lang: language,
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
    data: { id, path: pathWithin(path) } satisfies Shown,
    requireInteraction: isRinging,
    silent: isQuiet,
    // What takes the place of something else alerts again; a second delivery of the same does not.
    ...({ renotify: isNew && !isQuiet } as NotificationOptions),
  });
}

/** A press leads there: in a page that is open, else in a new one. */
export async function follow(notification: Notification): Promise<void> {
  notification.close();
  const { path } = notification.data as Shown;
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!page) return void (await self.clients.openWindow(path));
  page.postMessage({ lead: path });
  await page.focus();
}
