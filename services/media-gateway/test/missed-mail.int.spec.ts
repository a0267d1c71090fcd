import { jetstream } from '@nats-io/jetstream';
import { connectNats } from '@parley/bus';
import {
  emailConfirmationAsked,
  missedGathered,
  userUpdated,
  type Fact,
  type Missed,
  type PayloadOf,
} from '@parley/contracts';
import { newId } from '@parley/persistence';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MailServer } from './mail-server.ts';
import {
  addressOf,
  nameOf,
  PUBLIC_URL,
  somebody,
  startMedia,
  type MediaUnderTest,
  type Somebody,
} from './media-under-test.ts';

let media: MediaUnderTest;
let post: MailServer;
let chat: Awaited<ReturnType<typeof connectNats>>;
beforeAll(async () => {
  post = await MailServer.start();
  media = await startMedia({ MAIL_URL: post.url });
  chat = await connectNats(media.nats.url('chat'), 'chat in a test');
});
afterAll(async () => {
  await chat?.close();
  await media?.stop();
  await post?.stop();
});

/** A fact of another service, twice, as a relay may tell it. */
async function hears<F extends Fact>(fact: F, payload: PayloadOf<F>): Promise<void> {
  const envelope = JSON.stringify({ id: randomUUID(), organisationId: null, at: new Date().toISOString(), payload });
  const teller = fact.subject.startsWith('evt.auth') ? media.auth : chat;
  const publish = () => jetstream(teller).publish(fact.subject, envelope);
  for (let time = 0; time < 2; time += 1) await vi.waitFor(publish, { timeout: 10_000, interval: 100 });
}
const updated = (who: Somebody, isEmailConfirmed: boolean) =>
  hears(userUpdated, {
    userId: who.sub,
    organisationId: who.org,
    displayName: nameOf(who.sub),
    email: addressOf(who.sub),
    avatarUrl: null,
    title: null,
    revision: 2,
    isEmailConfirmed,
  });
const conversationId = newId('conversation');
const mention = (title: string | null, from = 'Ada'): Missed => ({ kind: 'MENTION', from, title, conversationId });
const gathered = (who: Somebody, missed: Missed[], count = missed.length) =>
  hears(missedGathered, {
    organisationId: who.org,
    userId: who.sub,
    missed,
    count,
    stopPath: `/stop-mails/${who.org}/${who.sub}/x`,
  });
const to = ({ sub }: Somebody) => post.mails.filter(({ recipient }) => recipient === addressOf(sub));
const comes = async (who: Somebody, count = 1) => {
  await expect.poll(() => to(who).length, { timeout: 20_000 }).toBe(count);
  return to(who)[count - 1];
};
const header = (mail: { headers: { key: string; value: string }[] } | undefined, key: string) =>
  mail?.headers.find((one) => one.key === key)?.value;

it('tells what was missed in one mail, to a confirmed address alone, and how to have no more', async () => {
  const org = newId('organisation');
  const [ben, cleo] = [somebody(org), somebody(org)];
  await updated(ben, true);
  await updated(cleo, false);
  await expect
    .poll(() => media.rows(`SELECT FROM person WHERE user_id = ANY ($1)`, [[ben.sub.slice(4), cleo.sub.slice(4)]]), {
      timeout: 20_000,
    })
    .toHaveLength(2);
  await gathered(cleo, [mention('Engine')]);
  const call: Missed = { kind: 'CALL_MISSED', from: '<b>Cleo</b>\r\nBcc: x@example.org', title: null, conversationId };
  await gathered(ben, [mention('Engine'), call], 14);
  const mail = await comes(ben);
  expect(mail?.subject).toBe('What you missed');
  expect(mail?.text).toContain(`Ada mentioned you in “Engine”: ${PUBLIC_URL}/chats/${conversationId}`);
  expect(mail?.text).toContain('<b>Cleo</b> Bcc: x@example.org called you');
  expect(mail?.text).toContain('And 12 more.');
  expect(mail?.html).toContain('&lt;b&gt;Cleo&lt;/b&gt;');
  const stop = `${PUBLIC_URL}/stop-mails/${ben.org}/${ben.sub}/x`;
  expect(header(mail, 'list-unsubscribe')).toBe(`<${stop}>`);
  expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(mail?.text).toContain(stop);
  expect(mail?.from).toMatchObject({ name: 'Parley' });

  // One thing is told in the subject. That comes last: the fact that was told twice was mailed once, and Cleo has none.
  await gathered(ben, [mention('One\nmore')]);
  expect((await comes(ben, 2))?.subject).toBe('Ada mentioned you in “One more”');
  expect(to(cleo)).toEqual([]);
});

it('sends the link that confirms an address', async () => {
  const ben = somebody(newId('organisation'));
  const token = `eml_${'x'.repeat(43)}`;
  await hears(emailConfirmationAsked, {
    organisationId: ben.org,
    userId: ben.sub,
    email: addressOf(ben.sub),
    token,
  });
  const mail = await comes(ben);
  expect(mail?.subject).toBe('Confirm your address');
  expect(mail?.text).toContain(`${PUBLIC_URL}/confirm-email/${token}`);
  expect(header(mail, 'list-unsubscribe')).toBeUndefined();
});

it('tries a mail about no meeting again, where there has never been a meeting', async () => {
  const ben = somebody(newId('organisation'));
  post.refusal = { responseCode: 451, message: 'later' };
  await hears(emailConfirmationAsked, {
    organisationId: ben.org,
    userId: ben.sub,
    email: addressOf(ben.sub),
    token: 't',
  });
  const row = () =>
    media.rows<{ attempts: number }>(`SELECT attempts FROM mail WHERE recipient = $1`, [addressOf(ben.sub)]);
  await expect.poll(row, { timeout: 20_000 }).toEqual([{ attempts: 1 }]);
  post.refusal = undefined;
  await media.rows(`UPDATE mail SET next_attempt_at = now() WHERE recipient = $1`, [addressOf(ben.sub)]);
  await comes(ben);
}, 60_000);
