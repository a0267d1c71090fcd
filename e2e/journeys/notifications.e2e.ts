import { TestPushService, type TestSubscription } from '@parley/tools/push-service/push-service.ts';
import { expect, test, type Page, type Worker } from '@playwright/test';
import { Gallery } from '../harness/gallery.ts';
import { Inbox } from '../harness/inbox.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';
import { until } from '../harness/until.ts';

const PATIENT = { timeout: 30_000 };

/** The browser's maker is played by us: what its push service takes, this browser subscribed for. */
async function subscribeWith(page: Page, device: TestSubscription): Promise<void> {
  await page.addInitScript(({ endpoint, p256dh, auth }) => {
    let key: ArrayBuffer | null = null;
    const subscription = () => ({
      endpoint,
      options: { applicationServerKey: key },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      unsubscribe: async () => ((key = null), true),
    });
    PushManager.prototype.getSubscription = async () => (key ? (subscription() as unknown as PushSubscription) : null);
    PushManager.prototype.subscribe = async (options) => {
      key = (options?.applicationServerKey as Uint8Array<ArrayBuffer>).buffer;
      return subscription() as unknown as PushSubscription;
    };
  }, device);
}

/** What of our worker's world the test looks at. */
interface WorkerWorld {
  registration: { getNotifications(): Promise<{ title: string; body: string }[]> };
}
const shownBy = (worker: Worker): Promise<string[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerWorld;
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });

test('a closed tab still gets the push: a message, a call, and that it was missed', async ({ browser }) => {
  test.setTimeout(180_000);
  const port = Number(process.env.PARLEY_E2E_PUSH_PORT);
  test.skip(!port, 'the stack was started without a push service to trust');
  const vendor = await TestPushService.start(port);
  const gallery = new Gallery('notifications', { 360: 1_300, 1280: 1_100 });
  const [ada, grace] = await Promise.all([
    Person.arrive(browser, 'Ada Lovelace'),
    Person.arrive(browser, 'Grace Hopper', stack(), 'en-US', ['notifications']),
  ]);
  const device = vendor.subscribe();
  await subscribeWith(grace.page, device);
  await Promise.all([ada.signUp(), grace.signUp()]);
  await ada.requestContact(grace);
  await grace.acceptRequestOf(ada);

  await test.step('Grace has this browser told, and shows that her address is hers', async () => {
    const { page } = grace;
    await page.goto('/settings/notifications');
    await expect(page.getByTestId('push-state')).toContainText('Off.', PATIENT);
    await page.getByRole('button', { name: 'Turn on in this browser' }).click();
    await expect(page.getByTestId('push-state')).toContainText('On.', PATIENT);
    await page.getByRole('checkbox', { name: 'Quiet hours' }).check();
    await gallery.show('settings', { grace: page });
    await page.getByRole('checkbox', { name: 'Quiet hours' }).uncheck();
    await page.getByRole('button', { name: 'Send the confirmation' }).click();
    const [mail] = await new Inbox(stack()).mailsTo(grace.email, 1);
    const link = /\/confirm-email\/\S+/.exec(mail?.text ?? '')?.[0] ?? 'no link';
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible(PATIENT);
    await gallery.show('confirmed', { grace: page });
  });

  await ada.page.reload();
  await ada.openChatWith(grace);
  await gallery.show('bell', { ada: ada.page });

  // Of this browser, and of none of its pages of ours.
  const blank = await grace.context.newPage();
  const devtools = await grace.context.newCDPSession(blank);
  const found = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) =>
      registrations.forEach(({ registrationId }) => resolve(registrationId)),
    ),
  );
  await devtools.send('ServiceWorker.enable');
  const registrationId = await found;
  const [worker] = grace.context.serviceWorkers();
  if (!worker) throw new Error('no worker runs');
  /** The vendor's last hop: what the push service took goes to the browser. */
  const deliver = async (nth: number): Promise<void> => {
    await until(() => vendor.of(device).length > nth, 15_000);
    const data = JSON.stringify(vendor.of(device)[nth]?.data);
    await devtools.send('ServiceWorker.deliverPushMessage', { origin: stack().url, registrationId, data });
  };

  await test.step('with her page closed, what Ada writes is shown', async () => {
    await grace.page.close();
    await ada.say('Shall we meet at noon?');
    await deliver(0);
    await expect.poll(() => shownBy(worker), PATIENT).toEqual(['Ada Lovelace: Shall we meet at noon?']);
  });

  await test.step('so is her call, and that it was missed takes its place', async () => {
    await ada.page.getByRole('button', { name: 'Call Grace Hopper', exact: true }).click();
    await deliver(1);
    await expect.poll(() => shownBy(worker), PATIENT).toContain('Ada Lovelace: Call');
    await ada.leave();
    await deliver(2);
    await expect.poll(() => shownBy(worker), PATIENT).toContain('Ada Lovelace: Missed call');
    expect(await shownBy(worker)).toHaveLength(2);
  });
  expect(vendor.faults).toEqual([]);
  expect(gallery.faults).toEqual([]);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  await vendor.stop();
});
