import { Draft, draftOf, inputOf, newDraft } from './draft';
import { Plan } from './planner';

const NOW = Date.parse('2026-01-05T08:12:00Z');
const draft = (more: Partial<Draft>): Draft => ({ ...newDraft(NOW, 'Europe/Berlin'), title: ' Review ', ...more });

it('proposes half an hour from the next half hour on, on the wall clock of the zone', () => {
  expect(newDraft(NOW, 'Europe/Berlin')).toMatchObject({ day: '2026-01-05', time: '09:30', minutes: 30 });
  expect(newDraft(Date.parse('2026-01-05T08:28:00Z'), 'UTC')).toMatchObject({ time: '09:00' });
});

it('asks for moments, not for wall clocks', () => {
  expect(inputOf(draft({ day: '2026-07-06', time: '10:00', minutes: 45 }))).toMatchObject({
    title: 'Review',
    startsAt: '2026-07-06T08:00:00.000Z',
    endsAt: '2026-07-06T08:45:00.000Z',
    timeZone: 'Europe/Berlin',
  });
});

it('asks for nothing where day or time are missing', () => {
  expect(inputOf(draft({ day: '' }))).toBeUndefined();
  expect(inputOf(draft({ time: '' }))).toBeUndefined();
});

it('sends a passcode only where one was typed, and people by account or by address', () => {
  expect(inputOf(draft({}))).not.toHaveProperty('passcode');
  const guests = [
    { name: 'Grace', userId: 'usr_1' },
    { name: 'x@example.com', email: 'x@example.com' },
  ];
  expect(inputOf(draft({ passcode: '1234', guests }))).toMatchObject({
    passcode: '1234',
    invitees: [{ userId: 'usr_1' }, { email: 'x@example.com' }],
  });
});

it('asks for a permanent room without a time', () => {
  const input = inputOf(draft({ isPermanent: true, day: '', repeat: 'weekly' }));
  expect(input).toMatchObject({ title: 'Review', isPermanent: true });
  for (const part of ['startsAt', 'endsAt', 'timeZone', 'recurrence']) expect(input).not.toHaveProperty(part);
});

it('sends how many people there may be only where that is not as before', () => {
  const before = { mostPeople: 200 } as Plan;
  expect(inputOf(draft({}))).not.toHaveProperty('mostPeople');
  expect(inputOf(draft({ mostPeople: '200' }), before)).not.toHaveProperty('mostPeople');
  expect(inputOf(draft({ mostPeople: '12' }), before)).toMatchObject({ mostPeople: 12 });
});

it('lets a series end on the evening of its last day there', () => {
  const input = inputOf(draft({ repeat: 'weekly', ends: { by: 'until', count: 10, until: '2026-02-02' } }));
  expect(input?.recurrence).toMatchObject({ until: '2026-02-02T22:59:00.000Z' });
});

it('shows a plan as it was sent', () => {
  const sent = draft({
    day: '2026-07-06',
    time: '10:00',
    minutes: 45,
    repeat: 'workdays',
    mostPeople: '12',
    guests: [{ name: 'Grace', userId: 'usr_1' }],
  });
  const input = inputOf(sent);
  const plan = {
    title: 'Review',
    access: 'SIGNED_IN',
    hasLobby: false,
    isPermanent: false,
    mostPeople: 12,
    startsAt: input?.startsAt,
    endsAt: input?.endsAt,
    timeZone: 'Europe/Berlin',
    recurrence: { ...input?.recurrence, until: null },
    invitees: [{ displayName: 'Grace', userId: 'usr_1', email: 'grace@example.com', answer: 'YES' }],
  } as unknown as Plan;
  expect(draftOf(plan, NOW, 'UTC')).toEqual({ ...sent, title: 'Review' });
});
