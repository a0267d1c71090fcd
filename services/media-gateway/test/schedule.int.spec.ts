import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from './documents.ts';
import { NOBODY, addressOf, nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { inMinutes, scheduleOperations, type Scheduled } from './scheduled.ts';

let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());

const { join, end } = operations(() => media);
const { schedule, update, cancel, look, answer } = scheduleOperations(() => media);
const org = newId('organisation');
const [host, colleague, other] = [somebody(org), somebody(org), somebody(org)];
const stranger = somebody(newId('organisation'));
const WHEN = { startsAt: inMinutes(60), endsAt: inMinutes(90), timeZone: 'Europe/Berlin' };
const made = async (input: object = {}) => {
  const { made, userErrors } = await schedule(host, { title: 'Weekly', ...WHEN, ...input });
  expect(userErrors).toEqual([]);
  return made as Scheduled;
};
/** Everything that a refusal must leave as it is. */
const stored = async (id: string) => {
  const uuid = id.slice(id.indexOf('_') + 1);
  const tables = ['occurrence', 'invitee', 'invitation_directory'];
  return Promise.all([
    media.rows(`SELECT * FROM meeting WHERE id = $1`, [uuid]),
    ...tables.map((table) => media.rows(`SELECT * FROM ${table} WHERE meeting_id = $1 ORDER BY 1, 2, 3`, [uuid])),
  ]);
};

