import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../harness/account.ts';
import type { Clock } from '../history/clock.ts';
import type { HistoryFile } from '../history/history-file.ts';
import type { SendLine } from '../history/lines.ts';
import { below, pick, type Random } from '../random.ts';
import type { Acknowledged } from './acknowledged.ts';
import { outcomeOf, type Outcome, type SendData } from './outcome.ts';
import type { Session } from './session.ts';

const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq } userErrors { code } } }`;
/** Longer than the graph's own time-out, so that most answers come from it. */
const PATIENCE_MS = 12_000;
/** One of so many sends is one that must be refused, is sent again though it was acknowledged, is given up when it is unknown. */
const ONE_IN = { bad: 150, again: 50, abandoned: 5 };
const MAY_PASS = ['RATE_LIMITED', 'UNAUTHENTICATED'];

/** What a message is made of. */
interface Message {
  conversation: string;
  nonce: string;
  body: string;
}

/** Somebody who writes without a pause, several at a time, and settles what is unknown by sending the same nonce again. */
export class Writer {
  private isOver = false;
  private count = 0;
  private readonly lanes: Promise<void>[];

  /**
   * @param conversations those they are in
   * @param foreign one they are not in
   * @param inFlight sends at a time
   */
  constructor(
    private readonly name: string,
    private readonly session: Session,
    private readonly conversations: readonly string[],
    private readonly foreign: string,
    inFlight: number,
    private readonly history: HistoryFile<SendLine>,
    private readonly clock: Clock,
    private readonly acknowledged: Acknowledged,
    private readonly random: Random,
  ) {
    this.lanes = Array.from({ length: inFlight }, () => this.run());
  }

  /** Begins nothing new, and waits until what is under way is settled. */
  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.lanes);
    await this.history.close();
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      const message = this.next();
      await this.settle(message);
    }
  }

  /** The first word of a body is its nonce: lists and events do not show nonces. */
  private next(): Message {
    const nonce = `${this.name}.${(this.count += 1)}`;
    const good = {
      conversation: pick(this.random, this.conversations),
      nonce,
      body: `${nonce} ${'chaos '.repeat(below(this.random, 30))}`,
    };
    if (below(this.random, ONE_IN.bad) > 0) return good;
    return pick(this.random, [
      { ...good, body: ' ' },
      { ...good, body: `${good.body}\u0000` },
      { ...good, conversation: this.foreign },
    ]);
  }

  private async settle(message: Message): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.send(message);
      if (outcome.did === 'ok') {
        if (below(this.random, ONE_IN.again) > 0) return;
        await this.send(message, false);
        return;
      }
      if (outcome.did === 'fail' && !MAY_PASS.includes(outcome.code)) return;
      if (outcome.did === 'fail' && outcome.code === 'UNAUTHENTICATED') await this.session.renew();
      if (this.isOver && tries > 3) return;
      if (outcome.did === 'unknown' && below(this.random, ONE_IN.abandoned) === 0) return;
      await sleep(50 + below(this.random, 150));
    }
  }

  private async send({ conversation, nonce, body }: Message, isNew = true): Promise<Outcome> {
    const say = (what: { did: 'invoke' } | Outcome) =>
      this.history.append({ at: this.clock.now(), conversation, nonce, ...what });
    say({ did: 'invoke' });
    const outcome = await this.ask({ conversationId: conversation, body, clientNonce: nonce });
    say(outcome);
    if (outcome.did === 'ok') this.acknowledged.add(isNew);
    return outcome;
  }

  private async ask(input: Record<string, string>): Promise<Outcome> {
    const { to, headers } = this.session.now;
    try {
      return outcomeOf(await ask<SendData>(to, SEND, { input }, headers, AbortSignal.timeout(PATIENCE_MS)));
    } catch (error) {
      return { did: 'unknown', why: (error as Error).message };
    }
  }
}
