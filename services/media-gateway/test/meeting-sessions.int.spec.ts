import { connectNats, ask as request } from '@parley/bus';
import {
  readFact,
  readSessionPerson,
  sessionChanged,
  sessionPersonChanged,
  type ConversationId,
  type Fact,
} from '@parley/contracts';
import { hashOfGuestToken } from '@parley/identity';
import { newId } from '@parley/persistence';
import type { TestCaller } from '@parley/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations, type Meeting } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

interface Session {
  id: string;
  startedAt: string;
  endedAt: string | null;
  conversation: { id: ConversationId } | null;
  attendance: { nodes: { displayName: string }[] } | null;
}
interface Answer {
  meeting: {
    conversation: { id: ConversationId } | null;
    sessions: { nodes: Session[]; pageInfo: { endCursor: string; hasNextPage: boolean } } | null;
  };
}
const SESSIONS = `query ($code: String!, $first: Int!, $after: String) { meeting(code: $code) { conversation { id } sessions(first: $first, after: $after) {
  nodes { id startedAt endedAt conversation { id } attendance(first: 50) { nodes { displayName } } } pageInfo { endCursor hasNextPage } } } }`;

let media: MediaUnderTest;
let live: LiveDoorUnderTest;
let chat: NatsConnection;
beforeAll(async () => {
  media = await startMedia();
  live = await liveDoor(media);
  chat = await connectNats(media.nats.url('chat'), 'chat in a test');
});
afterAll(async () => {
  await Promise.all([live.close(), chat.close()]);
  await media.stop();
});

const { create, end } = operations(() => media);
const { knock, setRole, remove, update } = doorOperations(() => media);
const org = newId('organisation');
const [host, colleague, third] = [somebody(org), somebody(org), somebody(org)];
const stranger = somebody(newId('organisation'));
const ask = (caller: TestCaller, code: string, first = 50, after?: string) =>
  media.ask<Answer>(caller, SESSIONS, { code, first, after });
const look = async (caller: TestCaller, code: string) => (await ask(caller, code)).data.meeting;
const sessions = async (caller: TestCaller, code: string) => (await look(caller, code)).sessions?.nodes;
const open = async () => (await create(host, { access: 'PUBLIC', title: 'Weekly' })).meeting;
const enter = async (caller: TestCaller, meeting: Meeting, more: object = {}) =>
  (await knock(caller, meeting.code, more)).admission;

/** Two hours ago, in seconds: LiveKit's times are whole ones. */
const START = Math.floor(Date.now() / 1_000) - 7_200;
const at = (minute: number) => new Date((START + minute * 60) * 1_000).toISOString();
let sids = 0;

/** One connection, told as LiveKit tells it; what it gives tells its end. */
async function arrive(meeting: Meeting, identity: string, minute: number) {
  const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
    meeting.code,
  ]);
  const room = { name: row?.room_name, sid: `RM_${meeting.id}` };
  const participant = { identity, sid: `PA_${(sids += 1)}`, joinedAt: String(START + minute * 60) };
  await media.hook({ event: 'participant_joined', room, participant, createdAt: participant.joinedAt });
  return (end: number) =>
    media.hook({ event: 'participant_left', room, participant, createdAt: String(START + end * 60) });
}

/** What was told chat of this meeting, in order. */
async function told<F extends Fact>(fact: F, meeting: Meeting): Promise<ReturnType<typeof readFact<F>>['payload'][]> {
  const rows = await media.rows<{ payload: unknown }>(
    `SELECT payload FROM outbox WHERE subject = $1 AND payload->'session'->>'meetingId' = $2 ORDER BY id`,
    [fact.subject, meeting.id],
  );
  return rows.map(({ payload }) => fact.schema.parse(payload) as ReturnType<typeof readFact<F>>['payload']);
}
const find = (conversationId: ConversationId, who: { userId?: string; guestToken?: string }) =>
  request(chat, readSessionPerson, {
    conversationId,
    userId: who.userId ?? null,
    guestTokenHash: who.guestToken ? (hashOfGuestToken(who.guestToken) ?? null) : null,
  });

