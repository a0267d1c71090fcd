import { newId } from '@parley/persistence';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { inMinutes, scheduleOperations } from './scheduled.ts';

let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());

it('without a mail server nothing is queued, and the invitation can be copied', async () => {
  const host = somebody(newId('organisation'));
  const { schedule, update, cancel } = scheduleOperations(() => media);
  const { made } = await schedule(host, {
    startsAt: inMinutes(60),
    endsAt: inMinutes(90),
    invitees: [{ email: 'a@example.org' }],
  });
  const meetingId = made?.id;
  await update(host, { meetingId, startsAt: inMinutes(70) });
  await media.remind();
  await cancel(host, { meetingId });
  expect(await media.rows(`SELECT * FROM mail`)).toEqual([]);
  expect(await media.rows(`SELECT * FROM invitation_directory`)).toEqual([]);
  expect(made?.invitationText).toContain('/m/');
});
