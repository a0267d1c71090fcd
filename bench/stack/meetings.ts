import { ask, type Person } from './people.ts';
import type { Addresses } from './parley.ts';

/** What lets one into a meeting's media. */
export interface Ticket {
  /** `ws://…` of the signalling. */
  url: string;
  token: string;
  /** Who one is in the room, as the server must repeat it. */
  identity: string;
}

const CREATE = `mutation ($input: CreateMeetingInput!) { createMeeting(input: $input) { meeting { code } userErrors { code } } }`;
const JOIN = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) {
  admission { __typename ... on Admitted { token url participantIdentity } } userErrors { code } } }`;

/** A new meeting that is stored when this returns: its code. @throws Error when it was refused */
export async function createMeeting(to: Addresses, { token }: Person): Promise<string> {
  const input = { title: 'Bench' };
  const answer = await ask<{ createMeeting: { meeting: { code: string } | null } }>(to, CREATE, { input }, token);
  if (!answer.createMeeting.meeting) throw new Error('a meeting was refused');
  return answer.createMeeting.meeting.code;
}

/** A place in a meeting. @throws Error unless one is admitted */
export async function joinMeeting(to: Addresses, { token }: Person, code: string): Promise<Ticket> {
  interface Answer {
    joinMeeting: { admission: { token?: string; url: string; participantIdentity: string } | null };
  }
  const { admission } = (await ask<Answer>(to, JOIN, { input: { code } }, token)).joinMeeting;
  if (!admission?.token) throw new Error('a join was not admitted');
  return { url: admission.url, token: admission.token, identity: admission.participantIdentity };
}
