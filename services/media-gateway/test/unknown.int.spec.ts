import { newId } from '@parley/persistence';
import { SIGNIFICANT, timeApart } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callOperations } from './calling.ts';
import { doorOperations, operations } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

/** Over all questions, half about what is there and half about what is not: what issue 6 asks for. */
const SAMPLES = 10_000;
const ROWS = 10;

const org = newId('organisation');
const [host, friend, mallory] = [somebody(org), somebody(org), somebody(org)];
const there = { meeting: [] as string[], recording: [] as string[], call: [] as string[], lobby: [] as string[] };
let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
  const { create } = operations(() => media);
  const { start, hangUp } = callOperations(() => media);
  const { knock } = doorOperations(() => media);
  for (let nth = 0; nth < ROWS; nth += 1) {
    // Somebody is invited who has no account: their invitation waits to be claimed.
    const invitees = [{ email: `guest${nth}@example.org` }];
    const { meeting } = await create(host, { title: 'Closed', access: 'INVITED', invitees });
    there.meeting.push(meeting.id);
    const recordingId = newId('recording');
    const ids = [org, recordingId, meeting.id, host.sub].map((id) => id.slice(4));
    await media.rows(
      `INSERT INTO recording (organisation_id, id, meeting_id, started_by, state) VALUES ($1, $2, $3, $4, 'FAILED')`,
      ids,
    );
    await media.rows(
      `INSERT INTO recording_directory (organisation_id, recording_id, meeting_id, is_open) VALUES ($1, $2, $3, false)`,
      ids.slice(0, 3),
    );
    there.recording.push(recordingId);
    const call = (await start(host, [friend.sub])).call as { id: string };
    await hangUp(host, call.id);
    there.call.push(call.id);
    const guarded = (await create(host, { lobby: true })).meeting;
    there.lobby.push((await knock(friend, guarded.code)).admission.lobbyId as string);
  }
});
afterAll(() => media?.stop());

const refused = async (name: string, input: object): Promise<unknown> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { userErrors { code } } }`;
  const { data } = await media.ask<{ answer: { userErrors: { code: string }[] } }>(mallory, query, { input });
  return data.answer.userErrors[0]?.code;
};
const read = async (query: string): Promise<unknown> =>
  (await media.ask<{ answer: unknown }>(mallory, `{ answer: ${query} }`)).data.answer;
const node = async (__typename: string, id: string): Promise<unknown> => {
  const query = `query ($asked: [_Any!]!) { _entities(representations: $asked) { __typename } }`;
  return (await media.ask<{ _entities: unknown[] }>(mallory, query, { asked: [{ __typename, id }] })).data._entities[0];
};
const QUESTIONS: [name: string, kind: keyof typeof there, ask: (id: string) => Promise<unknown>, answer: unknown][] = [
  ['endMeeting', 'meeting', (meetingId) => refused('endMeeting', { meetingId }), 'NOT_FOUND'],
  ['setHand', 'meeting', (meetingId) => refused('setHand', { meetingId, isRaised: true }), 'NOT_FOUND'],
  [
    'answerInvitation',
    'meeting',
    (meetingId) => refused('answerInvitation', { meetingId, answer: 'YES' }),
    'NOT_FOUND',
  ],
  ['Meeting', 'meeting', (id) => node('Meeting', id), null],
  ['recording', 'recording', (id) => read(`recording(id: "${id}") { id }`), null],
  ['call', 'call', (id) => read(`call(id: "${id}") { id }`), null],
  ['hangUp', 'call', (callId) => refused('hangUp', { callId }), 'NOT_FOUND'],
  ['leaveLobby', 'lobby', (lobbyId) => refused('leaveLobby', { lobbyId }), 'NOT_FOUND'],
];

it.each(QUESTIONS)(
  'takes as long for what one may not know of as for what is not there: %s',
  async (_name, kind, question, answer) => {
    const ask = async (id: string) => expect(await question(id)).toBe(answer);
    const absent = there[kind].map(() => newId(kind));
    const asked = { there: there[kind], absent, samples: SAMPLES / QUESTIONS.length, ask };
    expect(Math.abs(await timeApart(asked))).toBeLessThan(SIGNIFICANT);
  },
  300_000,
);
