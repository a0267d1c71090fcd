import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A browser's subscription as a page hands it to a server. */
export interface TestSubscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** A push that came, opened as the browser opens it. */
export interface ReceivedPush {
  endpoint: string;
  headers: IncomingHttpHeaders;
  /** What it says. */
  data: Record<string, unknown>;
  /** Who signed it (RFC 8292). */
  claims: { aud: string; exp: number; sub: string };
  /** The public key that it was signed with, base64url. */
  serverKey: string;
  at: number;
}

/** How the service answers; the next pushes, one each. */
export interface PushAnswer {
  status: number;
  retryAfter?: number;
}

interface Browser {
  pair: ECDH;
  auth: Buffer;
}

/**
 * A push service that speaks the real protocol: takes pushes (RFC 8030), checks who signed them (RFC 8292) and opens them with the
 * keys of the browser they are for (RFC 8291). Written from the RFCs, so that it shares no mistake with what it tests.
 */
export class TestPushService {
  readonly received: ReceivedPush[] = [];
  /** What was wrong with pushes that came. */
  readonly faults: string[] = [];
  private readonly browsers = new Map<string, Browser>();
  private readonly answers: PushAnswer[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, retryAfter } = this.take(request.url ?? '', request.headers, Buffer.concat(chunks));
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end();
      });
    });
  }

  /** @param port where it listens; 0: on any that is free */
  static async start(port = 0): Promise<TestPushService> {
    const service = new TestPushService();
    await new Promise<void>((ready) => service.server.listen(port, '127.0.0.1', ready));
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A new browser. */
  subscribe(): TestSubscription {
    const [path, pair, auth] = [
      `/push/${randomBytes(12).toString('base64url')}`,
      createECDH('prime256v1'),
      randomBytes(16),
    ];
    pair.generateKeys();
    this.browsers.set(path, { pair, auth });
    return {
      endpoint: `${this.origin}${path}`,
      p256dh: pair.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    };
  }

  /** Answers the next pushes so, instead of taking them. */
  answer(...answers: PushAnswer[]): void {
    this.answers.push(...answers);
  }

  /** What came for a browser, oldest first. */
  of({ endpoint }: Pick<TestSubscription, 'endpoint'>): ReceivedPush[] {
    return this.received.filter((push) => push.endpoint === endpoint);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private take(path: string, headers: IncomingHttpHeaders, body: Buffer): PushAnswer {
    const browser = this.browsers.get(path);
    if (!browser) return { status: 404 };
    const told = this.answers.shift();
    if (told) return told;
    try {
      const { claims, serverKey } = signerOf(headers.authorization ?? '', this.origin);
      if (headers['content-encoding'] !== 'aes128gcm') throw new Error('not aes128gcm');
      if (body.length > 4_096) throw new Error('over 4,096 bytes');
      if (!/^\d+$/.test(headers.ttl as string)) throw new Error('no TTL');
      const data = JSON.parse(open(browser, body).toString('utf8')) as Record<string, unknown>;
      this.received.push({ endpoint: `${this.origin}${path}`, headers, data, claims, serverKey, at: Date.now() });
      return { status: 201 };
    } catch (error) {
      this.faults.push(String(error));
      return { status: 400 };
    }
  }
}

/** RFC 8188 and 8291: salt (16), record size (4), length of the key (1), the sender's key, one record. */
function open({ pair, auth }: Browser, body: Buffer): Buffer {
  const [salt, length] = [body.subarray(0, 16), body.readUInt8(20)];
  const [sender, record] = [body.subarray(21, 21 + length), body.subarray(21 + length)];
  const derive = (key: Buffer, with_: Buffer, info: Buffer | string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, with_, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
  const secret = derive(pair.computeSecret(sender), auth, info, 32);
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0) throw new Error('no end of the last record');
  return padded.subarray(0, end);
}

/** RFC 8292: `vapid t=<JWT>, k=<key>`, for this origin and for a day at most. */
function signerOf(authorization: string, origin: string): Pick<ReceivedPush, 'claims' | 'serverKey'> {
  const [, token = '', serverKey = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', payload = '', signature = ''] = token.split('.');
  const raw = Buffer.from(serverKey, 'base64url');
  const [x, y] = [raw.subarray(1, 33).toString('base64url'), raw.subarray(33).toString('base64url')];
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  const isOurs = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!isOurs) throw new Error('not signed with the key it names');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as ReceivedPush['claims'];
  const inSeconds = claims.exp - Date.now() / 1_000;
  if (claims.aud !== origin) throw new Error(`for ${claims.aud}`);
  if (inSeconds <= 0 || inSeconds > 86_400) throw new Error('over, or for longer than a day');
  if (!/^(mailto:|https:)/.test(claims.sub)) throw new Error('nobody to turn to');
  return { claims, serverKey };
}
