import { newId } from '@parley/persistence';
import { freePort } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf, MailServer, tokenOf } from './mail-server.ts';
import { addressOf, nameOf, PUBLIC_URL, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { inMinutes, scheduleOperations, type Scheduled } from './scheduled.ts';

let media: MediaUnderTest;
let post: MailServer;
beforeAll(async () => {
  post = await MailServer.start();
  media = await startMedia({
    MAIL_URL: post.url,
    MAIL_FROM: 'meetings@parley.example',
    METRICS_PORT: await freePort(),
  });
});
afterAll(async () => {
  await media.stop();
  await post.stop();
});

const { schedule, update, cancel, look, answer, invitation } = scheduleOperations(() => media);
const org = newId('organisation');
const [host, colleague, other] = [somebody(org), somebody(org), somebody(org)];
const WHEN = { startsAt: inMinutes(60), endsAt: inMinutes(90), timeZone: 'Europe/Berlin' };
const ANN = 'ann@example.org';
const made = async (input: object) => {
  const { made, userErrors } = await schedule(host, { ...WHEN, ...input });
  expect(userErrors).toEqual([]);
  return made as Scheduled;
};
const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);
const queued = (id: string) =>
  media.rows<{
    kind: string;
    recipient: string;
    attempts: number;
    sent_at: Date | null;
    dead_at: Date | null;
    content: object | null;
    cause: string | null;
  }>(`SELECT * FROM mail WHERE meeting_id = $1 ORDER BY created_at, recipient`, [uuidOf(id)]);

describe('an invitation', () => {
  it('arrives as text, HTML and calendar entry, with links of its own for each', async () => {
    const title = 'Weekly 1';
    const meeting = await made({ title, invitees: [{ userId: colleague.sub }, { email: ANN }] });
    const mails = await post.arrived(title, 2);
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual([addressOf(colleague.sub), ANN].sort());
    const [first, second] = mails as [(typeof mails)[0], (typeof mails)[0]];
    expect(first.from).toEqual({ name: `${nameOf(host.sub)} (Parley)`, address: 'meetings@parley.example' });
    expect(first.replyTo?.[0]?.address).toBe(addressOf(host.sub));
    expect(first.to?.map(({ address }) => address)).toEqual([first.recipient]);
    expect(first.text).toContain(`${PUBLIC_URL}/m/${meeting.code}`);
    expect(first.html).toContain(`${PUBLIC_URL}/m/${meeting.code}`);
    expect(first.raw).toMatch(/^Content-Type: text\/calendar;[^]*?method=REQUEST/m);
    const { method, event } = calendarOf(first);
    expect(method).toBe('REQUEST');
    expect([event.uid, event.sequence, event.summary]).toEqual([`${meeting.id}@parley`, 0, title]);
    expect(event.startDate.toJSDate().toISOString()).toBe(meeting.startsAt);
    expect(event.organizer).toBe(`mailto:${addressOf(host.sub)}`);
    expect(event.attendees).toHaveLength(2);
    expect(tokenOf(first)).toMatch(/^inv_[\w-]{43}$/);
    expect(tokenOf(first)).not.toBe(tokenOf(second));
  });

  it('keeps no token once it is sent: its hash alone', async () => {
    const title = 'Secret';
    const meeting = await made({ title, invitees: [{ email: ANN }] });
    const [mail] = await post.arrived(title, 1);
    const token = tokenOf(mail as never);
    await expect.poll(async () => (await queued(meeting.id)).map(({ content }) => content)).toEqual([null]);
    for (const table of ['mail', 'invitee', 'invitation_directory', 'meeting', 'meeting_event', 'outbox'])
      expect(JSON.stringify(await media.rows(`SELECT * FROM ${table}`))).not.toContain(token);
  });

  it('shows what people typed as text, and lets nothing into headers', async () => {
    const title = '<img src=x onerror=alert(1)> "a", b; & 😀 اجتماع =?utf-8?q?x?=';
    await made({ title, invitees: [{ email: ANN }] });
    const [mail] = await post.arrived('onerror', 1);
    expect(mail?.subject).toContain(title);
    expect(mail?.html).not.toContain('<img');
    expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(calendarOf(mail as never).event.summary).toBe(title);
    const headers = (mail?.headers ?? []).map(({ key }) => key);
    expect(headers).not.toContain('bcc');
    expect(new Set(headers).size).toBe(headers.length);
  });

  it('is read and answered by its link, by whoever has it; reading changes nothing', async () => {
    const title = 'Answered';
    const meeting = await made({ title, invitees: [{ userId: colleague.sub }, { email: ANN }] });
    const mails = await post.arrived(title, 2);
    const token = tokenOf(mails.find(({ recipient }) => recipient === ANN) as never);
    for (let n = 0; n < 3; n += 1)
      expect(await invitation(token)).toMatchObject({
        title,
        displayName: ANN,
        answer: 'NONE',
        hostName: nameOf(host.sub),
      });
    const answers = async () =>
      (await look(host, meeting.code)).invitees?.nodes.map(({ email, answer }) => [email, answer]);
    expect(await answers()).toEqual([
      [addressOf(colleague.sub), 'NONE'],
      [ANN, 'NONE'],
    ]);
    const [{ last_seq }] = (await media.rows<{ last_seq: string }>(`SELECT last_seq FROM meeting WHERE id = $1`, [
      uuidOf(meeting.id),
    ])) as [{ last_seq: string }];
    expect((await answer({}, { token, answer: 'MAYBE' })).made).toMatchObject({
      answer: 'MAYBE',
      meetingId: meeting.id,
    });
    expect((await answer({}, { token, answer: 'MAYBE' })).userErrors).toEqual([]);
    expect((await answer(colleague, { meetingId: meeting.id, answer: 'NO' })).made?.answer).toBe('NO');
    expect(await answers()).toEqual([
      [addressOf(colleague.sub), 'NO'],
      [ANN, 'MAYBE'],
    ]);
    expect((await look(colleague, meeting.code)).myAnswer).toBe('NO');
    // Hosts who follow the meeting are told of each answer, and of none that changed nothing.
    const events = await media.rows<{ event: { __typename: string } }>(
      `SELECT event FROM meeting_event WHERE topic LIKE $1 AND seq > $2`,
      [`%${meeting.id}`, last_seq],
    );
    expect(events.map(({ event }) => event.__typename)).toEqual(['MeetingChanged', 'MeetingChanged']);
  });
});

