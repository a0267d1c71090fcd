import { newId } from '@parley/persistence';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting } from './moderated-meeting.ts';

let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());

const { create, read } = operations(() => media);
const { knock, remove } = doorOperations(() => media);
const org = newId('organisation');

it('a meeting for 25 people takes 25, hosts and further devices besides, and the next one when somebody is gone', async () => {
  const [host, ...people] = Array.from({ length: 27 }, () => somebody(org));
  const [first, late] = [people[0], people.at(-1)];
  if (!host || !first || !late) throw new Error('nobody there');
  const { meeting } = await create(host, { access: 'PUBLIC', mostPeople: 25 });
  const inside = [];
  for (const one of people.slice(0, 25)) inside.push((await knock(one, meeting.code)).admission);
  expect(inside.map(({ __typename }) => __typename)).toEqual(Array.from({ length: 25 }, () => 'Admitted'));
  const full = { __typename: 'Refused', reason: 'FULL' };
  expect((await knock(late, meeting.code)).admission).toMatchObject(full);
  expect((await knock({}, meeting.code, { displayName: 'Gus' })).admission).toMatchObject(full);
  expect((await knock(first, meeting.code)).admission.__typename).toBe('Admitted');
  expect((await knock(host, meeting.code)).admission.__typename).toBe('Admitted');
  expect((await read(host, meeting.code))?.participants?.nodes).toHaveLength(27);
  // The host counts as well: two must go before one may come.
  for (const gone of inside.slice(1, 3))
    await remove(host, { meetingId: meeting.id, participantId: gone.participantIdentity });
  expect((await knock(late, meeting.code)).admission.__typename).toBe('Admitted');
  expect((await knock({}, meeting.code, { displayName: 'Gus' })).admission).toMatchObject(full);
});

it('a meeting whose hosts vanish goes on and promotes nobody; the host who comes back is host', async () => {
  const [host, colleague] = [somebody(org), somebody(org)];
  const meeting = await ModeratedMeeting.open(media, host);
  const [chair, seat] = [await meeting.seat(host), await meeting.seat(colleague)];
  const roles = async () => {
    const nodes = (await read(colleague, meeting.meeting.code))?.participants?.nodes ?? [];
    return Object.fromEntries(nodes.map(({ id, role }) => [id, role]));
  };
  await expect.poll(roles, { timeout: 15_000 }).toEqual({ [chair.id]: 'HOST', [seat.id]: 'PRESENTER' });
  await chair.device.leave();
  await expect.poll(roles, { timeout: 15_000 }).toEqual({ [seat.id]: 'PRESENTER' });
  await media.reconcile();
  await media.tidy();
  expect(await roles()).toEqual({ [seat.id]: 'PRESENTER' });
  expect(seat.device.isIn).toBe(true);
  expect((await remove(colleague, { meetingId: meeting.id, participantId: chair.id })).userErrors).toMatchObject([
    { code: 'FORBIDDEN' },
  ]);
  expect((await meeting.seat(host)).role).toBe('HOST');
  await meeting.close();
});
