import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';

const PATIENT = { timeout: 30_000 };
const CSV_ROW = /^(.+),(Yes|No),(\d{4}-\d\d-\d\dT[\d:.]+Z),(\d{4}-\d\d-\d\dT[\d:.]+Z)?,(\d+)$/;

test.use({ actionTimeout: 30_000 });

test('a host reads who was in the meeting, and takes it away as CSV', async ({ browser }) => {
  test.setTimeout(480_000);
  const gallery = new Gallery('attendance');
  const [ada, grace] = await Promise.all(['Ada Lovelace', 'Grace Hopper'].map((name) => Person.arrive(browser, name)));
  if (!ada || !grace) throw new Error('somebody did not arrive');
  const attended = (who: Person, other: Person) => who.page.getByTestId('attended').filter({ hasText: other.name });
  const refreshed = async (check: () => Promise<void>) => {
    await expect(async () => {
      await ada.page.getByRole('button', { name: 'Refresh' }).click();
      await check();
    }).toPass(PATIENT);
  };
  let link = '';

  await test.step('who has had no meeting yet reads what the list is for', async () => {
    await ada.signUp();
    await grace.signUp();
    await ada.openMeetings();
    await expect(ada.page.getByText('No meetings yet')).toBeVisible();
    await gallery.show('empty', { ada: ada.page });
  });

  await test.step('without the server the list says so, and comes when it is back', async () => {
    await ada.page.route('**/graphql*', (route) => route.abort());
    await ada.page.reload();
    await expect(ada.page.getByText(/You are offline|could not be loaded/).first()).toBeVisible(PATIENT);
    await gallery.show('out-of-reach', { ada: ada.page });
    await ada.page.unroute('**/graphql*');
    await ada.page.getByRole('button', { name: 'Try again' }).click();
    await expect(ada.page.getByText('No meetings yet')).toBeVisible(PATIENT);
  });

  await test.step('Grace comes, leaves, and comes back', async () => {
    link = await ada.makeMeeting();
    await ada.page.goto(link);
    await ada.join();
    await grace.page.goto(link);
    await grace.join();
    await expect(ada.tileOf(grace)).toBeVisible(PATIENT);
    await grace.leave();
    await expect(ada.tileOf(grace)).toHaveCount(0, PATIENT);
    // The ledger counts whole seconds: another one must have begun.
    await grace.page.waitForTimeout(2_500);
    await grace.page.goto(link);
    await grace.join();
    await expect(ada.tileOf(grace)).toBeVisible(PATIENT);
    await ada.leave();
    await ada.page
      .getByRole('dialog', { name: 'You are the only host' })
      .getByRole('button', { name: 'Leave anyway' })
      .click();
    await expect(ada.page.getByText('You left the meeting')).toBeVisible(PATIENT);
  });

  await test.step('the list has the meeting, live, with a way into it', async () => {
    await ada.page.getByRole('link', { name: 'Go to Home' }).click();
    await ada.openMeetings();
    const row = ada.page.getByTestId('meeting');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('Live now');
    await expect(row.getByRole('link', { name: /^Join/ })).toHaveAttribute('href', new URL(link).pathname);
    await gallery.show('list', { ada: ada.page });
    await row.getByRole('link', { name: 'Ada Lovelace’s meeting', exact: true }).press('Enter');
  });

  await test.step('its page tells two intervals of Grace, the second still open', async () => {
    await expect(ada.page.getByRole('table', { name: /Attendance/ })).toBeVisible(PATIENT);
    await refreshed(async () => {
      await expect(attended(ada, ada).getByRole('row')).toHaveCount(1, { timeout: 1_000 });
      await expect(attended(ada, ada).getByText('In now')).toHaveCount(0, { timeout: 1_000 });
      await expect(attended(ada, grace).getByRole('row')).toHaveCount(2, { timeout: 1_000 });
    });
    await expect(attended(ada, grace).getByRole('row').last()).toContainText('In now');
    await expect(ada.page).toHaveTitle(/Ada Lovelace’s meeting/);
    await gallery.show('page', { ada: ada.page });
  });

  await test.step('the CSV holds the same', async () => {
    const downloading = ada.page.waitForEvent('download');
    await ada.page.getByRole('button', { name: 'Download CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^attendance-\w{3}-\w{4}-\w{3}-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFFName,Guest,')).toBe(true);
    const rows = text.split('\r\n').slice(1, -1);
    const cells = rows.map((row) => CSV_ROW.exec(row)?.slice(1) ?? []);
    expect(cells.map(([name, guest, , left]) => [name, guest, left !== undefined])).toEqual([
      ['Ada Lovelace', 'No', true],
      ['Grace Hopper', 'No', true],
      ['Grace Hopper', 'No', false],
    ]);
    const [first, second] = cells.slice(1);
    expect(Date.parse(second?.[2] ?? '')).toBeGreaterThan(Date.parse(first?.[3] ?? ''));
  });

  await test.step('Grace, who does not hold it, has it in her list and reads no attendance', async () => {
    await grace.leave();
    await expect(grace.page.getByText('You left the meeting')).toBeVisible(PATIENT);
    await grace.page.getByRole('link', { name: 'Go to Home' }).click();
    await grace.openMeetings();
    await grace.page.getByRole('link', { name: 'Ada Lovelace’s meeting', exact: true }).click();
    await expect(grace.page.getByText('Attendance is for hosts')).toBeVisible(PATIENT);
    await gallery.show('not-a-host', { grace: grace.page });
    await refreshed(() => expect(ada.page.getByText('In now')).toHaveCount(0, { timeout: 1_000 }));
    await gallery.show('all-gone', { ada: ada.page });
  });

  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});
