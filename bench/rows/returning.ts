import type { MeterPlan } from '../measure/meter.ts';
import { xmpp, type Speak } from './talk.ts';

/** What a member says, first with its access token, later again when it was dropped. */
export type Returning = Speak & Required<Pick<MeterPlan, 'storm'>>;

const FOLLOW = `subscription Follow($id: ID!, $after: String) { conversationEvents(conversationId: $id, after: $after) { __typename
  ... on MessageSent { cursor message { id seq body sentAt author { userId displayName avatarUrl } } } } }`;

const followScript = (id: string, after?: string): MeterPlan['script'] => [
  {
    send: JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer %BEARER%' } }),
    wait: 'connection_ack',
  },
  {
    send: JSON.stringify({ id: 'web', type: 'subscribe', payload: { query: FOLLOW, variables: { id, after } } }),
    wait: 'Ready',
  },
];

const GRAPH = { path: '/graphql', protocol: 'graphql-transport-ws' };

/** Ours comes back with the last cursor it was given, as our web client does. */
export const followFrom = (conversationId: string): Returning => ({
  ...GRAPH,
  script: followScript(conversationId),
  storm: {
    script: followScript(conversationId, '%CURSOR%'),
    remember: { '%CURSOR%': { after: '"cursor":"', until: '"' } },
    isResumed: true,
  },
});

/** A stock server begins anew. */
export const followAnew = (conversationId: string): Returning => ({
  ...GRAPH,
  script: followScript(conversationId),
  storm: { isResumed: false },
});

const SOCKET_IO = { path: '/socket.io/?EIO=4&transport=websocket', protocol: '', answers: { '2': '3' } };
const TOKEN = '"token":"Bearer %BEARER%"';
const joinScript: MeterPlan['script'] = [
  { wait: '0{' },
  { send: `40{${TOKEN}}`, wait: '40{' },
  { send: '42["join","conversation"]', wait: 'Ready' },
];

/** socket.io as it comes: who was dropped joins anew. */
export const joinAnew: Returning = { ...SOCKET_IO, script: joinScript, storm: { isResumed: false } };

/** socket.io with state recovery: who was dropped says which session it had and which packet was its last, and is in its rooms again. */
export const recover: Returning = {
  ...SOCKET_IO,
  script: joinScript,
  storm: {
    script: [{ wait: '0{' }, { send: `40{${TOKEN},"pid":"%PID%","offset":"%OFFSET%"}`, wait: '40{' }],
    remember: { '%PID%': { after: '"pid":"', until: '"' }, '%OFFSET%': { after: '}}},"', until: '"' } },
    isResumed: true,
  },
};

/** XMPP: who was dropped signs in and joins the room anew, without its history. The token is the password. */
export const occupy = (tokens: readonly string[]): Returning => ({
  ...xmpp(0),
  bearers: tokens.map((token, n) => Buffer.from(`\0u${n}\0${token}`).toString('base64')),
  rooms: ['r%RUN%'],
  storm: { isResumed: false },
});

/** Nothing but a socket. */
export const listen: Returning = {
  path: '/graphql',
  protocol: '',
  script: [{ wait: 'Ready' }],
  storm: { isResumed: false },
};
