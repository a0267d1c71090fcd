import { assetsIn, isApp } from './rules';

/** Where the app's page itself lies in a generation. */
const PAGE = '/';
const PREFIX = 'parley-';
/** How many versions of the app are kept: the newest, and the one that pages opened before may still draw from. */
const KEPT = 2;

/**
 * The versions of the app that this browser keeps: one cache each, named for when it came and for the page it is of. A page goes in
 * last: a generation that has one is whole.
 */
export class Generations {
  #turn: Promise<unknown> = Promise.resolve();

  /** The newest page, for when the server cannot be reached. */
  async page(): Promise<Response | undefined> {
    for (const name of (await names()).toReversed()) {
      const page = await (await caches.open(name)).match(PAGE);
      if (page) return page;
    }
    return undefined;
  }

  /** Keeps this page with all it is drawn with, if it is the app's and not the newest already. One at a time. */
  keep(page: Response): Promise<void> {
    const kept = this.#turn.then(() => this.#keep(page));
    this.#turn = kept.catch(() => undefined);
    return kept;
  }

  /** A file that never changes: from here, else from the network and then kept. */
  async asset(request: Request): Promise<Response> {
    const kept = await caches.match(request);
    const response = kept ?? (await fetch(request));
    const newest = (await names()).at(-1);
    if (newest && response.status === 200) {
      const cache = await caches.open(newest);
      if (!kept || !(await cache.match(request))) await cache.put(request, response.clone());
    }
    return response;
  }

  async #keep(page: Response): Promise<void> {
    const html = await page.text();
    if (!isApp(html)) return;
    const mark = `-${await digest(html)}`;
    const before = await names();
    if (before.at(-1)?.endsWith(mark)) return;
    const name = `${PREFIX}${String(Date.now()).padStart(16, '0')}${mark}`;
    const cache = await caches.open(name);
    try {
      await cache.addAll(assetsIn(html));
      await cache.put(PAGE, new Response(html, { headers: plain(page.headers) }));
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
    await Promise.all(before.slice(0, -(KEPT - 1)).map((old) => caches.delete(old)));
  }
}

/** The generations there are, oldest first. */
async function names(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX)).sort();
}

/** The headers of a text that is no longer packed; the policy of the page stays with it. */
function plain(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete('content-encoding');
  copy.delete('content-length');
  return copy;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
