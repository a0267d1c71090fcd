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
