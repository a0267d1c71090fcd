import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { Inject, Injectable } from '@nestjs/common';
import webPush from 'web-push';
import type { ChatConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { PrivateAddressError, publicLookup } from '../outside/addresses.ts';
import { requireEndpoint, type PushTarget } from './push-subscription.ts';
import type { PushOutcome } from './push.ts';
import { ServerKey } from './server-key.ts';

const PATIENCE_MS = 10_000;
const LONGEST_WAIT_SECONDS = 3_600;

/** How a push service is to treat a push (RFC 8030). */
export interface PushManners {
  /** Seconds for which it is kept for a browser that is away. */
  ttlSeconds: number;
  urgency: 'normal' | 'high';
  /** Of those under one topic a browser that was away gets the last. */
  topic: string;
}

/** Hands one push to one push service, sealed and signed. It follows no redirection, and connects to public addresses alone. */
@Injectable()
export class PushSender {
  constructor(
    private readonly key: ServerKey,
    @Inject(CONFIG) private readonly config: Pick<ChatConfig, 'PUSH_TEST_ORIGINS'>,
  ) {}

  async send({ endpoint, p256dh, auth }: PushTarget, payload: object, manners: PushManners): Promise<PushOutcome> {
    const { ttlSeconds: TTL, urgency, topic } = manners;
    try {
      requireEndpoint(endpoint, this.config.PUSH_TEST_ORIGINS);
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        JSON.stringify(payload),
        { TTL, urgency, topic, ...(this.key.details ? { vapidDetails: this.key.details } : {}) },
      );
      return outcomeOf(await this.post(endpoint, headers as Record<string, string>, body));
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      if (error instanceof PrivateAddressError) return { kind: 'gone', cause };
      return { kind: 'failed', cause, retryAfterSeconds: undefined };
    }
  }

  private post(endpoint: string, headers: Record<string, string>, body: Buffer | null): Promise<Answer> {
    const isTrusted = this.config.PUSH_TEST_ORIGINS.includes(new URL(endpoint).origin);
    const ask = endpoint.startsWith('http:') ? plainRequest : request;
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const options = { method: 'POST', headers, signal, ...(isTrusted ? {} : { lookup: publicLookup }) };
      const sent = ask(endpoint, options, (response) => {
        // What it says is of no use to us, and may be long.
        response.destroy();
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

function outcomeOf({ status, retryAfter }: Answer): PushOutcome {
  const cause = `answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 404 || status === 410) return { kind: 'gone', cause };
  if (status < 500 && status !== 429 && status !== 408) return { kind: 'refused', cause };
  const seconds = Number(retryAfter);
  const isTold = Number.isFinite(seconds) && seconds > 0;
  return { kind: 'failed', cause, retryAfterSeconds: isTold ? Math.min(seconds, LONGEST_WAIT_SECONDS) : undefined };
}
