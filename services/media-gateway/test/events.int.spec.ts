import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
beforeAll(async () => {
  media = await startMedia();
  door = await liveDoor(media);
});
afterAll(async () => {
  await door.close();
  await media.stop();
});

const { create, join, end } = operations(() => media);
const org = newId('organisation');
const [host, colleague] = [somebody(org), somebody(org)];

describe('meetingEvents', () => {
  it('tells those who were let in who comes, arrives, leaves, and the end; each from their admission on', async () => {
    const { meeting } = await create(host);
    const { admission } = await join(host, meeting.code);
    const id = admission.participantIdentity;
    await join(colleague, meeting.code);
    const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
      meeting.code,
    ]);
    const room = { name: row?.room_name, sid: `RM_${meeting.id}` };
    const createdAt = String(Math.floor(Date.now() / 1_000));
    const participant = { identity: id, sid: `PA_${meeting.id}`, joinedAt: createdAt, name: 'Mallory' };
    await media.hook({ event: 'participant_joined', room, participant, createdAt });
    await media.hook({ event: 'participant_left', room, participant, createdAt });
    await end(host, meeting.id);
    const seen = await door.events(host, { code: meeting.code });
    expect(seen).toMatchObject([
      {
        __typename: 'ParticipantChanged',
        participant: {
          id,
          identity: id,
          displayName: nameOf(host.sub),
          role: 'HOST',
          isGuest: false,
          userId: host.sub,
          joinedAt: null,
        },
      },
      { __typename: 'ParticipantChanged', participant: { displayName: nameOf(colleague.sub), role: 'PRESENTER' } },
      { __typename: 'ParticipantChanged', participant: { id, joinedAt: expect.any(String) } },
      { __typename: 'ParticipantLeft', participantId: id, wasRemoved: false },
      {
        __typename: 'MeetingChanged',
        meeting: { id: meeting.id, state: 'ENDED', isLocked: false, permissions: { presentersMayChat: true } },
      },
    ]);
    expect(await door.events(colleague, { code: meeting.code })).toEqual(seen.slice(1));
  });

  it('is for those who were let in', async () => {
    const { meeting } = await create(host);
    expect(await door.open(colleague, { code: meeting.code })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await door.open({}, { code: meeting.code })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect(await door.open(host, { code: 'bcd-fghj-kmn' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await door.open(host, { code: 7 })).toMatchObject({ error: { code: 'BAD_USER_INPUT' } });
  });
});
