import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, expect, it, vi } from 'vitest';
import { KeyRing, KeysUnavailable } from './key-ring.ts';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

/** Auth's key endpoint as it is while auth comes up: it fails, then publishes these keys one after the other. */
async function publish(...answers: (string[] | 'down')[]): Promise<{ url: string; asked: () => number }> {
  const pair = await generateKeyPair('EdDSA');
  const jwk = await exportJWK(pair.publicKey);
  let asked = 0;
  server = createServer((_request, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)] as string[] | 'down';
    if (answer === 'down') response.writeHead(503).end();
    else response.end(JSON.stringify({ keys: answer.map((kid) => ({ ...jwk, kid })) }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
}

it('waits for an auth that is just coming up, instead of refusing its first token', async () => {
  const { url } = await publish('down', ['one']);
  const ring = new KeyRing(url, 100);
  await ring.refresh();
  await expect(ring.keyOf('one')).resolves.toBeDefined();
});

it('finds a key that was made after the last look, and asks once for all who wait', async () => {
  const { url, asked } = await publish(['one'], ['one', 'two']);
  const ring = new KeyRing(url, 1_000);
  await ring.refresh();
  await expect(ring.keyOf('two')).resolves.toBeUndefined();
  await sleep(1_050);
  const keys = await Promise.all(Array.from({ length: 20 }, () => ring.keyOf('two')));
  expect(keys.every((key) => key !== undefined)).toBe(true);
  expect(asked()).toBe(2);
});

it('says no to a key nobody made, and that it cannot say while auth is down', async () => {
  const { url } = await publish(['one'], ['one'], 'down');
  const ring = new KeyRing(url, 10);
  await ring.refresh();
  // Whether this asks depends on the machine's pace; the answer does not.
  await expect(ring.keyOf('three')).resolves.toBeUndefined();
  await vi.waitFor(() => expect(ring.keyOf('three')).rejects.toBeInstanceOf(KeysUnavailable));
  await expect(ring.keyOf('one')).resolves.toBeDefined();
});
