/**
 * Has the browser install our worker, and tells it what this page has loaded already. A browser that has none, or refuses it (a certificate it
 * does not trust, private browsing), shows Parley all the same.
 */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  } catch {
    return;
  }
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ loaded: performance.getEntriesByType('resource').map(({ name }) => name) });
}
