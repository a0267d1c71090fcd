import type { TestCaller } from '@parley/testing';
import type { UserError } from './documents.ts';
import type { MediaUnderTest } from './media-under-test.ts';

const RECURRENCE = `recurrence { frequency interval weekdays count until }`;
const SCHEDULED = `id code title state startsAt endsAt timeZone nextStartsAt isPermanent mostPeople isCancelled myAnswer invitationText ${RECURRENCE}
  invitees(first: 100) { nodes { displayName email userId answer } pageInfo { hasNextPage endCursor } }`;
const INVITATION = `meetingId code url title hostName displayName answer startsAt endsAt nextStartsAt timeZone isCancelled ${RECURRENCE}`;
const ERRORS = `userErrors { code message field }`;

export interface Invited {
  displayName: string;
  email: string;
  userId: string | null;
  answer: string;
}
export interface Scheduled {
  id: string;
  code: string;
  title: string;
  state: string;
  startsAt: string | null;
  endsAt: string | null;
  timeZone: string | null;
  nextStartsAt: string | null;
  isPermanent: boolean;
  mostPeople: number;
  isCancelled: boolean;
  myAnswer: string | null;
  invitationText: string;
  recurrence: {
    frequency: string;
    interval: number;
    weekdays: string[];
    count: number | null;
    until: string | null;
  } | null;
  invitees: { nodes: Invited[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } | null;
}
export interface Invitation {
  meetingId: string;
  title: string;
  hostName: string | null;
  displayName: string;
  answer: string;
  startsAt: string | null;
  isCancelled: boolean;
}

const BEGUN = Math.floor(Date.now() / 1_000) * 1_000;

/** So many minutes from the beginning of the tests, in whole seconds: the same minutes are the same moment. */
export const inMinutes = (minutes: number): string => new Date(BEGUN + minutes * 60_000).toISOString();

/** What hosts plan, and what those answer whom they invite. */
export function scheduleOperations(media: () => MediaUnderTest) {
  const mutate = async <Entity>(
    caller: TestCaller,
    field: string,
    entity: string,
    input: object,
    selection: string,
  ) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${entity} { ${selection} } ${ERRORS} } }`;
    const { data, errors } = await media().ask<Record<string, Record<string, Entity | null>>>(caller, query, { input });
    if (errors) throw new Error(JSON.stringify(errors));
    const payload = data[field] as Record<string, unknown>;
    return { made: payload[entity] as Entity | null, userErrors: payload['userErrors'] as UserError[] };
  };
  const withMeeting = (field: string) => (caller: TestCaller, input: object) =>
    mutate<Scheduled>(caller, field, 'meeting', input, SCHEDULED);
  return {
    schedule: withMeeting('createMeeting'),
    update: withMeeting('updateMeeting'),
    cancel: withMeeting('cancelMeeting'),
    answer: (caller: TestCaller, input: object) =>
      mutate<Invitation>(caller, 'answerInvitation', 'invitation', input, INVITATION),
    look: async (caller: TestCaller, code: string) =>
      (
        await media().ask<{ meeting: Scheduled }>(
          caller,
          `query ($code: String!) { meeting(code: $code) { ${SCHEDULED} } }`,
          { code },
        )
      ).data.meeting,
    invitation: async (token: string) =>
      (
        await media().ask<{ invitation: Invitation | null }>(
          {},
          `query ($token: String!) { invitation(token: $token) { ${INVITATION} } }`,
          { token },
        )
      ).data.invitation,
  };
}
