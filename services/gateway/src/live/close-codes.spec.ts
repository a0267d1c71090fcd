import { readFileSync } from 'node:fs';
import { CloseCode } from 'graphql-ws';
import { expect, it } from 'vitest';
import { CLOSE } from './live-socket.ts';

/** Codes that only a client of graphql-ws closes with. */
const CLIENTS = [CloseCode.InternalClientError, CloseCode.BadResponse, CloseCode.ConnectionAcknowledgementTimeout];
/** Of WebSocket itself: a client that is done, and a frame that is too large. */
const OWN = [1000, 1009];

it('docs/api/subscriptions.md has every close code there is, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/api/subscriptions.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => Number(code));
  const protocol = Object.values(CloseCode).filter((code): code is CloseCode => typeof code === 'number');
  const ours = [...OWN, ...Object.values(CLOSE), ...protocol.filter((code) => !CLIENTS.includes(code))];
  expect(told).toEqual(ours.sort((a, b) => a - b));
});
