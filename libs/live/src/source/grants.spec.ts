import { idFrom } from '@parley/contracts';
import { expect, it } from 'vitest';
import { CursorMint } from './cursors.ts';
import { GrantMint, type Grant } from './grants.ts';

const grant: Grant = {
  field: 'conversationEvents',
  topics: ['chat.conversation.x'],
  organisationId: idFrom('organisation', '0'.repeat(32)),
  holder: undefined,
  intervals: [
    [1, 4],
    [9, null],
  ],
  epoch: 'one',
  expiresAt: 1_000,
};

it('reads back what it signed, until it expires', () => {
  const mint = new GrantMint('secret');
  expect(mint.read(mint.sign(grant), 999)).toEqual(grant);
  expect(() => mint.read(mint.sign(grant), 1_000)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
});

it('refuses what it did not sign', () => {
  const mint = new GrantMint('secret');
  const [, mac] = mint.sign(grant).split('.');
  const wider = Buffer.from(JSON.stringify({ ...grant, intervals: [[1, null]] })).toString('base64url');
  const others = [
    `${wider}.${mac}`,
    new GrantMint('other').sign(grant),
    '',
    'x.y',
    new CursorMint('secret').mint('a', 'b', 1),
  ];
  for (const bad of others) expect(() => mint.read(bad, 0)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});
