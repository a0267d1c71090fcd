import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { addressToShare, askedToShare, chooseAddress, ownAddresses } from './share.mjs';

const LAPTOP = ['10.1.2.3', '172.17.0.1'];

test.each([
  [[], undefined],
  [['--json'], undefined],
  [['--share'], ''],
  [['--json', '--share=10.1.2.3'], '10.1.2.3'],
])('%j asks for %j', (args, asked) => {
  expect(askedToShare(args)).toBe(asked);
});

test.each([
  ['the one of the default route', { asked: '', own: LAPTOP, routed: '10.1.2.3' }, '10.1.2.3'],
  ['the default route whatever stands first', { asked: '', own: LAPTOP.toReversed(), routed: '10.1.2.3' }, '10.1.2.3'],
  ['the only one, without any route', { asked: '', own: ['10.1.2.3'] }, '10.1.2.3'],
  [
    'the only one, when the route starts at an address of nobody else',
    { asked: '', own: ['10.1.2.3'], routed: '127.0.0.1' },
    '10.1.2.3',
  ],
  ['the one that was asked for', { asked: '172.17.0.1', own: LAPTOP, routed: '10.1.2.3' }, '172.17.0.1'],
])('chosen: %s', (_why, network, address) => {
  expect(chooseAddress(network)).toBe(address);
});

test.each([
  ['no network', { asked: '', own: [] }, /no network address that others could reach/],
  ['no network, whatever is asked', { asked: '10.1.2.3', own: [] }, /no network address/],
  [
    'an address of somebody else',
    { asked: '10.9.9.9', own: LAPTOP },
    /--share=10\.9\.9\.9 is no address of this machine/,
  ],
  ['loopback', { asked: '127.0.0.1', own: LAPTOP }, /no address of this machine/],
  ['every interface at once', { asked: '0.0.0.0', own: LAPTOP }, /no address of this machine/],
  ['a name', { asked: 'laptop.local', own: LAPTOP }, /no IPv4 address/],
  ['several and no route', { asked: '', own: LAPTOP }, /several addresses/],
])('refused: %s', (_why, network, words) => {
  expect(() => chooseAddress(network)).toThrow(words);
});

test('a refusal says what to do instead', () => {
  const refused = (network: Parameters<typeof chooseAddress>[0]) => {
    try {
      return chooseAddress(network);
    } catch (error) {
      return (error as { mend: string }).mend;
    }
  };
  expect(refused({ asked: '10.9.9.9', own: LAPTOP })).toContain('10.1.2.3, 172.17.0.1');
  expect(refused({ asked: '', own: [] })).toContain('without --share');
});

test('loopback, IPv6 and self-assigned addresses are nothing to share', () => {
  const entry = (address: string, more: object = {}) =>
    ({ address, family: 'IPv4', internal: false, ...more }) as NetworkInterfaceInfo;
  expect(
    ownAddresses({
      lo: [entry('127.0.0.1', { internal: true })],
      eth0: [entry('10.1.2.3'), entry('fe80::1', { family: 'IPv6' })],
      usb0: [entry('169.254.7.7')],
    }),
  ).toEqual(['10.1.2.3']);
});

test('on this machine: its own address or a refusal, and never beside a PUBLIC_URL', async () => {
  const own = ownAddresses(networkInterfaces());
  if (own.length === 0) await expect(addressToShare(['--share'], {})).rejects.toThrow(/no network address/);
  else expect(own).toContain(await addressToShare([`--share=${own[0]}`], {}));
  await expect(addressToShare(['--share=203.0.113.7'], {})).rejects.toThrow(/share/);
  await expect(addressToShare(['--share'], { PUBLIC_URL: 'https://a.example' })).rejects.toThrow(/PUBLIC_URL is set/);
  expect(await addressToShare(['--json'], { PUBLIC_URL: 'https://a.example' })).toBeUndefined();
});
