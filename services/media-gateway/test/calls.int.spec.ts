import { userBlocked, userUnblocked } from '@parley/contracts';
import { jetstream } from '@nats-io/jetstream';
import { newId } from '@parley/persistence';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callFacts, callOperations, type CallAnswer, type CallFacts } from './calling.ts';
import { Device } from './device.ts';
import { doorOperations } from './documents.ts';
import { nameOf, NOBODY, somebody, startMedia, type MediaUnderTest, type Somebody } from './media-under-test.ts';

let media: MediaUnderTest;
let facts: CallFacts;
beforeAll(async () => {
  media = await startMedia({ CALL_RING_SECONDS: 5 });
  facts = await vi.waitFor(() => callFacts(media), { timeout: 10_000, interval: 100 });
});
afterAll(async () => {
  await facts.close();
  await media.stop();
});

const { start, invite, answer, hangUp, read } = callOperations(() => media);
const { knock } = doorOperations(() => media);
const org = newId('organisation');
const people = <N extends number>(_n: N, count: number): Somebody[] =>
  Array.from({ length: count }, () => somebody(org));
const two = () => people(2, 2) as [Somebody, Somebody];
const three = () => people(3, 3) as [Somebody, Somebody, Somebody];
const codes = ({ userErrors }: CallAnswer) => userErrors.map(({ code }) => code);
const idOf = ({ call }: CallAnswer): string => call?.id ?? '';
const states = ({ call }: CallAnswer) => call?.callees.map(({ state }) => state);
const becomes = (caller: Somebody, id: string, state: string, timeout = 9_000) =>
  vi.waitFor(
    async () => {
      const call = await read(caller, id);
      expect(call?.state).toBe(state);
      return call;
    },
    { timeout, interval: 100 },
  );
const settled = (id: string) => facts.of(id).flatMap((heard) => (heard.kind === 'settled' ? [heard] : []));
const toldTo = (id: string, { sub }: Somebody) =>
  settled(id).flatMap(({ payload }) => payload.told.filter(({ userId }) => userId === sub).map(({ state }) => state));

