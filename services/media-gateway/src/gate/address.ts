import { refusal, type Refusal } from './refusal.ts';

/** What LiveKit's clients open, and where they ask afterwards why they were not let in. */
const PATHS: ReadonlySet<string> = new Set(['/rtc', '/rtc/v1', '/rtc/validate', '/rtc/v1/validate']);

/**
 * Every parameter that livekit-client 2 sends, and no other. `publish` is not among them: with it one joins a second time,
 * as `identity#publish` (G8). A test compares this with the client's source.
 */
export const PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'join_request',
  'reconnect',
  'reconnect_reason',
  'sid',
  'auto_subscribe',
  'adaptive_stream',
  'disable_ice_lite',
  'subscriber_allow_pause',
  'sdk',
  'version',
  'protocol',
  'client_protocol',
  'device_model',
  'os',
  'os_version',
  'browser',
  'browser_version',
  'network',
]);

/** An address that LiveKit may see, built anew from what was allowed. */
export interface Address {
  /** Path and query. It holds the token: it is never logged. */
  readonly target: string;
  readonly token: string;
}

/** Reads an address as it stands in the request line: nothing is unfolded, tidied or left out on the quiet. */
export function readAddress(url: string, authorization: string | undefined): Address | Refusal {
  const [path = '', search = ''] = url.split(/\?(.*)/s, 2);
  if (!PATHS.has(path)) return refusal(404, 'There is nothing here.');
  if (authorization !== undefined)
    return refusal(400, 'Send the join token as access_token and no Authorization header.');
  const given = new URLSearchParams(search);
  const passed = new URLSearchParams();
  for (const [name, value] of given) {
    if (name === 'publish') return refusal(400, 'A join token opens one connection: publish is not taken.');
    if (!PARAMETERS.has(name)) return refusal(400, 'The address has a parameter that is not taken here.');
    if (passed.has(name)) return refusal(400, `The address has ${name} more than once.`);
    passed.set(name, value);
  }
  const token = passed.get('access_token');
  if (!token) return refusal(401, 'Join the meeting to get a join token, and send it as access_token.');
  return { target: `${path}?${passed}`, token };
}
