import { expect, test, type Page } from '@playwright/test';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { played } from '../harness/played.ts';
import { recorderAtWork } from '../harness/recorder-at-work.ts';

const PATIENT = { timeout: 60_000 };
/** How long is recorded, in seconds. The promise is made for three minutes: PARLEY_E2E_RECORDED_SECONDS=180. */
const RECORDED_S = Number(process.env.PARLEY_E2E_RECORDED_SECONDS || 75);

interface Recording {
  id: string;
  state: string;
  startedAt: string;
  endedAt: string;
  durationSeconds: number;
  missingSeconds: number;
}

test.use({ actionTimeout: 30_000 });
test.afterEach(() => Person.sendAllAway());

/** What the indicator said from this moment on. */
interface Shown {
  readonly state: string;
  readonly at: number;
}

/** Runs in the page: from now on `window.states` is what the indicator says, one after another. It may say it for a second only. */
function followStates(): void {
  const states: Shown[] = [];
  const look = () => {
    const state = document.querySelector<HTMLElement>('[data-testid="recording"]')?.dataset.state;
    if (state && state !== states.at(-1)?.state) states.push({ state, at: Date.now() });
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  Object.assign(window, { states });
}

/** The last recordings that the graph told this page of. */
function hearRecordings(page: Page): () => Recording[] {
  let heard: Recording[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/graphql')) return;
    void response
      .json()
      .then((body: { data?: { meeting?: { recordings?: { nodes: Recording[] } } } }) => {
        heard = body.data?.meeting?.recordings?.nodes ?? heard;
      })
      .catch(() => undefined);
  });
  return () => heard;
}