describe('a call to one person', () => {
  it('rings, lets the caller in at once, and whoever accepts into the same meeting', async () => {
    const [ada, grace] = two();
    const began = Date.now();
    const made = await start(ada, [grace.sub]);
    expect(made).toMatchObject({
      userErrors: [],
      call: {
        state: 'RINGING',
        kind: 'VIDEO',
        caller: { userId: ada.sub, displayName: nameOf(ada.sub) },
        callees: [{ userId: grace.sub, state: 'RINGING' }],
        meeting: { access: 'INVITED' },
        endedAt: null,
      },
      admission: { __typename: 'Admitted', role: 'HOST' },
    });
    const id = idOf(made);
    const [ringing] = await vi.waitFor(() => {
      expect(facts.of(id)).toHaveLength(1);
      return facts.of(id);
    });
    expect(ringing).toMatchObject({
      kind: 'ringing',
      payload: { userIds: [grace.sub], call: { callId: id, isGroup: false, caller: { userId: ada.sub } } },
    });
    expect((ringing?.at ?? Infinity) - began).toBeLessThan(1_000);

    const ringingNow = async () =>
      (await media.ask<{ ringingCalls: { id: string }[] }>(grace, `{ ringingCalls { id } }`)).data.ringingCalls;
    expect(await ringingNow()).toEqual([{ id }]);
    const accepted = await answer(grace, id, true);
    expect(await ringingNow()).toEqual([]);
    const answeredAt = Date.now();
    expect(accepted).toMatchObject({
      userErrors: [],
      isAnsweredElsewhere: false,
      call: { state: 'ACTIVE', callees: [{ state: 'ACCEPTED' }] },
      admission: { __typename: 'Admitted', role: 'PRESENTER' },
    });
    expect(accepted.call?.meeting.code).toBe(made.call?.meeting.code);
    await vi.waitFor(() => expect(toldTo(id, grace)).toEqual(['ACTIVE']));
    expect(toldTo(id, ada)).toEqual(['ACTIVE']);
    expect((settled(id)[0]?.at ?? Infinity) - answeredAt).toBeLessThan(1_000);

    expect(await hangUp(grace, id)).toMatchObject({ userErrors: [], call: { state: 'ENDED' } });
    await vi.waitFor(() => expect(toldTo(id, ada)).toEqual(['ACTIVE', 'ENDED']));
    expect(settled(id).at(-1)?.payload.lines).toEqual([
      { kind: 'CALL_ENDED', userIds: [grace.sub], durationSeconds: expect.any(Number) },
    ]);
    // Its meeting is over too.
    await vi.waitFor(async () => expect((await read(ada, id))?.meeting.state).toBe('ENDED'), { timeout: 5_000 });
    expect(codes(await hangUp(ada, id))).toEqual(['CONFLICT']);
  });

  it('is won by exactly one of many devices', async () => {
    const [ada, grace] = two();
    const id = idOf(await start(ada, [grace.sub]));
    const tries = await Promise.all(
      Array.from({ length: 6 }, (_x, n) =>
        answer({ ...grace, sid: newId('session') }, id, true, { clientNonce: `${n}` }),
      ),
    );
    expect(tries.filter(({ admission }) => admission?.__typename === 'Admitted')).toHaveLength(1);
    expect(tries.filter(({ isAnsweredElsewhere }) => isAnsweredElsewhere)).toHaveLength(5);
    expect(tries.every(({ call }) => call?.id === id && call.state === 'ACTIVE')).toBe(true);
    // The one that won asks again, its answer was lost: it is the same participant.
    const first = tries.findIndex(({ admission }) => admission);
    expect(await answer(grace, id, true, { clientNonce: `${first}` })).toMatchObject({ isAnsweredElsewhere: false });
    expect(await answer(grace, id, true)).toMatchObject({ isAnsweredElsewhere: true, admission: null });
    expect(codes(await answer(grace, id, false))).toEqual(['CONFLICT']);
  });

  it('is declined, for all devices', async () => {
    const [ada, grace] = two();
    const id = idOf(await start(ada, [grace.sub], { kind: 'AUDIO' }));
    expect(await answer(grace, id, false)).toMatchObject({ call: { state: 'DECLINED' }, admission: null });
    await vi.waitFor(() => expect(toldTo(id, ada)).toEqual(['DECLINED']));
    expect(toldTo(id, grace)).toEqual(['DECLINED']);
    expect(settled(id).at(-1)?.payload.lines).toMatchObject([{ kind: 'CALL_DECLINED' }]);
    expect(codes(await answer(grace, id, true))).toEqual(['CONFLICT']);
  });

  it('rings out', async () => {
    const [ada, grace] = two();
    const made = await start(ada, [grace.sub]);
    const over = await becomes(ada, idOf(made), 'MISSED');
    expect(over?.callees).toMatchObject([{ state: 'MISSED' }]);
    const rang = new Date(over?.endedAt ?? 0).getTime() - new Date(over?.startedAt ?? 0).getTime();
    expect(rang).toBeGreaterThanOrEqual(5_000);
    expect(rang).toBeLessThan(6_500);
    await vi.waitFor(() => expect(toldTo(idOf(made), grace)).toEqual(['MISSED']));
    expect(codes(await answer(grace, idOf(made), true))).toEqual(['CONFLICT']);
  });

  it('rings out by the rows alone, when the instance that rang is gone', async () => {
    const [ada, grace] = two();
    const id = idOf(await start(ada, [grace.sub]));
    // As if it had been made long ago: the alarm that was set is of later.
    await media.rows(
      `UPDATE call_party SET rings_until = now() - interval '1 s' WHERE rings_until IS NOT NULL AND call_id = $1`,
      [id.slice(4)],
    );
    await media.rows(`UPDATE open_call SET due_at = now() WHERE call_id = $1`, [id.slice(4)]);
    await becomes(ada, id, 'MISSED', 3_500);
  });

  it('was missed when the caller hangs up before', async () => {
    const [ada, grace] = two();
    const id = idOf(await start(ada, [grace.sub]));
    expect(await hangUp(ada, id)).toMatchObject({ call: { state: 'MISSED', callees: [{ state: 'MISSED' }] } });
    await vi.waitFor(() => expect(toldTo(id, grace)).toEqual(['MISSED']));
    expect(settled(id).at(-1)?.payload.lines).toMatchObject([{ kind: 'CALL_MISSED', userIds: [grace.sub] }]);
  });

  it('is busy at once for whoever is in another or rings with one', async () => {
    const [ada, grace, linus] = three();
    const first = idOf(await start(ada, [grace.sub]));
    const busy = await start(linus, [grace.sub]);
    expect(busy).toMatchObject({ call: { state: 'BUSY', callees: [{ state: 'BUSY' }] }, admission: null });
    await vi.waitFor(() => expect(toldTo(idOf(busy), grace)).toEqual(['MISSED']));
    expect(toldTo(idOf(busy), linus)).toEqual(['BUSY']);
    expect(settled(idOf(busy)).at(-1)?.payload.lines).toMatchObject([{ kind: 'CALL_MISSED' }]);
    await answer(grace, first, true);
    expect((await start(linus, [grace.sub])).call?.state).toBe('BUSY');
    expect((await start(linus, [ada.sub])).call?.state).toBe('BUSY');
    await hangUp(grace, first);
    expect((await start(linus, [grace.sub])).call?.state).toBe('RINGING');
  });

  it('does not ring twice when two call the same person at once', async () => {
    const [ada, grace, linus] = three();
    const both = await Promise.all([start(ada, [grace.sub]), start(linus, [grace.sub])]);
    expect(both.map(({ call }) => call?.state).toSorted()).toEqual(['BUSY', 'RINGING']);
  });

  it('has one effect per nonce', async () => {
    const [ada, grace, linus] = three();
    const nonce = { clientNonce: v7() };
    const [one, same] = [await start(ada, [grace.sub], nonce), await start(ada, [grace.sub], nonce)];
    expect(same.call?.id).toBe(one.call?.id);
    expect(same.admission?.participantIdentity).toBe(one.admission?.participantIdentity);
    expect(codes(await start(ada, [linus.sub], nonce))).toEqual(['CONFLICT']);
    expect(codes(await start(ada, [grace.sub], { ...nonce, kind: 'AUDIO' }))).toEqual(['CONFLICT']);
  });
});

