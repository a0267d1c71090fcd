import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  idFrom,
  type ConversationId,
  type Demand,
  type ServiceName,
  type SessionId,
  type UserId,
} from '@parley/contracts';
import { ClaimSigner, ClaimVerifier } from '@parley/identity';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import {
  CursorMint,
  Epoch,
  GrantMint,
  LiveCursors,
  LiveOwner,
  LivePublisher,
  LiveResponder,
  type SignClaim,
} from '../../src/index.ts';
import type { Source } from '../../src/source/live-owner.ts';
import { organisationOne } from './memory-log.ts';

export const SECRET = 'a-secret-of-a-test-that-is-long-enough-for-it';

/** The gateway's claim key, made for one test run. */
export async function claimKey(): Promise<{ signer: ClaimSigner; publicJwks: JWK[] }> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: 'test' };
  return { signer: await ClaimSigner.create(jwk), publicJwks: [{ ...(await exportJWK(pair.publicKey)), kid: 'test' }] };
}

export async function connectTo(url: string): Promise<NatsConnection> {
  return connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
    reconnectJitter: 20,
    waitOnFirstConnect: true,
  });
}

/** One replica of a service, as far as the live door sees it. */
export interface OwnerProcess {
  readonly publisher: LivePublisher;
  readonly cursors: LiveCursors;
  /** The process dies without a word. */
  kill(): Promise<void>;
}

export async function startOwner(options: {
  url: string;
  publicJwks: JWK[];
  sources: Source[];
  service?: ServiceName;
  epoch?: () => string;
  onFault?: (error: unknown) => void;
  /** What becomes of a wake-up: sent at once unless told otherwise. */
  wakeUp?: (send: () => void) => void;
  /** What access tokens need, by field. */
  demands?: Record<string, Demand>;
}): Promise<OwnerProcess> {
  const {
    url,
    publicJwks,
    sources,
    service = 'chat',
    epoch: readEpoch = () => 'epoch-1',
    onFault = () => undefined,
    wakeUp = (send) => send(),
    demands = {},
  } = options;
  const nats = await connectTo(url);
  const epoch = new Epoch(async () => readEpoch());
  const mint = new CursorMint(SECRET);
  const owner = new LiveOwner(new ClaimVerifier(service, publicJwks), epoch, mint, new GrantMint(SECRET));
  sources.forEach((source) => owner.add(source));
  Object.entries(demands).forEach(([field, demand]) => owner.demand(field, demand));
  await epoch.current();
  await new LiveResponder(service, nats, owner, onFault).start();
  const faulty = { publish: (...words: Parameters<NatsConnection['publish']>) => wakeUp(() => nats.publish(...words)) };
  return {
    publisher: new LivePublisher(faulty, epoch, mint, onFault),
    cursors: new LiveCursors(mint, epoch),
    kill: () => nats.close(),
  };
}

export const userNumber = (n: number): UserId => idFrom('user', n.toString(16).padStart(32, '0'));
export const conversationNumber = (n: number): ConversationId =>
  idFrom('conversation', n.toString(16).padStart(32, '0'));

/** Claims for a person, as the gateway signs them. */
export function signFor(signer: ClaimSigner, userId: UserId): SignClaim {
  const sid = userId.replace('usr_', 'ses_') as SessionId;
  return (service, hash) =>
    signer.sign(service, { rid: 'test', hash, sub: userId, sid, org: organisationOne, role: 'MEMBER' });
}