test('a meeting is recorded through the death of its recorder, with everybody’s consent, and plays from start to end', async ({
  browser,
}) => {
  test.setTimeout((RECORDED_S + 420) * 1_000);
  const gallery = new Gallery('recording');
  const [ada, grace, late] = await Promise.all(
    ['Ada Lovelace', 'Grace Hopper', 'Late Larry'].map((name) => Person.arrive(browser, name)),
  );
  if (!ada || !grace || !late) throw new Error('somebody did not arrive');
  const recordings = hearRecordings(ada.page);
  const indicator = (who: Person) => who.page.getByTestId('recording');
  const records = async (who: Person, verb: string) => {
    await who.page.getByRole('button', { name: 'More', exact: true }).click();
    await who.page.getByRole('menuitem', { name: verb }).click();
  };
  const shown = () => grace.page.evaluate(() => (window as unknown as { states: Shown[] }).states);
  let [link, killed] = ['', 0];

  await test.step('Ada and Grace meet', async () => {
    await ada.signUp();
    await grace.signUp();
    await late.signUp();
    link = await ada.makeMeeting();
    await ada.page.goto(link);
    await ada.join();
    await grace.page.goto(link);
    await grace.join();
    await expect(ada.tileOf(grace)).toBeVisible(PATIENT);
  });

  await test.step('Ada sees that a recorder is free, and records; Grace is asked, and stays', async () => {
    await ada.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(ada.page.getByRole('menuitem', { name: /^Record/ })).toContainText('recorders free', PATIENT);
    await gallery.show('more', { ada: ada.page });
    await ada.page.keyboard.press('Escape');
    await grace.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(grace.page.getByRole('menuitem', { name: /^Record/ })).toHaveCount(0);
    await grace.page.keyboard.press('Escape');
    await grace.page.evaluate(followStates);
    await records(ada, 'Record');
    const asked = grace.page.getByRole('alertdialog', { name: 'This meeting is being recorded' });
    await expect(asked).toBeVisible(PATIENT);
    await gallery.show('consent', { grace: grace.page });
    await asked.getByRole('button', { name: 'Stay' }).click();
    await expect(asked).toBeHidden();
    for (const who of [ada, grace]) await expect(indicator(who)).toHaveAttribute('data-state', 'RECORDING', PATIENT);
    await expect(ada.page.getByRole('alertdialog')).toHaveCount(0);
    await gallery.show('indicator', { ada: ada.page });
  });
  const begun = (await shown()).find(({ state }) => state === 'RECORDING')?.at ?? NaN;

  await test.step('Ada shares her screen; whoever comes by now reads that it is recorded', async () => {
    await ada.page.getByRole('button', { name: /Share/ }).first().click();
    await expect(grace.screenOf(ada)).toBeVisible(PATIENT);
    await late.page.goto(link);
    await expect(late.page.getByTestId('recorded-notice')).toContainText('By joining you agree', PATIENT);
    await gallery.show('pre-join', { late: late.page });
    // Nobody sees the recorder.
    await expect(grace.page.getByTestId('tile')).toHaveCount(2);
  });

  await test.step('in the middle the recorder is killed, and another goes on', async () => {
    await sleep(Math.max(0, begun + (RECORDED_S / 2) * 1_000 - Date.now()));
    const before = (await shown()).length;
    killed = Date.now();
    process.kill(recorderAtWork(), 'SIGKILL');
    await expect
      .poll(async () => (await shown()).slice(before).map(({ state }) => state), PATIENT)
      .toEqual(['LOST_WORKER', 'RECORDING']);
  });

  await test.step('Ada ends it, and everybody is told that it was saved', async () => {
    await sleep(Math.max(0, begun + RECORDED_S * 1_000 - Date.now()));
    await records(ada, 'Stop recording');
    for (const who of [ada, grace])
      await expect(
        who.page.locator('parley-toasts').getByText('The recording is saved. You find it under Meetings.'),
      ).toBeVisible({ timeout: 120_000 });
    await expect(indicator(ada)).toHaveCount(0);
  });
  const stopped = Date.now();

  await test.step('the record of the meeting has it, and says what is missing', async () => {
    await ada.page.goto(`/meetings/${new URL(link).pathname.split('/').pop()}`);
    const row = ada.page.getByTestId('recording-row');
    await expect(row).toHaveCount(1, PATIENT);
    await expect(row).toContainText('Ready');
    await expect(row.getByTestId('missing')).toContainText('missing');
    await gallery.show('record', { ada: ada.page });
    await row.getByRole('button', { name: 'Play' }).click();
    const video = row.locator('video');
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime), PATIENT).toBeGreaterThan(1);
    await gallery.show('playing', { ada: ada.page });
  });

  await test.step('the file has picture and sound from start to end, and the graph says the truth about the rest', async () => {
    const downloading = ada.page.waitForEvent('download');
    await ada.page.getByTestId('recording-row').getByRole('button', { name: 'Download' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^Ada Lovelace s meeting .*\.(mp4|webm)$/);
    const directory = await mkdtemp(join(tmpdir(), 'parley-recording-'));
    const path = join(directory, download.suggestedFilename());
    await writeFile(path, await readFile(await download.path()));
    const file = await played(path);
    await rm(directory, { recursive: true });
    const [recording] = recordings();
    if (!recording) throw new Error('the graph told of no recording');
    const span = (Date.parse(recording.endedAt) - Date.parse(recording.startedAt)) / 1_000;
    test.info().annotations.push({
      type: 'figures',
      description: JSON.stringify({ recording, file, span, killed: new Date(killed) }),
    });
    expect(file).toMatchObject({ hasPicture: true, hasSound: true });
    // It moves: nowhere does the picture stand still for three seconds.
    expect(file.frozenSeconds).toBe(0);
    expect(file.loudestDb).toBeGreaterThan(-40);
    // Between its first and its last moment: what is stated to be missing, rounded up, is what is not in the file.
    expect(Math.abs(span - file.seconds - recording.missingSeconds)).toBeLessThanOrEqual(1.5);
    expect(Math.abs(recording.durationSeconds - file.seconds)).toBeLessThanOrEqual(1);
    expect(recording.missingSeconds).toBeGreaterThan(0);
    expect(recording.missingSeconds).toBeLessThanOrEqual(5);
    // Its first and last moment are those at which people saw it begin and end.
    expect(Math.abs(Date.parse(recording.startedAt) - begun)).toBeLessThanOrEqual(10_000);
    expect(Date.parse(recording.endedAt)).toBeGreaterThanOrEqual(begun + RECORDED_S * 1_000 - 2_000);
    expect(Date.parse(recording.endedAt)).toBeLessThanOrEqual(stopped);
  });

  expect([...ada.complaints, ...grace.complaints, ...late.complaints]).toEqual([]);
  expect(gallery.faults).toEqual([]);
});

test('who does not want to be recorded leaves', async ({ browser }) => {
  test.setTimeout(240_000);
  const [ada, grace] = await Promise.all(['Ada Lovelace', 'Grace Hopper'].map((name) => Person.arrive(browser, name)));
  if (!ada || !grace) throw new Error('somebody did not arrive');
  await ada.signUp();
  const link = await ada.makeMeeting();
  await ada.page.goto(link);
  await ada.join();
  await grace.signUp();
  await grace.page.goto(link);
  await grace.join();
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  await ada.page.getByRole('menuitem', { name: /^Record/ }).click();
  await grace.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click(PATIENT);
  await expect(grace.page.getByText('You left the meeting')).toBeVisible(PATIENT);
  await expect(ada.tileOf(grace)).toHaveCount(0, PATIENT);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
});
