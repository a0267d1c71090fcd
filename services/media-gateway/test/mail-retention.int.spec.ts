import { newId } from '@parley/persistence';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Housekeeper } from '../src/housekeeping/housekeeper.ts';
import { operations } from './documents.ts';
import { MailServer, tokenOf } from './mail-server.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { inMinutes, scheduleOperations, type Scheduled } from './scheduled.ts';

let media: MediaUnderTest;
let post: MailServer;
beforeAll(async () => {
  post = await MailServer.start();
  media = await startMedia({ MAIL_URL: post.url, MAIL_DAYS: 7, MEETING_HISTORY_DAYS: 30 });
});
afterAll(async () => {
  await media?.stop();
  await post?.stop();
});

const { join, end } = operations(() => media);
const { schedule, answer, invitation, look } = scheduleOperations(() => media);
const org = newId('organisation');
const [host, colleague] = [somebody(org), somebody(org)];
const ANN = 'ann@example.org';
const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);
const clean = async () => {
  // A housekeeper that has not cleaned for an hour.
  Object.assign(media.app.get(Housekeeper), { cleanedAt: 0 });
  expect(await media.tidy()).toBe(true);
};
const count = async (table: string, id: string) =>
  Number(
    (await media.rows<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE meeting_id = $1`, [uuidOf(id)]))[0]?.n,
  );
const planned = async (title: string, more: object = {}): Promise<Scheduled> => {
  const when = { startsAt: inMinutes(-2), endsAt: inMinutes(30), timeZone: 'UTC' };
  const { made, userErrors } = await schedule(host, { title, ...when, invitees: [{ email: ANN }], ...more });
  expect(userErrors).toEqual([]);
  return made as Scheduled;
};
const aged = (id: string, column: string, days: number) =>
  media.rows(`UPDATE mail SET ${column} = now() - $2 * interval '1 day' WHERE meeting_id = $1`, [uuidOf(id), days]);

it('mails that were sent, given up or could not be tried go after MAIL_DAYS, and no sooner', async () => {
  const sent = await planned('Sent');
  await post.arrived('Sent', 1);
  await expect
    .poll(() => media.rows(`SELECT 1 FROM mail WHERE meeting_id = $1 AND sent_at IS NOT NULL`, [uuidOf(sent.id)]))
    .toHaveLength(1);
  post.refusal = { responseCode: 550, message: 'no' };
  const [dead, stuck] = [await planned('Dead'), await planned('Stuck')];
  for (const { id } of [dead, stuck])
    await expect
      .poll(() => media.rows(`SELECT 1 FROM mail WHERE meeting_id = $1 AND cause IS NOT NULL`, [uuidOf(id)]))
      .toHaveLength(1);
  await aged(dead.id, 'dead_at', 6.9);
  await aged(sent.id, 'sent_at', 6.9);
  await clean();
  const left = async () => [await count('mail', sent.id), await count('mail', dead.id), await count('mail', stuck.id)];
  expect(await left()).toEqual([1, 1, 1]);
  await aged(dead.id, 'dead_at', 7.1);
  await clean();
  expect(await left()).toEqual([1, 0, 1]);
  await aged(sent.id, 'sent_at', 7.1);
  // As it lies there once the mail server was taken away: neither sent nor given up.
  await aged(stuck.id, 'next_attempt_at', 7.1);
  await clean();
  expect(await left()).toEqual([0, 0, 0]);
  post.refusal = undefined;
});

it('who was invited goes with their answer and links MEETING_HISTORY_DAYS after the end, or the last time', async () => {
  const twice = { recurrence: { frequency: 'DAILY', count: 2 } };
  const invitees = [{ email: ANN }, { userId: colleague.sub }];
  const [ended, faded, next] = [
    await planned('Ended', { invitees }),
    await planned('Faded', { invitees }),
    await planned('Coming', { ...twice, invitees }),
  ];
  const { made } = await schedule(host, { title: 'Always', isPermanent: true, invitees });
  const always = made as Scheduled;
  const mail = (await post.arrived('Ended', 2)).find(({ recipient }) => recipient === ANN);
  const token = tokenOf(mail as never);
  await answer({}, { token, answer: 'YES' });
  await end(host, ended.id);
  const left = async () => {
    const all = [];
    for (const { id } of [ended, faded, next, always])
      all.push([await count('invitee', id), await count('invitation_directory', id)]);
    return all;
  };
  const HERE = [2, 2];
  const age = async (days: number) => {
    await media.rows(`UPDATE meeting SET ended_at = now() - $2 * interval '1 day' WHERE id = $1`, [
      uuidOf(ended.id),
      days,
    ]);
    for (const { id } of [faded, next])
      await media.rows(
        `UPDATE occurrence SET starts_at = now() - $2 * interval '1 day' - interval '1 hour', ends_at = now() - $2 * interval '1 day'
         WHERE meeting_id = $1 AND starts_at < now()`,
        [uuidOf(id), days],
      );
  };
  await age(29);
  await clean();
  expect(await left()).toEqual([HERE, HERE, HERE, HERE]);
  expect(await invitation(token)).toMatchObject({ answer: 'YES' });

  await age(31);
  // Somebody was in it last week.
  const { admission } = await join(colleague, faded.code);
  const [row] = await media.rows<{ room_name: string }>(`SELECT room_name FROM meeting WHERE id = $1`, [
    uuidOf(faded.id),
  ]);
  const at = String(Math.floor(Date.now() / 1_000) - 7 * 86_400);
  const told = {
    room: { name: row?.room_name, sid: 'RM_faded' },
    participant: { identity: admission.participantIdentity, sid: 'PA_faded', joinedAt: at },
    createdAt: at,
  };
  await media.hook({ event: 'participant_joined', ...told });
  await media.hook({ event: 'participant_left', ...told });
  await clean();
  expect(await left()).toEqual([[0, 0], HERE, HERE, HERE]);
  expect(await invitation(token)).toBeNull();
  expect(await look(host, ended.code)).toMatchObject({ title: 'Ended', invitees: { nodes: [] } });

  await media.rows(
    `UPDATE attendance SET joined_at = joined_at - interval '30 days', left_at = left_at - interval '30 days' WHERE meeting_id = $1`,
    [uuidOf(faded.id)],
  );
  await clean();
  expect(await left()).toEqual([[0, 0], [0, 0], HERE, HERE]);
});
