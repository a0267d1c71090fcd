import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let [hostSeat, adaSeat, guestSeat] = [] as unknown as [Seat, Seat, Seat];
const org = newId('organisation');
const [host, ada, stranger] = [somebody(org), somebody(org), somebody(newId('organisation'))];
const { setSpotlight, setRole, remove, update } = doorOperations(() => media);
const { end } = operations(() => media);
const NOBODY = 'par_0190a5d0000070008000000000000000';

beforeAll(async () => {
  media = await startMedia();
  door = await liveDoor(media);
});
afterAll(async () => {
  await door?.close();
  await media?.stop();
});
beforeEach(async () => {
  meeting = await ModeratedMeeting.open(media, host);
  hostSeat = await meeting.seat(host);
  adaSeat = await meeting.seat(ada);
  guestSeat = await meeting.seat({});
});
afterEach(() => meeting.close());

const show = (caller: Parameters<typeof setSpotlight>[0], participantId: string | null, more: object = {}) =>
  setSpotlight(caller, { meetingId: meeting.id, participantId, ...more });
const kept = async (caller: Parameters<typeof setSpotlight>[0]) =>
  (
    await media.ask<{ meeting: { spotlight: string | null } }>(
      caller,
      'query ($code: String!) { meeting(code: $code) { spotlight } }',
      { code: meeting.meeting.code },
    )
  ).data.meeting.spotlight;
const told = async (args: object = {}, caller: Parameters<typeof door.events>[0] = host) =>
  (await door.events(caller, { code: meeting.meeting.code, ...args })).filter(
    ({ __typename }) => __typename === 'SpotlightChanged',
  );

describe('the spotlight', () => {
  it('shows one after the other, also a guest and oneself; everybody is told, and it is kept', async () => {
    expect(await show(host, guestSeat.id)).toEqual({ userErrors: [], meeting: { spotlight: guestSeat.id } });
    expect(await kept(ada)).toBe(guestSeat.id);
    expect(await show(host, hostSeat.id)).toMatchObject({ userErrors: [], meeting: { spotlight: hostSeat.id } });
    const { displayName } = (
      await media.rows<{ displayName: string }>(
        'SELECT display_name AS "displayName" FROM participant WHERE id = $1::uuid',
        [hostSeat.id.slice(4)],
      )
    )[0] as { displayName: string };
    const events = [guestSeat, hostSeat].map(({ id }) => ({
      __typename: 'SpotlightChanged',
      participantId: id,
      by: displayName,
    }));
    expect(await told()).toEqual(events);
    expect(await told({ guestToken: guestSeat.guestToken }, {})).toEqual(events);
    expect(await show(host, null)).toMatchObject({ userErrors: [], meeting: { spotlight: null } });
    expect((await told()).at(-1)).toMatchObject({ participantId: null });
    expect(await kept(ada)).toBeNull();
  });

  it('is told once where it was there already, and a co-host may set it', async () => {
    await setRole(host, { meetingId: meeting.id, participantId: adaSeat.id, role: 'CO_HOST' });
    expect((await show(ada, guestSeat.id)).userErrors).toEqual([]);
    expect((await show(host, guestSeat.id)).userErrors).toEqual([]);
    expect(await told()).toHaveLength(1);
    expect((await setSpotlight(ada, { meetingId: meeting.id })).userErrors).toEqual([]);
    expect((await show(ada, null)).userErrors).toEqual([]);
    expect(await told()).toHaveLength(2);
  });

  it('stays with whoever left, and is nobody’s business who may not see who is in', async () => {
    await show(host, adaSeat.id);
    await adaSeat.device.leave();
    expect(await kept(host)).toBe(adaSeat.id);
    expect(await kept({})).toBeNull();
    await update(host, { meetingId: meeting.id, access: 'INVITED' });
    expect(await kept(somebody(org))).toBeNull();
  });

  it('is not set by others, of nobody, nor where it is over; then nothing has changed', async () => {
    await show(host, adaSeat.id);
    const refused = async (code: string, answer: ReturnType<typeof show>) =>
      expect(await answer).toMatchObject({ meeting: null, userErrors: [{ code }] });
    await refused('FORBIDDEN', show(ada, guestSeat.id));
    await refused('FORBIDDEN', show(ada, null));
    await refused('NOT_FOUND', show(stranger, guestSeat.id, { meetingId: newId('meeting') }));
    await refused('NOT_FOUND', show(host, NOBODY));
    await refused('BAD_USER_INPUT', show(host, 'x'));
    await refused('BAD_USER_INPUT', show(host, guestSeat.id, { meetingId: 'x' }));
    const other = await ModeratedMeeting.open(media, stranger);
    await refused('NOT_FOUND', show(host, guestSeat.id, { meetingId: other.id }));
    await refused('NOT_FOUND', show(stranger, guestSeat.id, { meetingId: other.id }));
    await remove(host, { meetingId: meeting.id, participantId: guestSeat.id });
    await refused('NOT_FOUND', show(host, guestSeat.id));
    await expect(show({}, guestSeat.id)).rejects.toThrow('UNAUTHENTICATED');
    expect(await kept(host)).toBe(adaSeat.id);
    expect(await told()).toHaveLength(1);
    await end(host, meeting.id);
    await refused('CONFLICT', show(host, null));
    expect(await kept(host)).toBe(adaSeat.id);
  });
});
