import { expect, test } from '@playwright/test';
import { Account, ask, type UserErrors } from '../harness/account.ts';
import { calendarIn, Inbox } from '../harness/inbox.ts';
import { MeetingFollowed } from '../harness/meeting-followed.ts';
import { stack } from '../harness/stack.ts';

interface Meeting {
  id: string;
  code: string;
  state: string;
  startsAt: string;
  nextStartsAt: string | null;
  isCancelled: boolean;
  myAnswer: string | null;
  invitees: { nodes: { email: string; userId: string | null; answer: string }[] } | null;
}
interface Answered extends UserErrors {
  invitation: { title: string; answer: string; isCancelled: boolean } | null;
}

const MEETING = `meeting { id code state startsAt nextStartsAt isCancelled myAnswer invitees(first: 10) { nodes { email userId answer } } }`;
const INVITATION = `query ($token: String!) { invitation(token: $token) { title answer isCancelled } }`;
const ANSWER = `mutation ($input: AnswerInvitationInput!) { answerInvitation(input: $input) { invitation { title answer isCancelled } userErrors { code message field } } }`;
const JOIN = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { admission { __typename ... on Refused { reason message } } userErrors { code } } }`;
const inMinutes = (minutes: number) =>
  new Date(Math.floor(Date.now() / 1_000) * 1_000 + minutes * 60_000).toISOString();

/** Without an account, as the page behind a mail's link does. */
const answer = async (token: string, said: string) =>
  (await ask<{ answerInvitation: Answered }>(stack(), ANSWER, { input: { token, answer: said } })).data
    .answerInvitation;
const invitation = async (token: string) =>
  (await ask<{ invitation: Answered['invitation'] }>(stack(), INVITATION, { token })).data.invitation;
const join = async (code: string, who: Account) =>
  (
    await who.ask<{ joinMeeting: { admission: { __typename: string; reason?: string; message?: string } } }>(JOIN, {
      input: { code },
    })
  ).data.joinMeeting.admission;

test('a meeting is scheduled, mailed, answered by its link, seen, moved and called off: one entry in every calendar', async () => {
  const [host, ben] = await Promise.all([
    Account.signUp(stack(), 'Hana Plans'),
    Account.signUp(stack(), 'Ben Invited'),
  ]);
  const inbox = new Inbox(stack());
  const ann = `ann.${ben.userId}@example.org`;
  const title = 'Weekly <b>plan</b>, 😀';
  const plan = {
    title,
    access: 'INVITED',
    startsAt: inMinutes(120),
    endsAt: inMinutes(150),
    timeZone: 'Europe/Berlin',
    recurrence: { frequency: 'WEEKLY', count: 4 },
    invitees: [{ userId: ben.userId }, { email: ann }],
  };
  const { meeting } = await host.mutate<{ meeting: Meeting }>('createMeeting', 'CreateMeetingInput', plan, MEETING);
  expect(meeting).toMatchObject({ state: 'SCHEDULED', nextStartsAt: plan.startsAt });

  // By mail: text, HTML and an entry that a calendar of another make reads.
  const [invited] = await inbox.mailsTo(ann, 1);
  expect(invited?.subject).toContain(title);
  expect(invited?.html).not.toContain('<b>plan</b>');
  const entry = calendarIn(invited as never);
  expect(entry.method).toBe('REQUEST');
  expect([entry.event.sequence, entry.event.summary]).toEqual([0, title]);
  expect(entry.event.startDate.toJSDate().toISOString()).toBe(plan.startsAt);
  const times = entry.event.iterator();
  const locals = Array.from({ length: 4 }, () => times.next()?.toString().slice(11, 16));
  expect(new Set(locals).size).toBe(1);
  expect(times.next()).toBeFalsy();
  await inbox.mailsTo(ben.email, 1);

  // Early: the host alone. Who is invited reads when to come, who is not, that it is not for them.
  expect(await join(meeting.code, ben)).toMatchObject({
    reason: 'NOT_STARTED',
    message: expect.stringContaining('Berlin'),
  });
  const eve = await Account.signUp(stack(), 'Eve Stranger');
  expect(await join(meeting.code, eve)).toMatchObject({ reason: 'NOT_ALLOWED' });
  expect((await join(meeting.code, host)).__typename).toBe('Admitted');

  // The answer by the link, which opening alone does not give, is seen by the host at once.
  const socket = host.socket();
  const followed = MeetingFollowed.meeting(socket, meeting.code);
  await followed.ready();
  const token = /\/i\/(inv_[\w-]+)\?answer=maybe/.exec(invited?.text ?? '')?.[1] ?? '';
  expect(await invitation(token)).toMatchObject({ title, answer: 'NONE' });
  expect((await answer(token, 'MAYBE')).invitation?.answer).toBe('MAYBE');
  await followed.until((live) => live.named('MeetingChanged').length === 1);
  const seen = await host.ask<{ meeting: Meeting }>(
    `query ($code: String!) { ${MEETING.replace('meeting', 'meeting(code: $code)')} }`,
    {
      code: meeting.code,
    },
  );
  expect(seen.data.meeting.invitees?.nodes).toContainEqual({ email: ann, userId: null, answer: 'MAYBE' });
  expect((await answer(`inv_${'A'.repeat(43)}`, 'YES')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);

  // Moved: the same entry, a higher sequence; everybody is asked anew.
  const later = { meetingId: meeting.id, startsAt: inMinutes(180) };
  const moved = await host.mutate<{ meeting: Meeting }>('updateMeeting', 'UpdateMeetingInput', later, MEETING);
  expect(moved.meeting.invitees?.nodes.map(({ answer }) => answer)).toEqual(['NONE', 'NONE']);
  const [, changed] = await inbox.mailsTo(ann, 2);
  const change = calendarIn(changed as never);
  expect([change.method, change.event.uid, change.event.sequence]).toEqual(['REQUEST', entry.event.uid, 1]);
  expect(change.event.startDate.toJSDate().toISOString()).toBe(later.startsAt);
  expect((await ben.mutate('updateMeeting', 'UpdateMeetingInput', later, MEETING)).userErrors).toMatchObject([
    { code: 'FORBIDDEN' },
  ]);

  // Called off: gone from calendars, answers and doors.
  const off = await host.mutate<{ meeting: Meeting }>(
    'cancelMeeting',
    'CancelMeetingInput',
    { meetingId: meeting.id },
    MEETING,
  );
  expect(off.meeting).toMatchObject({ state: 'ENDED', isCancelled: true, nextStartsAt: null });
  const [, , cancelled] = await inbox.mailsTo(ann, 3);
  const end = calendarIn(cancelled as never);
  expect([end.method, end.event.uid, end.event.sequence]).toEqual(['CANCEL', entry.event.uid, 2]);
  expect((await answer(token, 'YES')).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  expect(await join(meeting.code, host)).toMatchObject({ reason: 'ENDED' });
  await socket.dispose();
});

test('the inbox shows a mail safely: nothing in it runs, its links open elsewhere', async ({ page }) => {
  const host = await Account.signUp(stack(), 'Hana Writes');
  const address = `bob.${host.userId}@example.org`;
  const title = `<img src=x onerror="document.title='run'"> plan`;
  await host.mutate(
    'createMeeting',
    'CreateMeetingInput',
    { title, startsAt: inMinutes(60), endsAt: inMinutes(90), invitees: [{ email: address }] },
    'meeting { id }',
  );
  await new Inbox(stack()).mailsTo(address, 1);
  await page.goto(stack().internal.mail);
  await page.getByRole('link', { name: title }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  const framed = page.frameLocator('iframe');
  await expect(framed.getByRole('link', { name: 'Yes' })).toHaveAttribute('href', /\/i\/inv_[\w-]+\?answer=yes$/);
  await expect(framed.getByRole('heading')).toContainText(title);
  await expect(page).not.toHaveTitle('run');
  const link = page.getByRole('link', { name: 'invite.ics' });
  const file = await page.request.get(new URL((await link.getAttribute('href')) ?? '', page.url()).href);
  expect(file.headers()['content-disposition']).toContain('invite.ics');
  expect(await file.text()).toContain('BEGIN:VCALENDAR');
});