describe('a session', () => {
  it('begins with the first who is in, ends when it has been empty for five minutes, and another begins', async () => {
    const meeting = await open();
    expect(await look(host, meeting.code)).toMatchObject({ conversation: null, sessions: { nodes: [] } });
    const admitted = await enter(host, meeting);
    const before = await look(host, meeting.code);
    // Whoever is let in knows where they write, before anybody is in.
    expect(before).toMatchObject({ conversation: { id: expect.stringMatching(/^cnv_/) }, sessions: { nodes: [] } });
    const leave = await arrive(meeting, admitted.participantIdentity, 0);
    const guest = await enter({}, meeting, { displayName: 'Gus' });
    const guestLeaves = await arrive(meeting, guest.participantIdentity, 2);
    await leave(10);
    await media.tidy();
    expect(await sessions(host, meeting.code)).toMatchObject([{ startedAt: at(0), endedAt: null }]);
    await guestLeaves(12);
    expect(await sessions(host, meeting.code)).toMatchObject([{ endedAt: null }]);
    await media.tidy();
    expect(await sessions(host, meeting.code)).toMatchObject([
      {
        startedAt: at(0),
        endedAt: at(12),
        conversation: before.conversation,
        attendance: { nodes: [{ displayName: nameOf(host.sub) }, { displayName: 'Gus' }] },
      },
    ]);
    expect((await look(host, meeting.code)).conversation).toBeNull();
    const { participantIdentity } = await enter(colleague, meeting);
    const next = await arrive(meeting, participantIdentity, 60);
    const both = await sessions(host, meeting.code);
    expect(both).toMatchObject([
      { startedAt: at(60), endedAt: null, attendance: { nodes: [{ displayName: nameOf(colleague.sub) }] } },
      { startedAt: at(0), endedAt: at(12) },
    ]);
    expect(both?.[0]?.conversation?.id).not.toBe(both?.[1]?.conversation?.id);
    await next(61);
  });

  it('goes on for whoever comes back within five minutes, and for whoever is on the way in', async () => {
    const meeting = await open();
    const { participantIdentity } = await enter(host, meeting);
    const leave = await arrive(meeting, participantIdentity, 0);
    await leave(1);
    await media.rows(
      `UPDATE meeting_session SET empty_since = now() - interval '4 minutes 50 seconds' WHERE meeting_id = $1`,
      [meeting.id.slice(4)],
    );
    await media.tidy();
    const again = await enter(host, meeting);
    await media.rows(
      `UPDATE meeting_session SET empty_since = empty_since - interval '20 seconds' WHERE meeting_id = $1`,
      [meeting.id.slice(4)],
    );
    await media.tidy();
    await arrive(meeting, again.participantIdentity, 6);
    expect(await sessions(host, meeting.code)).toMatchObject([{ startedAt: at(0), endedAt: null }]);
  });

  it('ends with the meeting, and once', async () => {
    const meeting = await open();
    const { participantIdentity } = await enter(host, meeting);
    await arrive(meeting, participantIdentity, 0);
    const { meeting: over } = await end(host, meeting.id);
    await end(host, meeting.id);
    await media.tidy();
    expect(await sessions(host, meeting.code)).toMatchObject([
      { startedAt: at(0), endedAt: (over as unknown as { endedAt: string }).endedAt },
    ]);
    expect(await told(sessionChanged, meeting)).toHaveLength(1);
    expect((await look(host, meeting.code)).conversation).toBeNull();
  });

  it('that was let in and never entered is none', async () => {
    const meeting = await open();
    await enter(host, meeting);
    await end(host, meeting.id);
    expect(await sessions(host, meeting.code)).toEqual([]);
    expect(await told(sessionChanged, meeting)).toEqual([]);
  });

  it('tells whoever slips in with an old token of the new conversation', async () => {
    const meeting = await open();
    const { participantIdentity } = await enter(host, meeting);
    const leave = await arrive(meeting, participantIdentity, 0);
    await leave(1);
    await media.tidy();
    await arrive(meeting, participantIdentity, 30);
    const conversationId = (await look(host, meeting.code)).conversation?.id;
    expect(await live.events(host, { code: meeting.code })).toContainEqual({
      __typename: 'MeetingChanged',
      meeting: expect.objectContaining({ conversationId }),
    });
  });
});

