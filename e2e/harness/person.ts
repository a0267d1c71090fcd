import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { probeMedia } from './media-probe.ts';
import { stack, type Stack } from './stack.ts';

const PASSWORD = 'four plain words suffice';
/** Under a second where a core is free; the journeys also run where none is. */
const CONNECTED_WITHIN_MS = 60_000;

/** Who is there, by the file of tests that they are in. */
const present = new Map<BrowserContext, string>();

/** Somebody who has never used Parley, with a browser of their own: what they do, in the words of the screen. */
export class Person {
  readonly email = `${randomUUID()}@example.com`;

  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
    /** What the page complained of; a journey ends with none. */
    readonly complaints: string[],
  ) {}

  /**
   * @param locale what the browser is set to; the words of this class are those of English
   * @param permissions what the browser has been allowed; what is not there is to be asked, or denied where nobody can be asked
   */
  static async arrive(
    browser: Browser,
    name: string,
    { url }: Pick<Stack, 'url'> = stack(),
    locale = 'en-US',
    permissions = ['camera', 'microphone'],
  ): Promise<Person> {
    // Whoever is left behind goes on with their meeting, and takes the computer from those who come next.
    for (const [left, file] of present) if (file !== test.info().file) await left.close();
    const context = await browser.newContext({
      locale,
      baseURL: url,
      viewport: { width: 1280, height: 800 },
      // What a person does who reads the browser's warning and goes on.
      ignoreHTTPSErrors: url.startsWith('https:'),
    });
    if (permissions.length > 0) await context.grantPermissions(permissions, { origin: url });
    present.set(context, test.info().file);
    context.once('close', () => present.delete(context));
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
    await probeMedia(page);
    return new Person(name, context, page, complaints);
  }

  /** Ends everybody’s visit: for files whose tests have nothing to do with one another, after each. */
  static async sendAllAway(): Promise<void> {
    await Promise.all([...present.keys()].map((context) => context.close()));
  }

  async signUp(): Promise<void> {
    const { page } = this;
    await page.goto('/sign-up');
    await page.getByLabel('Name').fill(this.name);
    await page.getByLabel('Email').fill(this.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('button', { name: 'New meeting' })).toBeVisible();
  }

  /** Signs in with the account of somebody who has signed up: the same person on another device. */
  async signInAs({ email }: Pick<Person, 'email'>): Promise<void> {
    const { page } = this;
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('button', { name: 'New meeting' })).toBeVisible();
  }

  async openPeople(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /People/ })
      .click();
    await expect(this.page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
  }

  async openHome(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Home/ }).click();
  }

  async openMeetings(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Meetings/ })
      .click();
    await expect(this.page.getByRole('heading', { name: 'Meetings', level: 1 })).toBeVisible();
  }

  async requestContact(other: Person): Promise<void> {
    await this.openPeople();
    await this.page.getByLabel('Search people').fill(other.email);
    const found = this.page.getByTestId('found').filter({ hasText: other.name });
    await found.getByRole('button', { name: /^Add contact/ }).click();
    await expect(found.getByText('Pending')).toBeVisible();
  }

  async acceptRequestOf(other: Person): Promise<void> {
    await this.openPeople();
    const request = this.page.getByTestId('request').filter({ hasText: other.name });
    await request.getByRole('button', { name: /^Accept/ }).click();
  }

  /** A contact's row on the page of people. */
  contact(other: Person): Locator {
    return this.page.getByTestId('contact').filter({ hasText: other.name });
  }

  async openChatWith(other: Person): Promise<void> {
    await this.openPeople();
    await this.contact(other)
      .getByRole('link', { name: /Message/ })
      .click();
    await expect(this.page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  }

  async say(words: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(words);
    await this.page.getByRole('textbox', { name: 'Message' }).press('Enter');
  }

  /** The rows of the open conversation that hold these words. */
  messages(words: string): Locator {
    return this.page.getByTestId('message').filter({ hasText: words });
  }

  /** Makes a meeting at home and gives its link. */
  async makeMeeting(): Promise<string> {
    await this.openHome();
    await this.page.getByRole('button', { name: 'New meeting' }).click();
    const link = this.page.getByTestId('meeting-link');
    await expect(link).toHaveValue(/\/m\//);
    return link.inputValue();
  }

  /** Comes by a link without an account, and asks to be let in under their name. */
  async askAsGuest(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByLabel('Your name').fill(this.name);
    await this.page.getByRole('button', { name: /Ask to join|Join as a guest/ }).click();
  }

  /** Comes by a link, signed in, to a meeting whose host lets people in. */
  async askToJoin(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByRole('button', { name: 'Ask to join' }).click();
  }

  /** Is in the meeting. */
  async isIn(): Promise<void> {
    await expect(this.page.getByRole('toolbar', { name: 'Meeting controls' })).toBeVisible({
      timeout: CONNECTED_WITHIN_MS,
    });
  }

  /** What hosts set for everybody. */
  async openHostControls(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Host controls' }).click();
    return this.page.getByRole('dialog', { name: 'Host controls' });
  }

  /** Somebody's row among the people of the meeting. */
  rowOf(other: Pick<Person, 'name'>): Locator {
    return this.page.getByTestId('participant').filter({ hasText: other.name });
  }

  /** Somebody who waits to be let in, as hosts see them. */
  waiterNamed(other: Person): Locator {
    return this.page.getByTestId('waiting').filter({ hasText: other.name });
  }

  async openPeoplePanel(): Promise<void> {
    const button = this.page.getByRole('button', { name: /^People/ });
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    await expect(this.page.getByRole('complementary')).toBeVisible();
  }

  /** A verb of the menu of somebody in the panel of people. */
  async manage(other: Pick<Person, 'name'>, verb: string): Promise<void> {
    await this.openPeoplePanel();
    await this.rowOf(other)
      .getByRole('button', { name: `Manage ${other.name}` })
      .click();
    await this.page.getByRole('menu').getByText(verb, { exact: true }).click();
  }

  /** From the page before the meeting into it. */
  async join(): Promise<void> {
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
    await this.isIn();
  }

  /** Lets whoever has the link come in without an account. */
  async openToGuests(): Promise<void> {
    const controls = await this.openHostControls();
    const isSaved = this.page.waitForResponse((answer) => answer.request().postData()?.includes('"PUBLIC"') ?? false);
    await controls.getByLabel('Who may join by the link').selectOption('PUBLIC');
    await isSaved;
    await controls.getByRole('button', { name: 'Close' }).click();
    await expect(controls).toHaveCount(0);
  }

  /** Chooses something in *More*. */
  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menu').getByText(name, { exact: true }).click();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('menu')).toHaveCount(0);
  }

  /** Somebody else's tile on the stage. */
  tileOf(other: Pick<Person, 'name'>): Locator {
    return this.page.getByTestId('tile').and(this.page.getByRole('article', { name: other.name, exact: true }));
  }

  /** Somebody else's screen on the stage. */
  screenOf(other: Pick<Person, 'name'>): Locator {
    return this.page.getByTestId('screen').filter({ hasText: other.name });
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave meeting' }).click();
  }
}
