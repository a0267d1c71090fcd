import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
beforeAll(async () => {
  media = await startMedia();
  door = await liveDoor(media);
});
afterAll(async () => {
  await door?.close();
  await media?.stop();
});

const { create, end } = operations(() => media);
const { knock, react } = doorOperations(() => media);
const org = newId('organisation');
const [host, ada] = [somebody(org), somebody(org)];

async function open() {
  const { meeting } = await create(host, { access: 'PUBLIC' });
  const { admission: mine } = await knock(host, meeting.code);
  const { admission: guest } = await knock({}, meeting.code, { displayName: 'Mara' });
  const told = async () =>
    (await door.events(host, { code: meeting.code })).filter(({ __typename }) => __typename === 'Reacted');
  return { ...meeting, mine, guest, told };
}

describe('reactions', () => {
  it('of people and guests are told to everybody in the meeting, in order', async () => {
    const { id: meetingId, mine, guest, told } = await open();
    expect(await react(host, { meetingId, reaction: 'CLAP' })).toMatchObject({
      userErrors: [],
      participant: { id: mine.participantIdentity },
    });
    await react({}, { meetingId, reaction: 'PARTY', guestToken: guest.guestToken });
    expect(await told()).toEqual([
      { __typename: 'Reacted', participantId: mine.participantIdentity, reaction: 'CLAP' },
      { __typename: 'Reacted', participantId: guest.participantIdentity, reaction: 'PARTY' },
    ]);
  });

  it('are five in five seconds, each person for themselves', async () => {
    const { id: meetingId, guest, told } = await open();
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await react(host, { meetingId, reaction: 'HEART' }));
    expect(answers.map(({ userErrors }) => userErrors[0]?.code)).toEqual([...Array(5).fill(undefined), 'RATE_LIMITED']);
    expect(await told()).toHaveLength(5);
    expect(await react({}, { meetingId, reaction: 'HEART', guestToken: guest.guestToken })).toMatchObject({
      userErrors: [],
    });
  });

  it('are of those alone who are in, while it goes on, and of one’s own', async () => {
    const { id: meetingId, mine, guest, told } = await open();
    const reaction = 'LAUGH';
    expect(await react(ada, { meetingId, reaction })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    const participantId = guest.participantIdentity;
    expect(await react(host, { meetingId, reaction, participantId })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    expect(await react(ada, { meetingId: 'x', reaction })).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await react(ada, { meetingId: newId('meeting'), reaction })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    const guestToken = `gst_${'a'.repeat(43)}`;
    expect(await react({}, { meetingId, reaction, guestToken })).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    await expect(react({}, { meetingId, reaction })).rejects.toThrow('UNAUTHENTICATED');
    await expect(react(host, { meetingId, reaction: 'SNEER' })).rejects.toThrow('BAD_USER_INPUT');
    expect(await told()).toEqual([]);
    await end(host, meetingId);
    expect(await react(host, { meetingId, reaction, participantId: mine.participantIdentity })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });
});
