import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { KnownCaller } from '@parley/identity';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { CONFIG } from '../config.token.ts';
import type { AuthConfig } from '../config.ts';
import { seal, unseal } from './sealed-box.ts';
import { SigningKeyRepository, type SealedKey } from './signing-key.repository.ts';

/** Seconds an access token lives (G7). */
export const ACCESS_TOKEN_SECONDS = 300;
const ROTATE_DAYS = 30;
/** Published this long before it signs, so that every verifier has fetched it. */
const ANNOUNCE_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const LOOK_AGAIN_MS = 60_000;

type PrivateKey = Awaited<ReturnType<typeof importJWK>>;

/** Signs access tokens, and publishes the public halves of its keys: the one that signs, the next, the last. */
@Injectable()
export class AccessTokens implements OnApplicationBootstrap, OnApplicationShutdown {
  private current: { kid: string; key: PrivateKey } | undefined;
  private published: JWK[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: SigningKeyRepository,
    @Inject(CONFIG) private readonly config: AuthConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), LOOK_AGAIN_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  jwks(): { keys: JWK[] } {
    return { keys: this.published };
  }

  async sign(person: KnownCaller): Promise<{ accessToken: string; expiresAt: Date }> {
    if (!this.current) throw new Error('there is no signing key yet');
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + ACCESS_TOKEN_SECONDS) * 1000);
    const accessToken = await new SignJWT({ sid: person.sessionId, org: person.organisationId, role: person.role })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.current.kid, typ: 'at+jwt' })
      .setIssuer(this.config.PUBLIC_URL)
      .setAudience('parley')
      .setSubject(person.userId)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .setJti(randomUUID())
      .sign(this.current.key);
    return { accessToken, expiresAt };
  }

  /** Makes a key when there is none or the newest is old, and takes up what another instance has made. */
  private async refresh(): Promise<void> {
    let keys = await this.usable();
    const newest = keys[0]?.activeFrom.getTime() ?? 0;
    if (Date.now() - newest > ROTATE_DAYS * DAY_MS) {
      const first = keys.length === 0;
      await this.repository.add(
        await this.make(new Date(first ? Date.now() : Date.now() + ANNOUNCE_MS)),
        new Date(newest + 1),
      );
      keys = await this.usable();
    }
    const signing = keys.find((key) => key.activeFrom.getTime() <= Date.now()) ?? keys.at(-1);
    if (!signing) return;
    this.current = { kid: signing.kid, key: await importJWK(JSON.parse(signing.privateJwk) as JWK, 'EdDSA') };
    this.published = keys.map((key) => key.publicJwk);
  }

  private async usable(): Promise<(SealedKey & { privateJwk: string })[]> {
    const keys = (await this.repository.all()).map((key) => ({
      ...key,
      privateJwk: unseal(key.sealedPrivateKey, this.config.SESSION_SECRET),
    }));
    const lost = keys.filter((key) => key.privateJwk === undefined);
    if (lost.length > 0) await this.repository.remove(lost.map((key) => key.kid));
    return keys.filter((key): key is SealedKey & { privateJwk: string } => key.privateJwk !== undefined);
  }

  private async make(activeFrom: Date): Promise<SealedKey> {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    const kid = randomUUID();
    const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA', use: 'sig' };
    const sealedPrivateKey = seal(
      JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid }),
      this.config.SESSION_SECRET,
    );
    return { kid, sealedPrivateKey, publicJwk, activeFrom };
  }
}