describe('a call to many', () => {
  it('goes on while two are in, and grows', async () => {
    const [ada, grace, linus] = three();
    const [joan] = two();
    const made = await start(ada, [grace.sub, linus.sub]);
    const id = idOf(made);
    await answer(grace, id, true);
    expect((await read(ada, id))?.state).toBe('ACTIVE');
    expect(codes(await invite(joan, id, [linus.sub]))).toEqual(['NOT_FOUND']);
    expect(codes(await invite(linus, id, [joan.sub]))).toEqual(['CONFLICT']);
    const grown = await invite(grace, id, [joan.sub, linus.sub]);
    expect(grown.call?.callees).toHaveLength(3);
    await vi.waitFor(() =>
      expect(
        facts
          .of(id)
          .filter(({ kind }) => kind === 'ringing')
          .map(({ payload }) => 'userIds' in payload && payload.userIds),
      ).toEqual([expect.arrayContaining([grace.sub, linus.sub]), [joan.sub]]),
    );
    expect(await answer(joan, id, true)).toMatchObject({
      call: { state: 'ACTIVE' },
      admission: { __typename: 'Admitted' },
    });
    expect(await hangUp(grace, id)).toMatchObject({ call: { state: 'ACTIVE' } });
    expect(codes(await hangUp(grace, id))).toEqual(['CONFLICT']);
    expect(await answer(linus, id, false)).toMatchObject({ call: { state: 'ACTIVE' } });
    expect(await hangUp(joan, id)).toMatchObject({ call: { state: 'ENDED' } });
  });

  it('was missed as a whole when nobody came', async () => {
    const [ada, grace, linus] = three();
    const id = idOf(await start(ada, [grace.sub, linus.sub]));
    await answer(grace, id, false);
    expect((await read(ada, id))?.state).toBe('RINGING');
    await becomes(ada, id, 'MISSED');
    expect(states({ call: await read(ada, id) } as CallAnswer)?.toSorted()).toEqual(['DECLINED', 'MISSED']);
  });
});

describe('the meeting of a call', () => {
  it('is for those who were called alone', async () => {
    const [ada, grace, linus] = three();
    const { call } = await start(ada, [grace.sub]);
    expect((await knock(linus, call?.meeting.code ?? '')).admission).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect((await knock(grace, call?.meeting.code ?? '')).admission).toMatchObject({ __typename: 'Admitted' });
  });

  it('lets it ring out in time when the caller has left without a word', async () => {
    const [ada, grace] = two();
    const made = await start(ada, [grace.sub]);
    const device = await Device.enter(media.livekit.url, made.admission?.token ?? '');
    await vi.waitFor(async () => expect((await read(ada, idOf(made)))?.meeting.state).toBe('LIVE'));
    await device.leave();
    await becomes(ada, idOf(made), 'MISSED', 7_000);
  });

  it('ends the call when the last one has left it', async () => {
    const [ada, grace] = two();
    const made = await start(ada, [grace.sub]);
    const id = idOf(made);
    const accepted = await answer(grace, id, true);
    const devices = await Promise.all(
      [made, accepted].map(({ admission }) => Device.enter(media.livekit.url, admission?.token ?? '')),
    );
    await vi.waitFor(async () => expect((await read(ada, id))?.meeting.state).toBe('LIVE'), { timeout: 5_000 });
    await devices[0]?.leave();
    expect((await read(grace, id))?.state).toBe('ACTIVE');
    await devices[1]?.leave();
    const left = Date.now();
    const over = await becomes(ada, id, 'ENDED', 22_000);
    expect(Math.abs(new Date(over?.endedAt ?? 0).getTime() - left)).toBeLessThan(3_000);
  }, 40_000);
});

