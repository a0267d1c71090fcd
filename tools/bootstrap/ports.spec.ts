import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkPorts, portsOf } from './ports.mjs';

const EMBEDS = { postgres: true, nats: true, livekit: true, mail: true };
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function occupy(address = '127.0.0.1'): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return (server.address() as AddressInfo).port;
}

test('every part has its place from PARLEY_PORT on', () => {
  expect(portsOf({ PARLEY_PORT: '5000' })).toMatchObject({
    gateway: 5000,
    chat: 5004,
    postgres: 5006,
    'livekit-udp': 5010,
    gate: 5011,
  });
  expect(portsOf({}).gateway).toBe(4000);
});

test.each(['0', '70000', '65530', 'four', '4000.5'])('PARLEY_PORT=%s is refused', (port) => {
  expect(() => portsOf({ PARLEY_PORT: port })).toThrow(/PARLEY_PORT is not a port/);
});

test('a taken port is named with its part and its holder', async () => {
  const port = await occupy();
  await expect(checkPorts({ gateway: 1, nats: port }, EMBEDS)).rejects.toThrow(
    new RegExp(`${port} \\(for nats; held by process ${process.pid}, `),
  );
});

test('the ports of the inbox may be taken when mails go elsewhere', async () => {
  const port = await occupy();
  await expect(checkPorts({ 'mail-smtp': port }, { ...EMBEDS, mail: false })).resolves.toBeUndefined();
  await expect(checkPorts({ 'mail-smtp': port }, EMBEDS)).rejects.toThrow(/for mail-smtp/);
});

test('the port of a part that is not embedded may be taken', async () => {
  const port = await occupy();
  await expect(checkPorts({ nats: port }, { ...EMBEDS, nats: false })).resolves.toBeUndefined();
});

test('on a shared address only what is reached there must be free', async () => {
  const port = await occupy('127.0.0.2');
  await expect(checkPorts({ gateway: port }, EMBEDS, '127.0.0.2')).rejects.toThrow(`${port} (for gateway`);
  await expect(checkPorts({ gateway: port }, EMBEDS)).resolves.toBeUndefined();
  await expect(checkPorts({ nats: port }, EMBEDS, '127.0.0.2')).resolves.toBeUndefined();
});
