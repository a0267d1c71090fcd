import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Interval, OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';

/** How long a grant is good for, in milliseconds. A gateway opens again for a fresh one. */
export const GRANT_MS = 15 * 60_000;

/** What an opening allows: a gateway hands it back with every read. */
export interface Grant {
  readonly field: string;
  readonly topics: readonly string[];
  readonly organisationId: OrganisationId;
  /** Who `ends` calls the caller. */
  readonly holder: string | undefined;
  /** Of a kept topic: the seqs that may be read. */
  readonly intervals: readonly Interval[];
  readonly epoch: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Signs grants and reads back only its own. */
export class GrantMint {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(createHmac('sha256', secret).update('parley live grant').digest());
  }

  sign(grant: Grant): string {
    const body = Buffer.from(JSON.stringify(grant)).toString('base64url');
    return `${body}.${this.mac(body).toString('base64url')}`;
  }

  /** @throws Refused FORBIDDEN when it is not ours, UNAUTHENTICATED when it has expired. */
  read(text: string, now = Date.now()): Grant {
    const [body = '', mac = ''] = text.split('.');
    const [given, expected] = [Buffer.from(mac, 'base64url'), this.mac(body)];
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new Refused('FORBIDDEN', 'This grant is not ours.');
    const grant = JSON.parse(Buffer.from(body, 'base64url').toString()) as Grant;
    if (grant.expiresAt <= now) throw new Refused('UNAUTHENTICATED', 'This grant has expired. Open again.');
    return grant;
  }

  private mac(body: string): Buffer {
    return createHmac('sha256', this.key).update(body).digest();
  }
}
