import { createServer } from 'node:http';
import { connectNats } from '@parley/bus';
import { idFrom, LIVE_LIMITS, topics, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { ClaimVerifier, type Caller } from '@parley/identity';
import {
  CursorMint,
  Epoch,
  GrantMint,
  KeptSource,
  LiveOwner,
  LivePublisher,
  LiveResponder,
  StandingSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type StandingPage,
} from '@parley/live';

// The owner's end of the live door with its log in memory, for rows P1 and P8: everything of the path but Postgres. Address: PORT;
// `POST /say` posts its body into the one conversation there is. Anybody may follow it. Whoever is signed in has an inbox, which the gateway
// follows on its own account and looks at as often as at a real one; nothing ever comes into it.
const organisationId: OrganisationId = idFrom('organisation', '1'.repeat(32));
const conversationId = idFrom('conversation', '1'.repeat(32));
const topic = topics.conversation(conversationId);
const author = {
  __typename: 'MessageAuthor',
  userId: idFrom('user', '1'.repeat(32)),
  displayName: 'Ann Example',
  avatarUrl: null,
};
const log: LoggedEvent[] = [];

class OneConversation extends KeptSource {
  readonly field = 'conversationEvents';
  readonly args = { parse: () => ({}) };
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';

  async open(): Promise<OpenedTopic> {
    return { topic, organisationId, head: log.length, intervals: [[1, null]] };
  }

  async ends(): Promise<LogEnds> {
    return { head: log.length };
  }

  async read(_: unknown, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    return log.slice(from - 1, Math.min(to, from - 1 + limit));
  }
}

class EmptyInboxes extends StandingSource {
  readonly field = 'inbox';
  readonly args = { parse: () => ({}) };
  readonly readyType = 'InboxReady';
  readonly resyncType = 'Resync';
  override readonly tailCheckMs = [LIVE_LIMITS.inboxTailCheckMs, LIVE_LIMITS.inboxTailCheckMs] as const;

  async open({ user }: Caller): Promise<OpenedTopic> {
    if (!user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    return { topic: topics.inbox(user.userId), organisationId, head: 0, mark: '0', intervals: [[1, null]] };
  }

  async ends(): Promise<LogEnds> {
    return { head: 0 };
  }

  async read(): Promise<LoggedEvent[]> {
    return [];
  }

  async standings(): Promise<StandingPage> {
    return { head: 0, standings: [], mark: '0', more: false, below: 0 };
  }
}

const { NATS_URL = '', CLAIM_PUBLIC_KEYS = '[]', PORT = '0' } = process.env;
const nats = await connectNats(NATS_URL, 'chat');
const fault = (error: unknown) => void process.stderr.write(`${String(error)}\n`);
const epoch = new Epoch(async () => 'bench');
const mint = new CursorMint('a secret of one run');
const verifier = new ClaimVerifier('chat', JSON.parse(CLAIM_PUBLIC_KEYS) as []);
const owner = new LiveOwner(verifier, epoch, mint, new GrantMint('a secret of one run'));
owner.add(new OneConversation());
owner.add(new EmptyInboxes());
const publisher = new LivePublisher(nats, epoch, mint, fault);
await new LiveResponder('chat', nats, owner, fault).start();

createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    const seq = log.length + 1;
    const id = `msg_${String(seq).padStart(32, '0')}`;
    const message = { __typename: 'Message', id, conversationId, seq, body, author, sentAt: new Date().toISOString() };
    const event: LoggedEvent = { seq, event: { __typename: 'MessageSent', message } };
    log.push(event);
    publisher.publish(topic, [event]);
    response.writeHead(200, { 'content-length': 2 }).end('ok');
  });
}).listen(Number(PORT), '127.0.0.1', () => void process.stdout.write('ready\n'));