describe('who sees sessions', () => {
  it('hosts all, others those they were in, strangers and the anonymous none; page by page', async () => {
    const meeting = await open();
    for (const [n, caller] of [host, colleague, host].entries()) {
      const { participantIdentity } = await enter(caller, meeting);
      const leave = await arrive(meeting, participantIdentity, n * 20);
      await leave(n * 20 + 5);
      await media.tidy();
    }
    expect(await sessions(host, meeting.code)).toHaveLength(3);
    expect(await sessions(colleague, meeting.code)).toMatchObject([
      { startedAt: at(20), endedAt: at(25), attendance: null },
    ]);
    expect(await sessions(third, meeting.code)).toEqual([]);
    expect(await sessions(stranger, meeting.code)).toEqual([]);
    expect(await look({}, meeting.code)).toMatchObject({ sessions: null, conversation: null });
    const one = (await ask(host, meeting.code, 2)).data.meeting.sessions;
    expect(one).toMatchObject({
      nodes: [{ startedAt: at(40) }, { startedAt: at(20) }],
      pageInfo: { hasNextPage: true },
    });
    const two = (await ask(host, meeting.code, 2, one?.pageInfo.endCursor)).data.meeting.sessions;
    expect(two).toMatchObject({ nodes: [{ startedAt: at(0) }], pageInfo: { hasNextPage: false } });
    for (const bad of [
      await ask(host, meeting.code, 0),
      await ask(host, meeting.code, 101),
      await ask(host, meeting.code, 1, 'x'),
    ])
      expect(bad.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('what chat is told', () => {
  it('who came, who is what, who was put out, what the meeting is called and when it is over', async () => {
    const meeting = await open();
    const admitted = await enter(host, meeting);
    await arrive(meeting, admitted.participantIdentity, 0);
    const guest = await enter({}, meeting, { displayName: 'Gus' });
    await arrive(meeting, guest.participantIdentity, 1);
    const visitor = await enter(stranger, meeting);
    await arrive(meeting, visitor.participantIdentity, 2);
    await setRole(host, { meetingId: meeting.id, participantId: guest.participantIdentity, role: 'VIEWER' });
    await remove(host, { meetingId: meeting.id, participantId: guest.participantIdentity, ban: true });
    await update(host, { meetingId: meeting.id, title: 'Renamed' });
    await update(host, { meetingId: meeting.id, permissions: { presentersMayChat: false } });
    // Nothing of chat's: nothing is told.
    await update(host, { meetingId: meeting.id, permissions: { presentersMayShare: false } });
    await end(host, meeting.id);
    const people = await told(sessionPersonChanged, meeting);
    const ofGuest = { userId: null, guestTokenHash: hashOfGuestToken(guest.guestToken), displayName: 'Gus' };
    expect(people).toMatchObject([
      {
        change: 'JOINED',
        person: { userId: host.sub, displayName: nameOf(host.sub), role: 'HOST', isVisitor: false, until: null },
        session: { title: 'Weekly', startedAt: at(0), endedAt: null, presentersMayChat: true, hostUserId: host.sub },
      },
      { change: 'JOINED', person: { ...ofGuest, role: 'PRESENTER', isVisitor: false, until: expect.any(String) } },
      { change: 'JOINED', person: { userId: stranger.sub, displayName: nameOf(stranger.sub), isVisitor: true } },
      { change: 'ROLE_CHANGED', person: { ...ofGuest, role: 'VIEWER' } },
      { change: 'REMOVED', person: ofGuest },
    ]);
    expect(people[0]?.session.recordUrl).toMatch(new RegExp(`/meetings/${meeting.code}$`));
    expect(await told(sessionChanged, meeting)).toMatchObject([
      { session: { title: 'Renamed', presentersMayChat: true, endedAt: null } },
      { session: { title: 'Renamed', presentersMayChat: false, endedAt: null } },
      { session: { endedAt: expect.any(String) } },
    ]);
  });

  it('when it asks: people of that session alone, not whoever was put out, no guest of a session that is over', async () => {
    const meeting = await open();
    const { participantIdentity } = await enter(host, meeting);
    const hostLeaves = await arrive(meeting, participantIdentity, 0);
    const conversationId = (await look(host, meeting.code)).conversation?.id as ConversationId;
    const guest = await enter({}, meeting, { displayName: 'Gus' });
    const { guestToken } = guest;
    // Let in, and LiveKit has not told us yet.
    expect(await find(conversationId, { guestToken })).toMatchObject({
      found: { person: { displayName: 'Gus', role: 'PRESENTER' }, session: { conversationId, endedAt: null } },
    });
    expect(await find(conversationId, { userId: host.sub })).toMatchObject({ found: { person: { role: 'HOST' } } });
    expect(await find(conversationId, { userId: colleague.sub })).toEqual({ found: null });
    expect(await find(newId('conversation'), { userId: host.sub })).toEqual({ found: null });
    const other = await enter({}, await open(), { displayName: 'Other' });
    expect(await find(conversationId, { guestToken: other.guestToken })).toEqual({ found: null });
    const banned = await enter(colleague, meeting);
    const bannedLeaves = await arrive(meeting, banned.participantIdentity, 1);
    await remove(host, { meetingId: meeting.id, participantId: banned.participantIdentity });
    await bannedLeaves(2);
    expect(await find(conversationId, { userId: colleague.sub })).toEqual({ found: null });
    const guestLeaves = await arrive(meeting, guest.participantIdentity, 2);
    await guestLeaves(3);
    await hostLeaves(4);
    expect(await find(conversationId, { guestToken })).toMatchObject({ found: { person: { displayName: 'Gus' } } });
    await media.tidy();
    expect(await find(conversationId, { guestToken })).toEqual({ found: null });
    expect(await find(conversationId, { userId: host.sub })).toMatchObject({ found: { session: { endedAt: at(4) } } });
  });
});
