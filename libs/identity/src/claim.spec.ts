import type { webcrypto } from 'node:crypto';
import { idFrom, type Claim } from '@parley/contracts';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { ClaimSigner } from './claim-signer.ts';
import { ClaimVerifier } from './claim-verifier.ts';
import { hashOfArguments } from './hash-of-arguments.ts';
import { VerifiedTokens } from './verified-tokens.ts';

let jwk: JWK & { kid: string };
let publicJwk: JWK;
let privateKey: webcrypto.CryptoKey;
const sub = idFrom('user', '0'.repeat(32));

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  privateKey = pair.privateKey;
  jwk = { ...(await exportJWK(pair.privateKey)), kid: 'one' };
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' };
});

describe('claims', () => {
  it('are read by the service they are addressed to, and by no other', async () => {
    const token = await (await ClaimSigner.create(jwk)).sign('chat', { rid: 'r', sub });
    await expect(new ClaimVerifier('chat', [publicJwk]).verify(token)).resolves.toMatchObject({ sub, rid: 'r' });
    await expect(new ClaimVerifier('auth', [publicJwk]).verify(token)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('are refused when missing, forged, of another type, or old', async () => {
    const verifier = new ClaimVerifier('chat', [publicJwk]);
    const sign = (typ: string, age: number) =>
      new SignJWT({ rid: 'r' })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'one', typ })
        .setIssuer('gateway')
        .setAudience('chat')
        .setIssuedAt(Math.floor(Date.now() / 1000) - age)
        .setExpirationTime(Math.floor(Date.now() / 1000) - age + 3600)
        .sign(privateKey);
    const good = await sign('parley-claim+jwt', 0);
    await expect(verifier.verify(good)).resolves.toBeDefined();
    const [head, , signature] = good.split('.') as [string, string, string];
    const forged = [
      head,
      Buffer.from(JSON.stringify({ iss: 'gateway', aud: 'chat', rid: 'r', sub })).toString('base64url'),
      signature,
    ].join('.');
    for (const bad of [undefined, '', 'x', forged, await sign('at+jwt', 0), await sign('parley-claim+jwt', 60)])
      await expect(verifier.verify(bad)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the memory of verified tokens', () => {
  it('asks once, forgets at expiry, and does not remember a refusal', async () => {
    const memory = new VerifiedTokens<Pick<Claim, 'exp'>>(2);
    let checks = 0;
    const verify = async () => ({ exp: ++checks + 100 });
    await memory.claimsOf('a', verify, 0);
    await memory.claimsOf('a', verify, 50);
    expect(checks).toBe(1);
    await memory.claimsOf('a', verify, 101);
    expect(checks).toBe(2);
    await expect(memory.claimsOf('b', () => Promise.reject(new Error('no')), 0)).rejects.toThrow('no');
    await expect(memory.claimsOf('b', verify, 0)).resolves.toBeDefined();
  });
});

it('hashes arguments whatever the order of their keys', () => {
  expect(hashOfArguments('f', { a: 1, b: { d: 2, c: [3] } })).toBe(hashOfArguments('f', { b: { c: [3], d: 2 }, a: 1 }));
  expect(hashOfArguments('f', { a: 1 })).not.toBe(hashOfArguments('g', { a: 1 }));
  expect(hashOfArguments('f', { a: 1 })).not.toBe(hashOfArguments('f', { a: '1' }));
});