describe('a change', () => {
  it('goes to whoever stays, the same entry with a higher sequence; others are invited or called off', async () => {
    const title = 'Moved';
    const meeting = await made({ title, invitees: [{ userId: colleague.sub }, { email: ANN }] });
    await post.arrived(title, 2);
    const invitees = [{ userId: colleague.sub }, { userId: other.sub }];
    await update(host, { meetingId: meeting.id, startsAt: inMinutes(120), invitees });
    const mails = (await post.arrived(title, 5)).slice(2);
    const told = Object.fromEntries(mails.map((mail) => [mail.recipient, { mail, ...calendarOf(mail) }]));
    expect(told[addressOf(colleague.sub)]).toMatchObject({ method: 'REQUEST', mail: { subject: `Changed: ${title}` } });
    expect(told[addressOf(other.sub)]).toMatchObject({
      method: 'REQUEST',
      mail: { subject: expect.stringMatching(/^Invitation/) },
    });
    expect(told[ANN]).toMatchObject({ method: 'CANCEL', mail: { subject: `No longer invited: ${title}` } });
    for (const { event } of Object.values(told))
      expect([event.uid, event.sequence]).toEqual([`${meeting.id}@parley`, 1]);
    expect(told[addressOf(colleague.sub)]?.event.startDate.toJSDate().toISOString()).toBe(inMinutes(120));
    expect(told[ANN]?.event.attendees.map((one) => one.getFirstValue())).toEqual([`MAILTO:${ANN}`]);
  });

  it('of the list alone goes to those concerned; of what no calendar shows, to nobody', async () => {
    const title = 'Listed';
    const meeting = await made({ title, invitees: [{ userId: colleague.sub }] });
    await post.arrived(title, 1);
    await update(host, { meetingId: meeting.id, invitees: [{ userId: colleague.sub }, { email: ANN }] });
    await update(host, { meetingId: meeting.id, lobby: true, mostPeople: 7, timeZone: 'Europe/Berlin' });
    await update(host, { meetingId: meeting.id, invitees: [{ email: ANN }] });
    expect((await queued(meeting.id)).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['INVITATION', addressOf(colleague.sub)],
      ['INVITATION', ANN],
      ['CANCELLATION', addressOf(colleague.sub)],
    ]);
  });

  it('that is refused tells nobody', async () => {
    const meeting = await made({ title: 'Kept', invitees: [{ email: ANN }] });
    const before = await queued(meeting.id);
    await update(host, { meetingId: meeting.id, endsAt: inMinutes(1) });
    await update(colleague, { meetingId: meeting.id, startsAt: inMinutes(200) });
    expect((await queued(meeting.id)).length).toBe(before.length);
  });

  it('takes the links of those away who were taken off', async () => {
    const title = 'Gone';
    const meeting = await made({ title, invitees: [{ email: ANN }] });
    const token = tokenOf((await post.arrived(title, 1))[0] as never);
    await update(host, { meetingId: meeting.id, invitees: [] });
    expect(await invitation(token)).toBeNull();
    expect((await answer({}, { token, answer: 'YES' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('calling off', () => {
  it('reaches everybody once, and closes the links to answers', async () => {
    const title = 'Off';
    const meeting = await made({ title, invitees: [{ userId: colleague.sub }, { email: ANN }] });
    const [first] = await post.arrived(title, 2);
    await cancel(host, { meetingId: meeting.id });
    await cancel(host, { meetingId: meeting.id });
    const mails = (await post.arrived(title, 4)).slice(2);
    for (const mail of mails) {
      expect(mail.subject).toBe(`Cancelled: ${title}`);
      const { method, event } = calendarOf(mail);
      expect([method, event.sequence, event.uid]).toEqual(['CANCEL', 1, `${meeting.id}@parley`]);
      expect(tokenOf(mail)).toBe('');
    }
    const token = tokenOf(first as never);
    expect(await invitation(token)).toMatchObject({ isCancelled: true });
    expect((await answer({}, { token, answer: 'YES' })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await queued(meeting.id)).toHaveLength(4);
  });
});

describe('a reminder', () => {
  it('goes once, to whoever has not said no or maybe, ten minutes before', async () => {
    const title = 'Soon';
    const people = [colleague.sub, other.sub].map((userId) => ({ userId }));
    const meeting = await made({
      title,
      startsAt: inMinutes(30),
      endsAt: inMinutes(40),
      invitees: [...people, { email: ANN }],
    });
    await post.arrived(title, 3);
    await answer(colleague, { meetingId: meeting.id, answer: 'NO' });
    await answer(other, { meetingId: meeting.id, answer: 'YES' });
    await media.remind();
    expect(await queued(meeting.id)).toHaveLength(3);
    await media.rows(`UPDATE occurrence SET starts_at = now() + interval '9 minutes' WHERE meeting_id = $1`, [
      uuidOf(meeting.id),
    ]);
    await Promise.all([media.remind(), media.remind()]);
    const mails = (await post.arrived(title, 5)).slice(3);
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual([addressOf(other.sub), ANN].sort());
    expect(mails[0]?.text).toMatch(/begins soon, .*Europe\/Berlin/);
    await media.remind();
    expect(await queued(meeting.id)).toHaveLength(5);
  });

  it('goes to nobody for what begins at once or was called off', async () => {
    const soon = await made({
      title: 'Now',
      startsAt: inMinutes(5),
      endsAt: inMinutes(10),
      invitees: [{ email: ANN }],
    });
    const off = await made({ title: 'Called off', invitees: [{ email: ANN }] });
    await media.rows(`UPDATE occurrence SET starts_at = now() + interval '9 minutes' WHERE meeting_id = $1`, [
      uuidOf(off.id),
    ]);
    await cancel(host, { meetingId: off.id });
    await media.remind();
    expect((await queued(soon.id)).map(({ kind }) => kind)).toEqual(['INVITATION']);
    expect((await queued(off.id)).map(({ kind }) => kind)).toEqual(['INVITATION', 'CANCELLATION']);
  });
});

describe('a mail server that is away or refuses', () => {
  it('gets the mail later, under the same Message-ID; after five tries it is given up with the cause', async () => {
    post.refusal = { responseCode: 451, message: 'come back later' };
    const title = 'Late';
    const meeting = await made({ title, invitees: [{ email: ANN }] });
    const state = async () => (await queued(meeting.id))[0];
    await expect.poll(async () => (await state())?.cause).toContain('come back later');
    expect(await state()).toMatchObject({ attempts: 1, sent_at: null, dead_at: null });
    // Not yet due: nothing is tried.
    await media.sendDue(org);
    expect((await state())?.attempts).toBe(1);
    const due = () => media.rows(`UPDATE mail SET next_attempt_at = now() WHERE meeting_id = $1`, [uuidOf(meeting.id)]);
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      await due();
      await media.sendDue(org);
      expect((await state())?.attempts).toBe(attempt);
    }
    expect((await state())?.dead_at).not.toBeNull();
    const measured = async () => [
      await media.metric('parley_mail_dead'),
      await media.metric('parley_mail_given_up_total'),
    ];
    expect(await measured()).toEqual([1, 1]);
    post.refusal = undefined;
    await due();
    await media.sendDue(org);
    expect(await state()).toMatchObject({ attempts: 5, sent_at: null, content: expect.anything() });
    // An operator sends what was given up again.
    await media.rows(`UPDATE mail SET attempts = 0, dead_at = NULL WHERE meeting_id = $1`, [uuidOf(meeting.id)]);
    await media.sendDue(org);
    const [mail] = await post.arrived(title, 1);
    const [row] = await media.rows<{ id: string }>(`SELECT id FROM mail WHERE meeting_id = $1`, [uuidOf(meeting.id)]);
    expect(mail?.messageId).toBe(`<${row?.id}@localhost>`);
    expect(await measured()).toEqual([0, 1]);
  });
});
