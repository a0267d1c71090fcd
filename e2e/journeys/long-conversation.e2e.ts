import { expect, test, type Page } from '@playwright/test';
import { Account } from '../harness/account.ts';
import { Gallery } from '../harness/gallery.ts';
import { fill, idOf } from '../harness/long-conversation.ts';
import { Person } from '../harness/person.ts';
import { glance, longTasksOf, type Glance, type Task } from '../harness/scroller.ts';
import { slowness } from '../harness/slowness.ts';
import { stack } from '../harness/stack.ts';

const PATIENT = { timeout: 20_000 };
const ALL = 100_000;
/** Rows in the page at most: 300 messages, and the place that was shown last. */
const MOST_ROWS = 350;
/** How many messages the wheel goes back through: thousands take minutes, and show nothing else. */
const BACK = Number(process.env.PARLEY_SCROLL_BACK ?? 600);
/** No task of the browser may work longer while one scrolls, in milliseconds; on a machine that is as slow as it is. */
const LONGEST_MS = 100;

// A trace takes pictures of the whole page at every turn of the wheel, in tasks of the page's own.
test.use({ actionTimeout: 20_000, trace: 'off' });

/** Each number once, in order, none left out. */
const isWhole = ({ numbers }: Glance) => numbers.every((n, at) => at === 0 || n === (numbers[at - 1] ?? 0) + 1);

async function judged(page: Page): Promise<Glance> {
  const seen = await glance(page);
  expect(isWhole(seen), `in order without a gap: ${seen.numbers.join()}`).toBe(true);
  expect(seen.rows).toBeLessThanOrEqual(MOST_ROWS);
  expect(seen.arePlaced).toBe(true);
  return seen;
}

test('a conversation of 100,000 messages is read by wheel, by keys and from a message in its middle', async ({
  browser,
}) => {
  test.setTimeout(180_000 + BACK * 10);
  let slow = slowness();
  const tasks: Record<string, Task[]> = {};
  const gallery = new Gallery('long-conversation');
  const ada = await Person.arrive(browser, 'Ada Lovelace');
  const { page } = ada;
  const list = page.getByRole('log', { name: 'Messages' });
  const shows = (n: number) => expect.poll(async () => (await glance(page)).inView, PATIENT).toContain(n);
  const first = async () => (await judged(page)).inView[0] ?? Infinity;

  /** A step in which no task of the page may be long. */
  const smoothly = (when: string, work: () => Promise<void>): Promise<void> =>
    test.step(when, async () => {
      tasks[when] = await longTasksOf(browser, page, work);
      slow = Math.max(slow, slowness());
    });

  const [ben] = await Promise.all([Account.signUp(stack(), 'Ben Example'), ada.signUp()]);
  const { id } = await ben.startConversation(await ben.find(ada.email));
  await ben.send(id, 'The quagga was here first');
  await fill(stack(), id, ALL);

  await test.step('it opens at its end', async () => {
    await page.goto(`/chats/${id}`);
    await shows(ALL);
    await judged(page);
  });

  await smoothly('the wheel goes back through hundreds, with few rows in the page and none left out', async () => {
    await list.hover();
    await wheelTo(page, -1, ALL - BACK);
  });

  await test.step('what one reads stays where it is when an older page comes', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query EarlierMessages')) await held;
      await route.continue();
    });
    // Once to where more is asked for, and once to the very top, where browsers do not keep the place themselves.
    await list.evaluate((element) => element.scrollTo({ top: 0 }));
    let before = await glance(page);
    await expect
      .poll(async () => {
        const last = before;
        before = await judged(page);
        return before.inView[0] === last.inView[0] && before.edges[before.inView[0]!] === last.edges[last.inView[0]!];
      })
      .toBe(true);
    const [oldest] = before.numbers;
    release();
    await expect.poll(async () => (await judged(page)).numbers[0], PATIENT).toBeLessThan(oldest!);
    const after = await glance(page);
    expect(after.inView).toContain(before.inView[1]);
    for (const n of before.inView.filter((one) => after.inView.includes(one)))
      expect(Math.abs((after.edges[n] ?? NaN) - (before.edges[n] ?? NaN)), `no. ${n}`).toBeLessThanOrEqual(2);
    await page.unroute('**/graphql');
  });

  await smoothly('Page Up goes on by pages, Home to the first words of all, End to the last', async () => {
    await list.focus();
    for (let turn = 0; turn < 3; turn += 1) {
      const was = await first();
      await page.keyboard.press('PageUp');
      await expect.poll(first, PATIENT).toBeLessThan(was - 5);
    }
    await page.keyboard.press('Home');
    await expect(ada.messages('quagga')).toBeInViewport(PATIENT);
    await expect(page.getByRole('button', { name: 'Show earlier messages' })).toHaveCount(0);
    await wheelTo(page, 1, 200);
    await page.keyboard.press('End');
    await shows(ALL);
    await judged(page);
  });

  await test.step('a link leads into the middle', async () => {
    await page.goto(`/chats/${id}?message=${await idOf(stack(), id, ALL / 2)}`);
    await shows(ALL / 2);
    await expect(page.getByTestId('message').filter({ hasText: /Message no\. 50000/ })).toBeFocused();
    await gallery.show('middle', { ada: page });
  });

  await smoothly('from there the wheel goes both ways', async () => {
    await list.hover();
    await wheelTo(page, -1, ALL / 2 - 150);
    await wheelTo(page, 1, ALL / 2 + 150);
  });

  await smoothly('Latest leads back to the newest, and what was said meanwhile is there', async () => {
    await ben.send(id, 'Said just now');
    await page.getByRole('button', { name: 'New messages' }).click();
    await expect(ada.messages('Said just now')).toBeInViewport(PATIENT);
    await judged(page);
  });

  await test.step('a search leads to the very first words', async () => {
    await page.goto('/chats');
    await page.getByRole('textbox', { name: 'Search chats' }).fill('quagga');
    await page.getByTestId('found-message').getByRole('link').click();
    await expect(ada.messages('quagga')).toBeInViewport(PATIENT);
    await judged(page);
  });

  console.log('long tasks', JSON.stringify({ slow, tasks }));
  for (const [when, all] of Object.entries(tasks))
    expect(Math.max(0, ...all.map(({ worked }) => worked)), when).toBeLessThanOrEqual(LONGEST_MS * slow);
  expect(gallery.faults).toEqual([]);
  expect(ada.complaints).toEqual([]);
});

/** Turns the wheel over the list until the first message in view is beyond one. @param way -1 for up, 1 for down */
async function wheelTo(page: Page, way: 1 | -1, number: number): Promise<void> {
  const turn = async (): Promise<number> => {
    for (let notch = 0; notch < 8; notch += 1) {
      await page.mouse.wheel(0, way * 600);
      await page.waitForTimeout(25);
    }
    return ((await judged(page)).inView[0] ?? 0) * way;
  };
  await expect.poll(turn, { timeout: 60_000 + BACK * 10, intervals: [0] }).toBeGreaterThan(number * way);
}
