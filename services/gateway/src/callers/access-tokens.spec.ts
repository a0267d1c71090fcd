import { idFrom } from '@parley/contracts';
import { generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens } from './access-tokens.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import { RevokedSessions } from './revoked-sessions.ts';

const ISSUER = 'https://parley.example';
const session = idFrom('session', '3'.repeat(32));
const claims = {
  sid: session,
  org: idFrom('organisation', '2'.repeat(32)),
  role: 'MEMBER',
};

let pair: Awaited<ReturnType<typeof generateKeyPair>>;
beforeAll(async () => {
  pair = await generateKeyPair('EdDSA');
});

const sign = (lasts: string): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })
    .setSubject(idFrom('user', '1'.repeat(32)))
    .setIssuer(ISSUER)
    .setAudience('parley')
    .setExpirationTime(lasts)
    .sign(pair.privateKey);

/** The gateway's check, with a count of the signatures it looked at. */
function checking() {
  const seen = { signatures: 0 };
  const keyOf = async () => {
    seen.signatures += 1;
    return pair.publicKey;
  };
  const revoked = new RevokedSessions();
  // No token here is a personal one.
  const tokens = new AccessTokens(ISSUER, { keyOf }, revoked, {} as PersonalTokens);
  return { seen, revoked, visitor: async (token: string) => tokens.visitorOf(`Bearer ${token}`, undefined) };
}

describe('access tokens at the gateway', () => {
  it('have their signature checked once, however often they come', async () => {
    const { seen, visitor } = checking();
    const token = await sign('5m');
    for (let n = 0; n < 100; n += 1) expect((await visitor(token)).user?.sessionId).toBe(session);
    expect(seen.signatures).toBe(1);
    await visitor(await sign('6m'));
    expect(seen.signatures).toBe(2);
  });

  it('are known whole: another signature, or one letter more, is another token', async () => {
    const { seen, visitor } = checking();
    const token = await sign('5m');
    await visitor(token);
    const [head, body, signature] = token.split('.');
    const flipped = `${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`;
    for (const forged of [`${head}.${body}.${flipped}`, `${token}A`])
      await expect(visitor(forged)).rejects.toMatchObject({ problem: 'forged' });
    expect(seen.signatures).toBe(3);
  });

  it('do not outlive their session, remembered or not', async () => {
    const { seen, revoked, visitor } = checking();
    const token = await sign('5m');
    await visitor(token);
    revoked.add(session);
    await expect(visitor(token)).rejects.toMatchObject({ problem: 'revoked' });
    expect(seen.signatures).toBe(1);
  });
});
