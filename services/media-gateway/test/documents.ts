import type { TestCaller } from '@parley/testing';
import type { MediaUnderTest, Somebody } from './media-under-test.ts';

const MEETING = `id code url title access state createdAt endedAt host { userId displayName }`;
const ERRORS = `userErrors { code message field }`;
export const CREATE = `mutation ($input: CreateMeetingInput!) { createMeeting(input: $input) { meeting { ${MEETING} } ${ERRORS} } }`;
export const END = `mutation ($input: EndMeetingInput!) { endMeeting(input: $input) { meeting { id state endedAt } ${ERRORS} } }`;
export const JOIN = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { ${ERRORS} admission {
  __typename ... on Admitted { token url participantIdentity meeting { id state } } ... on Refused { reason message } ... on WaitingInLobby { lobbyId } } } }`;
export const READ = `query ($code: String!) { meeting(code: $code) { ${MEETING} participants(first: 50) { nodes { id identity displayName role joinedAt } } } }`;

export interface UserError {
  code: string;
  message: string;
  field: string[] | null;
}
export interface Meeting {
  id: string;
  code: string;
  url: string;
  title: string;
  access: string;
  state: string;
  host: { userId: string; displayName: string } | null;
  participants: {
    nodes: { id: string; identity: string; displayName: string; role: string; joinedAt: string | null }[];
  } | null;
}
export interface Admission {
  __typename: string;
  token: string;
  url: string;
  participantIdentity: string;
  reason: string;
  message: string;
}

/** The operations, each as somebody. */
export function operations(media: () => MediaUnderTest) {
  return {
    create: async (caller: Partial<Somebody>, input: object = {}) =>
      (await media().ask<{ createMeeting: { meeting: Meeting; userErrors: UserError[] } }>(caller, CREATE, { input }))
        .data.createMeeting,
    join: async (caller: Partial<Somebody>, code: string, more: object = {}) =>
      (
        await media().ask<{ joinMeeting: { admission: Admission; userErrors: UserError[] } }>(caller, JOIN, {
          input: { code, ...more },
        })
      ).data.joinMeeting,
    end: async (caller: Partial<Somebody>, meetingId: string) =>
      (
        await media().ask<{ endMeeting: { meeting: Meeting | null; userErrors: UserError[] } }>(caller, END, {
          input: { meetingId },
        })
      ).data.endMeeting,
    read: async (caller: Partial<Somebody>, code: string) =>
      (await media().ask<{ meeting: Meeting | null }>(caller, READ, { code })).data.meeting,
  };
}

const JOINED = `__typename ... on Admitted { token url role guestToken participantIdentity meeting { id myRole hasLobby permissions { presentersMayChat } participants(first: 50) { nodes { displayName isGuest userId role } } lobby(first: 1) { nodes { lobbyId } } } }
  ... on Refused { reason message } ... on WaitingInLobby { lobbyId hostPresent guestToken }`;
export const KNOCK = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { ${ERRORS} admission { ${JOINED} } } }`;
const SETTINGS = `id title access isLocked hasLobby hasPasscode myRole permissions { presentersMayUnmute presentersMayStartVideo presentersMayShare presentersMayChat }`;
export const LOOK = `query ($code: String!) { meeting(code: $code) { ${SETTINGS} participants(first: 50) { nodes { id displayName isGuest } }
  lobby(first: 50) { nodes { lobbyId displayName isGuest since } } } }`;

export interface Looked {
  id: string;
  title: string;
  isLocked: boolean;
  hasLobby: boolean;
  hasPasscode: boolean;
  myRole: string | null;
  permissions: Record<string, boolean> | null;
  participants: { nodes: { id: string; displayName: string; isGuest: boolean }[] } | null;
  lobby: { nodes: { lobbyId: string; displayName: string; isGuest: boolean }[] } | null;
}
export interface Knocked extends Admission {
  role: string;
  guestToken: string;
  lobbyId: string;
  hostPresent: boolean;
  meeting: Looked;
}

/** What hosts, guests and those who wait do. */
export function doorOperations(media: () => MediaUnderTest) {
  const mutate = async <Payload>(caller: TestCaller, field: string, input: object, selection: string) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} ${ERRORS} } }`;
    const { data, errors } = await media().ask<Record<string, Payload & { userErrors: UserError[] }>>(caller, query, {
      input,
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[field] as Payload & { userErrors: UserError[] };
  };
  const withMeeting = (field: string) => (caller: TestCaller, input: object) =>
    mutate<{ meeting: Looked | null }>(caller, field, input, `meeting { ${SETTINGS} }`);
  return {
    knock: async (caller: TestCaller, code: string, more: object = {}) =>
      (
        await media().ask<{ joinMeeting: { admission: Knocked; userErrors: UserError[] } }>(caller, KNOCK, {
          input: { code, ...more },
        })
      ).data.joinMeeting,
    look: async (caller: TestCaller, code: string) =>
      (await media().ask<{ meeting: Looked }>(caller, LOOK, { code })).data.meeting,
    admit: withMeeting('admit'),
    refuse: withMeeting('refuse'),
    mute: withMeeting('mute'),
    askToUnmute: withMeeting('askToUnmute'),
    remove: withMeeting('removeParticipant'),
    setRole: (caller: TestCaller, input: object) =>
      mutate<{ participant: { id: string; role: string } | null }>(
        caller,
        'setRole',
        input,
        'participant { id identity displayName role isGuest userId joinedAt }',
      ),
    lock: withMeeting('lockMeeting'),
    react: (caller: TestCaller, input: object) =>
      mutate<{ participant: { id: string } | null }>(caller, 'react', input, 'participant { id }'),
    lowerHands: withMeeting('lowerHands'),
    setSpotlight: (caller: TestCaller, input: object) =>
      mutate<{ meeting: { spotlight: string | null } | null }>(caller, 'setSpotlight', input, 'meeting { spotlight }'),
    hear: (caller: TestCaller, input: object) =>
      mutate<{ hearing: object | null }>(
        caller,
        'reportHearing',
        input,
        'hearing { listeners heardBy deaf { participantId isSoundOff } wellIds againAfterSeconds }',
      ),
    setHand: (caller: TestCaller, input: object) =>
      mutate<{ participant: { id: string; handRaisedAt: string | null } | null }>(
        caller,
        'setHand',
        input,
        'participant { id identity displayName role isGuest userId joinedAt handRaisedAt }',
      ),
    update: withMeeting('updateMeeting'),
    leave: (caller: TestCaller, input: object) =>
      mutate<{ lobbyId: string | null }>(caller, 'leaveLobby', input, 'lobbyId'),
  };
}
