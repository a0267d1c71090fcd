import { expect, test, type Page } from '@playwright/test';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Copy } from '../harness/copy.ts';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';
import { WORKSPACE } from '../harness/starter.ts';

/** The worker comes when the first page has had the network for itself. */
const WORKING = { timeout: 60_000 };

/** Waits until our worker answers for this page, and keeps what it was drawn with. */
async function workerOf(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), WORKING).toBe('activated');
  await expect.poll(() => kept(page), WORKING).toContain('/');
}

/** Paths of everything the browser keeps of us. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const lists = await Promise.all(
      (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    return lists.flat().map((url) => new URL(url).pathname);
  });
}

test('Parley installs as an app, and shows its page and the truth while the server is out of reach', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const gallery = new Gallery('installable');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  await ada.signUp();

  await test.step('Chromium finds nothing that would keep it from installing', async () => {
    await workerOf(ada.page);
    const devtools = await ada.context.newCDPSession(ada.page);
    const manifest = await devtools.send('Page.getAppManifest');
    expect(manifest.errors).toEqual([]);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    const told = JSON.parse(manifest.data ?? '{}') as {
      name: string;
      start_url: string;
      icons: { src: string; sizes: string; purpose: string }[];
      shortcuts: { url: string }[];
    };
    expect(told).toMatchObject({ name: 'Parley', start_url: '/' });
    expect(told.icons.filter(({ purpose }) => purpose === 'maskable')).toHaveLength(2);
    for (const { src, sizes } of told.icons) {
      const size = await ada.page.evaluate(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      if (sizes !== 'any') expect(size, src).toBe(sizes);
    }
    for (const { url } of told.shortcuts) expect((await ada.page.request.get(url)).ok(), url).toBe(true);
  });

  await test.step('the server says how long each may be kept', async () => {
    const control = async (path: string) => (await fetch(stack().url + path)).headers.get('cache-control');
    expect(await control('/sw.js')).toBe('no-cache');
    expect(await control('/manifest.webmanifest')).toBe('no-cache');
    expect(await control('/icons/full-512.png')).toBe('no-cache');
    const scripts = (await kept(ada.page)).filter((path) => path.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(5);
    for (const path of scripts) expect(await control(path), path).toContain('immutable');
  });

  await test.step('nothing of the graph is kept', async () => {
    await ada.openPeople();
    for (const path of await kept(ada.page))
      expect(path).toMatch(/^\/(?:$|icon\.svg$|icons\/|[\w-]+-[\w-]{8}\.(?:js|css)$)/);
  });

  await test.step('offline, the page is there again and says so; the policy of the page holds', async () => {
    const online = await ada.page.goto('/meetings');
    await expect(ada.page.getByRole('heading', { name: 'Meetings', level: 1 })).toBeVisible();
    await ada.context.setOffline(true);
    const offline = await ada.page.reload();
    expect(offline?.fromServiceWorker()).toBe(true);
    expect(await ada.page.evaluate(() => fetch('/healthz').then(String, () => 'nobody answers'))).toBe(
      'nobody answers',
    );
    expect(offline?.headers()['content-security-policy']).toBe(online?.headers()['content-security-policy']);
    await expect(ada.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(ada.page.getByRole('heading', { name: 'Meetings', level: 1 })).toBeVisible();
    await expect(ada.page.getByText('You are offline').first()).toBeVisible();
    await gallery.show('offline-meetings', { ada: ada.page });
    await ada.page.goto('/');
    await expect(ada.page.getByRole('button', { name: 'New meeting' })).toBeVisible();
    await expect(ada.page.getByText('You are offline').first()).toBeVisible();
    await gallery.show('offline-home', { ada: ada.page });
  });

  await test.step('back online it goes on by itself', async () => {
    await ada.context.setOffline(false);
    await expect(ada.page.getByText('You are offline')).toHaveCount(0, WORKING);
    await expect(ada.page.getByText('Add the people you work with')).toBeVisible(WORKING);
  });

  expect(ada.complaints).toEqual([]);
  expect(gallery.faults).toEqual([]);
});

test('a new version is there at the next navigation, and is the one that stays', async ({ browser }) => {
  test.setTimeout(240_000);
  const web = mkdtempSync(join(tmpdir(), 'parley-web-'));
  cpSync(join(WORKSPACE, 'web-angular/dist/browser'), web, { recursive: true });
  const release = (version: string) => {
    const html = readFileSync(join(WORKSPACE, 'web-angular/dist/browser/index.html'), 'utf8');
    writeFileSync(
      join(web, 'index.html'),
      html.replace('</head>', `<meta name="version" content="${version}"></head>`),
    );
    for (const packed of ['br', 'gz']) rmSync(join(web, `index.html.${packed}`), { force: true });
  };
  const port = await freePort();
  release('one');
  const gateway = await new Copy(stack().pids.gateway ?? 0, { PORT: String(port), WEB_DIR: web }).start();
  try {
    const page = await (await browser.newContext({ baseURL: `http://localhost:${port}` })).newPage();
    const version = () => page.locator('meta[name=version]').getAttribute('content');
    await page.goto('/sign-in');
    expect(await version()).toBe('one');
    await workerOf(page);

    release('two');
    await page.goto('/sign-up');
    expect(await version()).toBe('two');
    release('three');
    await page.reload();
    expect(await version()).toBe('three');
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length), WORKING).toBe(2);
    await expect
      .poll(() =>
        page.evaluate(async () =>
          (await (await caches.open((await caches.keys()).sort().at(-1) ?? '')).match('/'))?.text(),
        ),
      )
      .toContain('content="three"');

    await gateway.terminate();
    await page.reload();
    expect(await version()).toBe('three');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto('/m/abc-defg-hij');
    expect(await version()).toBe('three');
    await expect(page.goto('/schema.graphql')).rejects.toThrow();
  } finally {
    await gateway.terminate();
    rmSync(web, { recursive: true });
  }
});