describe('scheduling', () => {
  it('tells when it is, when it comes next, and who is invited', async () => {
    const recurrence = { frequency: 'WEEKLY', count: 3 };
    const meeting = await made({ recurrence, invitees: [{ userId: colleague.sub }, { email: 'Ann@Example.org' }] });
    expect(meeting).toMatchObject({
      ...WHEN,
      state: 'SCHEDULED',
      nextStartsAt: WHEN.startsAt,
      recurrence: { frequency: 'WEEKLY', interval: 1, weekdays: [], count: 3, until: null },
      isPermanent: false,
      mostPeople: 200,
      isCancelled: false,
      myAnswer: null,
      invitees: {
        nodes: [
          {
            displayName: nameOf(colleague.sub),
            email: addressOf(colleague.sub),
            userId: colleague.sub,
            answer: 'NONE',
          },
          { displayName: 'ann@example.org', email: 'ann@example.org', userId: null, answer: 'NONE' },
        ],
      },
    });
    expect(meeting.invitationText).toMatch(/^Weekly\n.*Europe\/Berlin.*\nJoin: http:\/\/localhost:4000\/m\/.*\nCode: /);
    expect(await look(stranger, meeting.code)).toMatchObject({
      startsAt: WHEN.startsAt,
      invitees: null,
      myAnswer: null,
    });
  });

  it('makes rooms that are always there', async () => {
    const { made: room } = await schedule(host, { isPermanent: true, mostPeople: 5 });
    expect(room).toMatchObject({ isPermanent: true, mostPeople: 5, startsAt: null, state: 'OPEN', nextStartsAt: null });
  });

  it('makes one per nonce, whatever else is said a conflict', async () => {
    const input = { ...WHEN, clientNonce: 's-1', invitees: [{ email: 'a@example.org' }] };
    const [one, two] = await Promise.all([schedule(host, input), schedule(host, input)]);
    expect(two.made?.id).toBe(one.made?.id);
    for (const changed of [{ endsAt: inMinutes(100) }, { invitees: [] }, { mostPeople: 3 }])
      expect((await schedule(host, { ...input, ...changed })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('folds who is named twice, and leaves out the host', async () => {
    const invitees = [
      { userId: colleague.sub },
      { email: addressOf(colleague.sub).toUpperCase() },
      { email: ' b@example.org ' },
      { email: 'B@example.org' },
      { userId: colleague.sub },
      { userId: host.sub },
    ];
    const { invitees: list } = await made({ invitees });
    expect(list?.nodes.map(({ email }) => email)).toEqual([addressOf(colleague.sub), 'b@example.org']);
  });
});

describe('coming early', () => {
  it('is for hosts and co-hosts; others read when to come, and come from 15 minutes before', async () => {
    const meeting = await made();
    expect((await join(colleague, meeting.code)).admission).toMatchObject({
      __typename: 'Refused',
      reason: 'NOT_STARTED',
      message: expect.stringContaining('Europe/Berlin'),
    });
    expect((await join(host, meeting.code)).admission.__typename).toBe('Admitted');
    expect((await join(colleague, meeting.code)).admission.reason).toBe('NOT_STARTED');
    expect((await update(host, { meetingId: meeting.id, startsAt: inMinutes(14) })).made?.nextStartsAt).not.toBeNull();
    expect((await join(colleague, meeting.code)).admission.__typename).toBe('Admitted');
  });
});

describe('INVITED', () => {
  it('lets in whoever is invited by account or by its address, of any organisation, and nobody else', async () => {
    const invitees = [{ userId: colleague.sub }, { email: addressOf(stranger.sub) }];
    const { made: meeting } = await schedule(host, { access: 'INVITED', invitees });
    const { code } = meeting as Scheduled;
    for (const invited of [host, colleague, stranger])
      expect((await join(invited, code)).admission.__typename).toBe('Admitted');
    expect((await join(other, code)).admission).toMatchObject({ __typename: 'Refused', reason: 'NOT_ALLOWED' });
    expect((await join({}, code, { displayName: 'Eve' })).admission.reason).toBe('NOT_ALLOWED');
    expect((await look(stranger, code)).invitees?.nodes.map(({ userId }) => userId)).toEqual([
      colleague.sub,
      stranger.sub,
    ]);
  });

  it('lets nobody in who was taken off the list', async () => {
    const { made: meeting } = await schedule(host, { access: 'INVITED', invitees: [{ userId: colleague.sub }] });
    const { id, code } = meeting as Scheduled;
    await update(host, { meetingId: id, invitees: [] });
    expect((await join(colleague, code)).admission.reason).toBe('NOT_ALLOWED');
  });
});

describe('changing', () => {
  it('moves it, asks everybody anew, and keeps whoever stays invited', async () => {
    const meeting = await made({ invitees: [{ userId: colleague.sub }, { email: 'c@example.org' }] });
    expect((await answer(colleague, { meetingId: meeting.id, answer: 'YES' })).made?.answer).toBe('YES');
    const listed = await update(host, {
      meetingId: meeting.id,
      invitees: [{ userId: colleague.sub }, { userId: other.sub }],
    });
    expect(listed.made?.invitees?.nodes.map(({ userId, answer }) => [userId, answer])).toEqual([
      [colleague.sub, 'YES'],
      [other.sub, 'NONE'],
    ]);
    const moved = await update(host, { meetingId: meeting.id, startsAt: inMinutes(120) });
    expect(moved.made).toMatchObject({
      startsAt: inMinutes(120),
      endsAt: inMinutes(150),
      nextStartsAt: inMinutes(120),
    });
    expect(moved.made?.invitees?.nodes[0]?.answer).toBe('NONE');
  });

  it('is done in turn when two do it at once', async () => {
    const { id } = await made();
    const times = [200, 300, 400, 500].map((minutes) => ({
      startsAt: inMinutes(minutes),
      endsAt: inMinutes(minutes + 30),
    }));
    const changed = await Promise.all(times.map((time) => update(host, { meetingId: id, ...time })));
    expect(changed.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const [[row], occurrences] = (await stored(id)) as [{ starts_at: Date; sequence: number }[], { starts_at: Date }[]];
    expect(row?.sequence).toBe(4);
    expect(occurrences.map(({ starts_at }) => starts_at)).toEqual([row?.starts_at]);
  });
});

describe('calling off', () => {
  it('ends it with all its times; a second time changes nothing', async () => {
    const meeting = await made({ recurrence: { frequency: 'DAILY', count: 5 }, invitees: [{ userId: colleague.sub }] });
    const { made: cancelled } = await cancel(host, { meetingId: meeting.id });
    expect(cancelled).toMatchObject({ state: 'ENDED', isCancelled: true, nextStartsAt: null });
    const before = await stored(meeting.id);
    expect((await cancel(host, { meetingId: meeting.id })).made?.isCancelled).toBe(true);
    expect(await stored(meeting.id)).toEqual(before);
    expect((await join(host, meeting.code)).admission.reason).toBe('ENDED');
    expect((await answer(colleague, { meetingId: meeting.id, answer: 'YES' })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect((await update(host, { meetingId: meeting.id, startsAt: inMinutes(99) })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect(await stored(meeting.id)).toEqual(before);
  });

  it('is for hosts, and for what has a schedule', async () => {
    const meeting = await made();
    expect((await cancel(colleague, { meetingId: meeting.id })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const { made: instant } = await schedule(host, {});
    expect((await cancel(host, { meetingId: (instant as Scheduled).id })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    const over = await made({ startsAt: inMinutes(-2) });
    await end(host, over.id);
    expect((await cancel(host, { meetingId: over.id })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await look(host, over.code)).isCancelled).toBe(false);
  });
});

describe('what is refused', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.org` }));
  const BAD: [what: string, input: object, field: string][] = [
    ['a start in the past', { startsAt: inMinutes(-6) }, 'startsAt'],
    ['an end before the start', { endsAt: inMinutes(59) }, 'endsAt'],
    ['over 24 hours', { endsAt: inMinutes(60 + 24 * 60 + 1) }, 'endsAt'],
    ['a recurrence without end', { recurrence: { frequency: 'DAILY' } }, 'recurrence'],
    ['one beyond its limit', { recurrence: { frequency: 'DAILY', count: 367 } }, 'recurrence'],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['201 people', { invitees: many(201) }, 'invitees'],
    ['1,000 people', { invitees: many(1_000) }, 'invitees'],
    ['an address that is none', { invitees: [{ email: 'nobody' }] }, 'invitees'],
    ['an address with a line break', { invitees: [{ email: 'a@b.example\r\nBcc: c@d.example' }] }, 'invitees'],
    ['an id that is none', { invitees: [{ userId: 'usr_1' }] }, 'invitees'],
    ['somebody who is none of the organisation', { invitees: [{ userId: NOBODY }] }, 'invitees'],
    ['room for nobody', { mostPeople: 0 }, 'mostPeople'],
    ['a permanent room with a schedule', { isPermanent: true }, 'isPermanent'],
    ['a title with a line break', { title: 'a\r\nBcc: b@example.org' }, 'title'],
  ];

  it.each(BAD)('%s, in a new meeting', async (_, input, field) => {
    const before = await media.rows(`SELECT count(*) FROM meeting`);
    const { made, userErrors } = await schedule(host, { ...WHEN, ...input });
    expect(made).toBeNull();
    expect(userErrors).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
    expect(userErrors[0]?.field?.[0]).toBe(field);
    expect(await media.rows(`SELECT count(*) FROM meeting`)).toEqual(before);
  });

  it('the same, of one that is there; and whoever is no host', async () => {
    const { id } = await made({ invitees: [{ userId: colleague.sub }] });
    const before = await stored(id);
    for (const [what, input] of BAD)
      expect((await update(host, { meetingId: id, ...input })).userErrors, what).toMatchObject([
        { code: 'BAD_USER_INPUT' },
      ]);
    for (const change of [{ startsAt: inMinutes(70) }, { invitees: [] }, { timeZone: 'UTC' }, { mostPeople: 2 }])
      expect((await update(colleague, { meetingId: id, ...change })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await stored(id)).toEqual(before);
  });

  it('answers of those who are not invited, to nothing, and by forged tokens', async () => {
    const { id } = await made({ invitees: [{ userId: colleague.sub }] });
    const before = await stored(id);
    expect((await answer(other, { meetingId: id, answer: 'YES' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await answer(colleague, { meetingId: id, answer: 'NONE' })).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT' },
    ]);
    for (const token of [`inv_${'A'.repeat(43)}`, 'inv_', '', `inv_${'A'.repeat(42)}'`])
      expect((await answer({}, { token, answer: 'YES' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const which of [{}, { meetingId: id, token: 'inv_x' }])
      expect((await answer(colleague, { ...which, answer: 'YES' })).userErrors).toMatchObject([
        { code: 'BAD_USER_INPUT' },
      ]);
    await expect(answer({}, { meetingId: id, answer: 'YES' })).rejects.toThrow('UNAUTHENTICATED');
    expect(await stored(id)).toEqual(before);
  });
});
