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

const WATCH = `subscription PresenceChanged($userIds: [ID!]!) { presenceChanged(userIds: $userIds) {
  userId availability lastSeenAt text } }`;
const SET_STATUS = `mutation SetStatus($input: SetStatusInput!) { setStatus(input: $input) {
  status { availability text expiresAt } userErrors { code message } } }`;

/** Followed as our web client follows contacts; `id` is the operation's. */
const watching = (id: string): Speak => ({
  path: '/graphql',
  protocol: 'graphql-transport-ws',
  script: [
    {
      send: JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer %BEARER%' } }),
      wait: 'connection_ack',
    },
    {
      send: JSON.stringify({
        id,
        type: 'subscribe',
        payload: { query: WATCH, variables: { userIds: ['%WATCHED%'] } },
      }).replace('"%WATCHED%"', '%WATCHED%'),
      wait: '"next"',
    },
  ],
  idAfter: '"userId":"',
});

/** Our presence: a status is set by HTTP, with a marker in its text. */
export const statuses = (port: number, id: string): Speak => ({
  ...watching(id),
  postAddress: `127.0.0.1:${port}`,
  postPath: '/graphql',
  postHeaders: { accept: 'application/json' },
  postBody: JSON.stringify({
    query: SET_STATUS,
    variables: { input: { availability: '%SHOW%', text: '%BODY%' } },
  }),
  shows: [
    { say: 'BUSY', see: '"BUSY"' },
    { say: 'AWAY', see: '"AWAY"' },
  ],
});

/** Our presence: a device says on its socket whether anybody is in front of it. That somebody comes back is what counts. */
export const comings = (id: string): Speak => ({
  ...watching(id),
  say: '{"type":"ping","payload":{"idle":%SHOW%}}',
  shows: [
    { say: 'true', see: '"AWAY"', isAside: true },
    { say: 'false', see: '"ONLINE"' },
  ],
});

const STREAM = `<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
const AUTH = `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%BEARER%</auth>`;
const BIND = `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>`;
const JOIN = `<presence to='%ROOM%@rooms.localhost/m%MEMBER%'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;

/** SASL PLAIN's words, for any password. */
const bearersOf = (names: readonly string[]) =>
  names.map((name) => Buffer.from(`\0${name}\0secret`).toString('base64'));

/** XMPP over TCP: SASL PLAIN, bound. */
const XMPP_SCRIPT: MeterPlan['script'] = [
  { send: STREAM, wait: '</stream:features>' },
  { send: AUTH, wait: '<success' },
  { send: STREAM, wait: '</stream:features>' },
  { send: BIND, wait: '</iq>' },
];

/** XMPP, joined to a room without its history; posted by an occupant. */
export const xmpp = (members: number): Speak => ({
  until: '</message>',
  bearers: bearersOf(Array.from({ length: members }, (_, n) => `u${n}`)),
  script: [...XMPP_SCRIPT, { send: JOIN, wait: '<subject' }],
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

const ROSTER = `<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>`;

/** Presence in XMPP: whoever has asked for its roster and said that it is here is told of everybody in it. */
const xmppWatching = (names: readonly string[]): Speak => ({
  until: '</presence>',
  bearers: bearersOf(names),
  script: [...XMPP_SCRIPT, { send: ROSTER, wait: '</iq>' }, { send: '<presence/>' }],
  ids: names.map((name) => `${name}@localhost/r`),
  idAfter: `from='`,
});

/** The like of `statuses` in XMPP, said on one's own socket. */
export const xmppStatuses = (names: readonly string[]): Speak => ({
  ...xmppWatching(names),
  say: '<presence><show>%SHOW%</show><status>%BODY%</status></presence>',
  shows: [
    { say: 'dnd', see: '<show>dnd</show>' },
    { say: 'away', see: '<show>away</show>' },
  ],
});

/** The like of `comings` in XMPP. */
export const xmppComings = (names: readonly string[]): Speak => ({
  ...xmppWatching(names),
  say: '<presence>%SHOW%</presence>',
  shows: [
    { say: '<show>away</show>', see: '<show>away</show>', isAside: true },
    { say: '<priority>1</priority>', see: '<priority>1</priority>' },
  ],
});

/** NATS's own protocol: one subject a room; posted by a member. */
export const NATS: Speak = {
  until: '\r\n',
  answers: { PING: 'PONG\r\n' },
  script: [{ wait: 'INFO' }, { send: 'CONNECT {"verbose":false}\r\nSUB room.%ROOM% 1\r\nPING\r\n', wait: 'PONG' }],
  say: `PUB room.%ROOM% ${BODY_BYTES}\r\n%BODY%\r\n`,
};
