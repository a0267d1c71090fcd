import type { MeterPlan } from '../measure/meter.ts';

/** Bytes of every message's text, marker included. */
export const BODY_BYTES = 128;

/** What of a plan is a protocol's own: handshake, framing, and how somebody posts. */
export type Speak = Pick<MeterPlan, 'script'> & Partial<MeterPlan>;

const FOLLOW = `subscription Follow($id: ID!) { conversationEvents(conversationId: $id) { __typename
  ... on MessageSent { cursor message { id seq body sentAt author { userId displayName avatarUrl } } } } }`;
const SEND = `mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq } userErrors { code message } } }`;

/** What a member says in graphql-transport-ws before it listens; `id` is its operation's. */
export function followScript(id: string, conversationId: string, authorization?: string): MeterPlan['script'] {
  const init = { type: 'connection_init', ...(authorization === undefined ? {} : { payload: { authorization } }) };
  const subscribe = { id, type: 'subscribe', payload: { query: FOLLOW, variables: { id: conversationId } } };
  return [
    { send: JSON.stringify(init), wait: 'connection_ack' },
    { send: JSON.stringify(subscribe), wait: 'Ready' },
  ];
}

/** Our graph, and every other with the same fields: followed by WebSocket, posted to by HTTP at the same port. */
export const graph = (port: number, authorization?: string): Speak => ({
  path: '/graphql',
  protocol: 'graphql-transport-ws',
  script: followScript('op-%MEMBER%', '%ROOM%', authorization),
  postAddress: `127.0.0.1:${port}`,
  postPath: '/graphql',
  postHeaders: { accept: 'application/json' },
  postBody: JSON.stringify({
    query: SEND,
    variables: { input: { conversationId: '%ROOM%', body: '%BODY%', clientNonce: '%NONCE%' } },
  }),
});

/** engine.io's frames: 0 opens, 40 connects to the namespace, 42 is an event, 2 is a ping. */
export const SOCKET_IO: Speak = {
  path: '/socket.io/?EIO=4&transport=websocket',
  protocol: '',
  answers: { '2': '3' },
  script: [{ wait: '0{' }, { send: '40', wait: '40{' }, { send: '42["join","conversation"]', wait: 'Ready' }],
};

const STREAM = `<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
const AUTH = `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%BEARER%</auth>`;
const BIND = `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>`;
const JOIN = `<presence to='%ROOM%@rooms.localhost/m%MEMBER%'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;

/** XMPP over TCP: SASL PLAIN, bound, joined to a room without its history; posted by an occupant. */
export const xmpp = (members: number): Speak => ({
  until: '</message>',
  bearers: Array.from({ length: members }, (_, n) => Buffer.from(`\0u${n}\0secret`).toString('base64')),
  script: [
    { send: STREAM, wait: '</stream:features>' },
    { send: AUTH, wait: '<success' },
    { send: STREAM, wait: '</stream:features>' },
    { send: BIND, wait: '</iq>' },
    { send: JOIN, wait: '<subject' },
  ],
  say: `<message to='%ROOM%@rooms.localhost' type='groupchat' id='%NONCE%'><body>%BODY%</body></message>`,
});

/** What a device of Matrix asks for: one room, with members as they speak, and nothing of who is there, types or has read. */
function syncOf(room: string, limit: number, rest: string): string {
  const none = { types: [] };
  const follow = { rooms: [room], timeline: { limit }, state: { lazy_load_members: true }, ephemeral: none };
  const filter = { presence: none, account_data: none, room: { ...follow, account_data: none } };
  return `/_matrix/client/v3/sync?set_presence=offline&filter=${encodeURIComponent(JSON.stringify(filter))}&${rest}`;
}

/** Matrix's client-server interface: a room followed by long polling, posted to by HTTP with a device's token. */
export const matrix = (port: number, room: string, tokens: readonly string[]): Speak => ({
  script: [],
  poll: {
    first: syncOf(room, 1, 'timeout=0'),
    again: syncOf(room, 100, 'timeout=30000&since=%SINCE%'),
    next: 'next_batch',
  },
  rooms: [encodeURIComponent(room)],
  bearers: [...tokens],
  postAddress: `127.0.0.1:${port}`,
  postMethod: 'PUT',
  postPath: '/_matrix/client/v3/rooms/%ROOM%/send/m.room.message/%NONCE%',
  postBody: JSON.stringify({ msgtype: 'm.text', body: '%BODY%' }),
});

/** NATS's own protocol: one subject a room; posted by a member. */
export const NATS: Speak = {
  until: '\r\n',
  answers: { PING: 'PONG\r\n' },
  script: [{ wait: 'INFO' }, { send: 'CONNECT {"verbose":false}\r\nSUB room.%ROOM% 1\r\nPING\r\n', wait: 'PONG' }],
  say: `PUB room.%ROOM% ${BODY_BYTES}\r\n%BODY%\r\n`,
};
