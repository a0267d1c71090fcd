import { expect, it } from 'vitest';
import { isPublicAddress, PrivateAddressError, publicLookup } from './addresses.ts';

it.each(['8.8.8.8', '142.250.185.74', '2a00:1450:4001:82b::200a'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  ...[
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
  ],
  ...['::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1', 'chat', ''],
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it('resolves no name to this machine', async () => {
  const failure = await new Promise((settle) => publicLookup('localhost', {}, settle));
  expect(failure).toBeInstanceOf(PrivateAddressError);
});