describe('somebody who blocks the caller', () => {
  it.each(['asked', 'told'])(
    'hears and sees nothing, while it rings out for the caller (contacts was %s)',
    async (how) => {
      const [ada, grace] = two();
      const pair = { organisationId: org, userId: grace.sub, blockedUserId: ada.sub };
      const say = (fact: typeof userBlocked) =>
        jetstream(media.contacts).publish(
          fact.subject,
          JSON.stringify({ id: v7(), organisationId: org, at: new Date().toISOString(), payload: pair }),
        );
      const isKnown = (isBlocked: boolean) =>
        vi.waitFor(async () =>
          expect(
            await media.rows(`SELECT FROM block WHERE owner_id = $1 AND is_blocked = $2 AND other_id = $3`, [
              grace.sub.slice(4),
              isBlocked,
              ada.sub.slice(4),
            ]),
          ).toHaveLength(1),
        );
      if (how === 'asked') media.blocks.set(grace.sub, new Set([ada.sub]));
      else {
        await say(userBlocked);
        await isKnown(true);
      }
      const made = await start(ada, [grace.sub]);
      const id = idOf(made);
      expect(made).toMatchObject({ call: { state: 'RINGING' }, admission: { __typename: 'Admitted' } });
      expect(await read(grace, id)).toBeNull();
      expect(codes(await answer(grace, id, true))).toEqual(['NOT_FOUND']);
      expect((await knock(grace, made.call?.meeting.code ?? '')).admission).toMatchObject({ reason: 'NOT_ALLOWED' });
      // It does not ring for her: she is not busy.
      const linus = somebody(org);
      const free = await start(linus, [grace.sub]);
      expect(free.call?.state).toBe('RINGING');
      await hangUp(linus, idOf(free));
      await becomes(ada, id, 'MISSED');
      await vi.waitFor(() => expect(toldTo(id, ada)).toEqual(['MISSED']));
      expect(facts.of(id)).toMatchObject([{ kind: 'settled', payload: { told: [{ userId: ada.sub }], lines: [] } }]);
      expect(codes(await start(grace, [ada.sub]))).toEqual(['FORBIDDEN']);
      if (how === 'asked') return;
      await say(userUnblocked);
      await isKnown(false);
      const again = idOf(await start(ada, [grace.sub]));
      await vi.waitFor(() => expect(facts.of(again)).toMatchObject([{ kind: 'ringing' }]));
    },
    20_000,
  );
});

describe('what is refused, with nothing changed', () => {
  it('is calling nobody, oneself, too many, and people who are not there', async () => {
    const [ada, grace] = two();
    const stranger = somebody(newId('organisation'));
    expect(codes(await start(ada, []))).toEqual(['BAD_USER_INPUT']);
    expect(codes(await start(ada, [ada.sub]))).toEqual(['BAD_USER_INPUT']);
    expect(
      codes(
        await start(
          ada,
          people(51, 51).map(({ sub }) => sub),
        ),
      ),
    ).toEqual(['BAD_USER_INPUT']);
    expect(codes(await start(ada, [NOBODY]))).toEqual(['NOT_FOUND']);
    expect(codes(await start(ada, ['usr_1']))).toEqual(['BAD_USER_INPUT']);
    expect(codes(await start(ada, [grace.sub, NOBODY]))).toEqual(['NOT_FOUND']);
    const withoutKind = await media.ask(
      ada,
      `mutation ($input: StartCallInput!) { startCall(input: $input) { call { id } } }`,
      {
        input: { userIds: [grace.sub] },
      },
    );
    expect(withoutKind.errors?.[0]?.message).toMatch(/kind/);
    expect(await media.rows(`SELECT FROM call WHERE caller_id = $1`, [ada.sub.slice(4)])).toEqual([]);
    const id = idOf(await start(ada, [grace.sub]));
    for (const other of [somebody(org), stranger]) {
      expect(await read(other, id)).toBeNull();
      expect(codes(await answer(other, id, true))).toEqual(['NOT_FOUND']);
      expect(codes(await hangUp(other, id))).toEqual(['NOT_FOUND']);
    }
    expect(codes(await answer(ada, id, true))).toEqual(['CONFLICT']);
    expect(codes(await answer(ada, newId('call'), true))).toEqual(['NOT_FOUND']);
    expect((await read(ada, id))?.state).toBe('RINGING');
  });

  it('is everything without a session', async () => {
    const query = `mutation ($input: StartCallInput!) { startCall(input: $input) { call { id } } }`;
    const { errors } = await media.ask({}, query, { input: { userIds: [newId('user')], kind: 'AUDIO' } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});
