import { createECDH } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChatConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';

/** The installation's own key pair for Web Push (VAPID, RFC 8292), as the push library takes it. */
export interface VapidDetails {
  subject: string;
  publicKey: string;
  privateKey: string;
}

/** Who we are to push services. Without a key push is off. */
@Injectable()
export class ServerKey {
  readonly details: VapidDetails | undefined;

  constructor(@Inject(CONFIG) config: Pick<ChatConfig, 'PUSH_PRIVATE_KEY' | 'PUSH_CONTACT' | 'PUBLIC_URL'>) {
    const { PUSH_PRIVATE_KEY: privateKey, PUSH_CONTACT, PUBLIC_URL } = config;
    if (!privateKey) return;
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey, 'base64url');
    const { protocol, hostname } = new URL(PUBLIC_URL);
    const subject = PUSH_CONTACT ?? (protocol === 'https:' ? PUBLIC_URL : `mailto:parley@${hostname}`);
    this.details = { subject, publicKey: pair.getPublicKey('base64url'), privateKey };
  }

  /** What browsers subscribe with, 65 bytes in base64url; undefined while push is off. */
  get publicKey(): string | undefined {
    return this.details?.publicKey;
  }
}
