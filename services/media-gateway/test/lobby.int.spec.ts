import { lobbyWaiting, type PayloadOf } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations, type Meeting } from './documents.ts';
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

const { create, end } = operations(() => media);
const { knock, look, admit, refuse, leave, lock, update } = doorOperations(() => media);
const org = newId('organisation');
const [host, colleague, other] = [somebody(org), somebody(org), somebody(org)];
const withLobby = async (more: object = {}): Promise<Meeting> => (await create(host, { lobby: true, ...more })).meeting;
const rings = async (meetingId: string) =>
  (
    await media.rows<{ payload: PayloadOf<typeof lobbyWaiting> }>(
      `SELECT payload FROM outbox WHERE subject = $1 AND payload -> 'meeting' ->> 'id' = $2 ORDER BY id`,
      [lobbyWaiting.subject, meetingId],
    )
  ).map(({ payload }) => payload);

describe('the lobby', () => {
  it('keeps people until a host lets them in; each sees what is theirs', async () => {
    const meeting = await withLobby();
    await knock(host, meeting.code);
    const { admission } = await knock(colleague, meeting.code);
    expect(admission).toMatchObject({
      __typename: 'WaitingInLobby',
      lobbyId: expect.stringMatching(/^lob_[0-9a-f]{32}$/),
      hostPresent: false,
      guestToken: null,
    });
    expect((await knock(colleague, meeting.code)).admission.lobbyId).toBe(admission.lobbyId);
    expect(await look(colleague, meeting.code)).toMatchObject({ participants: null, lobby: null, permissions: null });
    expect((await look(host, meeting.code)).lobby?.nodes).toMatchObject([
      { lobbyId: admission.lobbyId, displayName: nameOf(colleague.sub), isGuest: false },
    ]);
    const ask = { meetingId: meeting.id, lobbyIds: [admission.lobbyId] };
    expect((await admit(colleague, ask)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const waiting = await door.open(colleague, { code: meeting.code });
    expect(await admit(host, ask)).toMatchObject({ meeting: { id: meeting.id }, userErrors: [] });
    expect(await admit(host, ask)).toMatchObject({ userErrors: [] });
    if (!waiting.opened) throw new Error('refused');
    expect(waiting.opened).toMatchObject({ topic: `media.lobby.${admission.lobbyId}`, holder: colleague.sub });
    expect((await door.read(waiting)).events).toMatchObject([
      { event: { __typename: 'AdmissionDecided', isAdmitted: true }, ends: [colleague.sub] },
    ]);
    expect((await look(host, meeting.code)).lobby?.nodes).toEqual([]);
    expect((await knock(colleague, meeting.code)).admission).toMatchObject({
      __typename: 'Admitted',
      role: 'PRESENTER',
    });
    expect((await door.events(host, { code: meeting.code })).slice(1)).toMatchObject([
      { __typename: 'LobbyMoved', waitingCount: 1 },
      { __typename: 'LobbyMoved', waitingCount: 0 },
      { __typename: 'ParticipantChanged' },
    ]);
    expect((await knock(colleague, meeting.code)).admission.__typename).toBe('Admitted');
  });

  it('lets several in at once, all or none', async () => {
    const meeting = await withLobby();
    const people = Array.from({ length: 5 }, () => somebody(org));
    const ids: string[] = [];
    for (const person of people) ids.push((await knock(person, meeting.code)).admission.lobbyId);
    const foreign = (await knock(colleague, (await withLobby()).code)).admission.lobbyId;
    for (const [lobbyIds, code] of [
      [[...ids, foreign], 'NOT_FOUND'],
      [[...ids, newId('lobby')], 'NOT_FOUND'],
      [[...ids, 'lob_1'], 'BAD_USER_INPUT'],
      [[], 'BAD_USER_INPUT'],
      [Array.from({ length: 101 }, () => ids[0]), 'BAD_USER_INPUT'],
    ] as const)
      expect((await admit(host, { meetingId: meeting.id, lobbyIds })).userErrors).toMatchObject([
        { code, field: ['lobbyIds'] },
      ]);
    expect((await look(host, meeting.code)).lobby?.nodes.map(({ lobbyId }) => lobbyId)).toEqual(ids);
    await admit(host, { meetingId: meeting.id, lobbyIds: ids.slice(0, 4) });
    expect((await look(host, meeting.code)).lobby?.nodes).toHaveLength(1);
    for (const person of people.slice(0, 4))
      expect((await knock(person, meeting.code)).admission.__typename).toBe('Admitted');
    expect((await knock(people[4] ?? {}, meeting.code)).admission.__typename).toBe('WaitingInLobby');
  });

  it('refuses: told at once, not let in, and not asked again for a minute', async () => {
    const meeting = await withLobby();
    const { lobbyId } = (await knock(colleague, meeting.code)).admission;
    await refuse(host, { meetingId: meeting.id, lobbyIds: [lobbyId] });
    expect((await knock(colleague, meeting.code)).admission).toMatchObject({ reason: 'NOT_ALLOWED' });
    await media.rows(`UPDATE lobby_entry SET decided_at = now() - interval '2 minutes' WHERE id = $1`, [
      lobbyId.slice(4),
    ]);
    expect((await knock(colleague, meeting.code)).admission).toMatchObject({ lobbyId });
    // What was told of the wait before is not told of this one.
    expect(await door.events(colleague, { code: meeting.code })).toEqual([]);
  });

  it('is left by those who wait, by nobody in their stead, and by those who are silent', async () => {
    const meeting = await withLobby();
    const { lobbyId } = (await knock(colleague, meeting.code)).admission;
    for (const caller of [host, other, {}])
      expect((await leave(caller, { lobbyId })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await leave(colleague, { lobbyId: 'lob_x' })).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await leave(colleague, { lobbyId })).toEqual({ lobbyId, userErrors: [] });
    expect(await leave(colleague, { lobbyId })).toEqual({ lobbyId, userErrors: [] });
    expect((await look(host, meeting.code)).lobby?.nodes).toEqual([]);
    expect((await knock(colleague, meeting.code)).admission.lobbyId).toBe(lobbyId);
    await knock(other, meeting.code);
    await media.rows(`UPDATE lobby_entry SET last_seen = now() - interval '2 minutes' WHERE user_id = ANY ($1)`, [
      [colleague.sub.slice(4), other.sub.slice(4)],
    ]);
    // The live door's looks are signs of life.
    await door.events(other, { code: meeting.code });
    await media.reconcile();
    expect((await look(host, meeting.code)).lobby?.nodes).toMatchObject([{ displayName: nameOf(other.sub) }]);
  });

  it('is empty when it is switched off, and when the meeting ends', async () => {
    const meeting = await withLobby();
    await knock(colleague, meeting.code);
    await lock(host, { meetingId: meeting.id, locked: true });
    expect((await knock(colleague, meeting.code)).admission.__typename).toBe('WaitingInLobby');
    await update(host, { meetingId: meeting.id, lobby: false });
    expect((await knock(colleague, meeting.code)).admission.__typename).toBe('Admitted');
    const ended = await withLobby();
    await knock(colleague, ended.code);
    const waiting = await door.open(colleague, { code: ended.code });
    await end(host, ended.id);
    if (!waiting.opened) throw new Error('refused');
    expect((await door.read(waiting)).events).toMatchObject([
      {
        event: { __typename: 'MeetingChanged', meeting: { state: 'ENDED', waitingCount: null } },
        ends: [colleague.sub],
      },
    ]);
    expect((await admit(host, { meetingId: ended.id, lobbyIds: [newId('lobby')] })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
  });

  it('tells those who wait whether a host is in', async () => {
    const meeting = await withLobby();
    const { participantIdentity } = (await knock(host, meeting.code)).admission;
    await knock(colleague, meeting.code);
    const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
      meeting.code,
    ]);
    const createdAt = String(Math.floor(Date.now() / 1_000));
    const tell = (event: string, sid: string) =>
      media.hook({
        event,
        room: { name: row?.room_name, sid: `RM_${meeting.id}` },
        participant: { identity: participantIdentity, sid: `${sid}_${meeting.id}`, joinedAt: createdAt },
        createdAt,
      });
    await tell('participant_joined', 'PA_1');
    expect((await knock(other, meeting.code)).admission.hostPresent).toBe(true);
    await tell('participant_left', 'PA_1');
    expect(await door.events(colleague, { code: meeting.code })).toEqual([
      { __typename: 'HostPresenceChanged', hostPresent: true },
      { __typename: 'HostPresenceChanged', hostPresent: false },
    ]);
  });

  it('rings at hosts and co-hosts: at once, then joined per two seconds', async () => {
    const meeting = await withLobby({ title: 'Ringing' });
    await media.rows(
      `INSERT INTO meeting_role (organisation_id, meeting_id, user_id, role) SELECT organisation_id, id, $2, 'CO_HOST' FROM meeting WHERE code = $1`,
      [meeting.code, other.sub.slice(4)],
    );
    await knock(somebody(org), meeting.code);
    const first = await rings(meeting.id);
    expect(first).toMatchObject([
      { organisationId: org, meeting: { title: 'Ringing', hasLobby: true, waitingCount: 1 } },
    ]);
    expect(first[0]?.userIds.toSorted()).toEqual([host.sub, other.sub].toSorted());
    // A longer two seconds, for a slow machine.
    await media.rows(`UPDATE meeting SET lobby_told_at = now() + interval '4 seconds' WHERE code = $1`, [meeting.code]);
    for (let n = 0; n < 4; n += 1) await knock(somebody(org), meeting.code);
    await expect
      .poll(async () => (await rings(meeting.id)).map((ring) => ring.meeting.waitingCount), { timeout: 20_000 })
      .toEqual([1, 5]);
  });
});

it('lists, for those who hold them, the meetings in whose lobby somebody waits', async () => {
  const [ann, bea] = [somebody(host.org), somebody(host.org)];
  const { create: make } = operations(() => media);
  const [quiet, busy] = [
    (await make(ann, { access: 'PUBLIC', lobby: true, title: 'Quiet' })).meeting,
    (await make(ann, { access: 'PUBLIC', lobby: true, title: 'Busy' })).meeting,
  ];
  await knock({}, busy.code, { displayName: 'Gus' });
  await knock(bea, busy.code);
  const LIST = `{ meetings(first: 20, hasWaiting: true) { nodes { title waitingCount } } }`;
  const listed = async (who: typeof ann) =>
    (await media.ask<{ meetings: { nodes: object[] } }>(who, LIST)).data.meetings.nodes;
  expect(await listed(ann)).toEqual([{ title: 'Busy', waitingCount: 2 }]);
  expect(await listed(bea)).toEqual([]);
  const COUNT = `query ($code: String!) { meeting(code: $code) { waitingCount } }`;
  expect((await media.ask(ann, COUNT, { code: quiet.code })).data).toEqual({ meeting: { waitingCount: 0 } });
  expect((await media.ask(bea, COUNT, { code: busy.code })).data).toEqual({ meeting: { waitingCount: null } });
});
