import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Outside } from './outside.ts';

/** Redirections that are followed. */
const MOST_REDIRECTIONS = 3;
const REDIRECTIONS = [301, 302, 303, 307, 308];
const HEADER_BYTES = 16_384;
const HEADERS = {
  accept: 'text/html',
  // What is packed may be a bomb, and pages that are read are few.
  'accept-encoding': 'identity',
  'user-agent': 'Parley (link preview)',
};

/** An address that nobody may have us call, or one that leads nowhere. */
export class NotVisited extends Error {}

/** A page that answered. */
export interface Visited {
  /** Where it is, behind all redirections. */
  readonly url: URL;
  /** 200, whatever it holds. Destroy it, or read it to its end. */
  readonly response: IncomingMessage;
}

/**
 * Asks for a page as nobody in particular: no cookies, no credentials, no referrer. The name is resolved once, all its addresses are
 * looked at, and the connection is made to one of these; so again at each redirection.
 * @throws NotVisited; what the network throws
 */
export async function visit(from: URL, outside: Outside, signal: AbortSignal): Promise<Visited> {
  let url = from;
  for (let hop = 0; hop <= MOST_REDIRECTIONS; hop += 1) {
    const response = await ask(url, await addressesOf(url, outside, signal), signal);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return { url, response };
    response.destroy();
    const { location = '' } = headers;
    if (!REDIRECTIONS.includes(statusCode) || !URL.canParse(location, url))
      throw new NotVisited(`answered ${statusCode}`);
    url = new URL(location, url);
  }
  throw new NotVisited('too many redirections');
}

async function addressesOf(url: URL, outside: Outside, signal: AbortSignal): Promise<readonly string[]> {
  const { protocol, username, password } = url;
  if (protocol !== 'http:' && protocol !== 'https:') throw new NotVisited('no page of the web');
  if (username !== '' || password !== '') throw new NotVisited('with credentials');
  const port = Number(url.port) || (protocol === 'https:' ? 443 : 80);
  // The parser has made one spelling of all: 2130706433 and 0x7f.1 are 127.0.0.1 here.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await outside.resolve(host, signal) : [host];
  signal.throwIfAborted();
  // One that is private among public ones is a trick: none is taken.
  if (addresses.length === 0 || addresses.some((address) => !outside.permits(address, port)))
    throw new NotVisited('it leads nowhere one may go');
  return addresses;
}

function ask(url: URL, addresses: readonly string[], signal: AbortSignal): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? request : plainRequest;
  return new Promise((resolve, reject) => {
    const options = {
      agent: false,
      headers: HEADERS,
      lookup: pinnedTo(addresses),
      maxHeaderSize: HEADER_BYTES,
      signal,
    };
    send(url, options).once('response', resolve).on('error', reject).end();
  });
}

/** Names are not looked up again: an answer may be another one by then. */
const pinnedTo =
  (addresses: readonly string[]): LookupFunction =>
  (_name, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
