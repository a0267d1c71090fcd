import type { CreateMeetingInput, InviteeInput, MeetingAccess } from '../../../graph/generated/planning/graphql';
import { Plan } from './planner';
import { Ends, recurrenceFor, Repeat, repeatOf } from './repeat';
import { momentOf, wallClockAt } from './zoned';

/** Somebody to invite: of the organisation, or by an address. */
export interface Guest {
  readonly name: string;
  readonly userId?: string;
  readonly email?: string;
}

/** What is planned of a meeting, as it stands in the form. */
export interface Draft {
  readonly title: string;
  /** A room that is always there; then day, time and repetition are of no account. */
  readonly isPermanent: boolean;
  readonly day: string;
  readonly time: string;
  readonly minutes: number;
  readonly timeZone: string;
  readonly repeat: Repeat;
  readonly ends: Ends;
  readonly access: MeetingAccess;
  readonly hasLobby: boolean;
  readonly passcode: string;
  /** As it was typed; empty: as many as the installation allows. */
  readonly mostPeople: string;
  readonly guests: readonly Guest[];
}

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** When nobody chose: so many times. */
const TIMES = 10;

/** What an empty form proposes: half an hour from the next half hour on. */
export function newDraft(now: number, timeZone: string): Draft {
  const start = new Date(Math.ceil((now + 5 * MINUTE_MS) / HALF_HOUR_MS) * HALF_HOUR_MS);
  return {
    title: '',
    isPermanent: false,
    ...wallClockAt(start, timeZone),
    minutes: 30,
    timeZone,
    repeat: 'none',
    ends: { by: 'count', count: TIMES, until: '' },
    access: 'SIGNED_IN',
    hasLobby: false,
    passcode: '',
    mostPeople: '',
    guests: [],
  };
}

/** A plan as the form shows it. */
export function draftOf(plan: Plan, now: number, myZone: string): Draft {
  const fresh = newDraft(now, plan.timeZone ?? myZone);
  const { startsAt, endsAt, recurrence } = plan;
  return {
    ...fresh,
    title: plan.title,
    isPermanent: plan.isPermanent,
    ...(startsAt ? wallClockAt(new Date(startsAt), fresh.timeZone) : {}),
    minutes: startsAt && endsAt ? (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS : fresh.minutes,
    repeat: repeatOf(recurrence),
    ends: {
      by: recurrence?.until ? 'until' : 'count',
      count: recurrence?.count ?? TIMES,
      until: recurrence?.until ? wallClockAt(new Date(recurrence.until), fresh.timeZone).day : '',
    },
    access: plan.access,
    hasLobby: plan.hasLobby,
    mostPeople: String(plan.mostPeople),
    guests: (plan.invitees ?? []).map(({ displayName, userId, email }) =>
      userId ? { name: displayName, userId } : { name: displayName, email },
    ),
  };
}

/**
 * What the form asks for; undefined when day and time are no moment. A passcode left empty is left as it was, and so is
 * the number of people where it is that of before.
 */
export function inputOf(draft: Draft, before?: Plan): Omit<CreateMeetingInput, 'clientNonce'> | undefined {
  const when = draft.isPermanent ? {} : whenOf(draft);
  if (!when) return undefined;
  const isAsBefore = draft.mostPeople === '' || draft.mostPeople === String(before?.mostPeople);
  return {
    title: draft.title.trim(),
    isPermanent: draft.isPermanent,
    ...when,
    access: draft.access,
    lobby: draft.hasLobby,
    ...(draft.passcode ? { passcode: draft.passcode } : {}),
    ...(isAsBefore ? {} : { mostPeople: Number(draft.mostPeople) }),
    invitees: draft.guests.map(inviteeOf),
  };
}

function whenOf({ day, time, timeZone, minutes, repeat, ends }: Draft) {
  const start = momentOf({ day, time }, timeZone);
  if (!start) return undefined;
  const recurrence = recurrenceFor(repeat, ends, momentOf({ day: ends.until, time: '23:59' }, timeZone));
  return {
    startsAt: start.toISOString(),
    endsAt: new Date(start.getTime() + minutes * MINUTE_MS).toISOString(),
    timeZone,
    ...(recurrence ? { recurrence } : {}),
  };
}

const inviteeOf = ({ userId, email }: Guest): InviteeInput => (userId ? { userId } : { email: email ?? '' });
