import { freePort } from '@parley/tools/embedded/free-port.ts';
import { expect, test } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Account } from '../harness/account.ts';
import { Balancer } from '../harness/balancer.ts';
import { Copy } from '../harness/copy.ts';
import { Followed } from '../harness/followed.ts';
import { Starter } from '../harness/starter.ts';
import type { Stack } from '../harness/stack.ts';
import { Tireless } from '../harness/tireless.ts';
import { until } from '../harness/until.ts';

/** How long after its end was asked for a pod still gets new connections, on a cluster whose nodes learn of it late. */
const LATE_MS = 2_000;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let starter: Starter;
let stack: Stack;
const copies: Copy[] = [];
const balancers: Balancer[] = [];

test.beforeAll(async () => {
  starter = await Starter.start({ flags: ['--no-web'] });
  stack = await starter.ready();
});
test.afterAll(async () => {
  for (const copy of copies) copy.kill();
  for (const balancer of balancers) balancer.close();
  await starter.dispose();
});

/** Two copies of a service behind an address, as a Deployment of two and its Service. */
async function pair(service: string, changes: Record<string, string>): Promise<{ pair: Copy[]; balancer: Balancer }> {
  const pid = starter.pids()[service] as number;
  const make = async () => new Copy(pid, { ...changes, PORT: String(await freePort()) }).start();
  const both = [await make(), await make()];
  copies.push(...both);
  const balancer = await Balancer.listen(both.map(({ port }) => port));
  balancers.push(balancer);
  return { pair: both, balancer };
}

/** Replaces one pod after the other, as a rollout does: the new one is ready before the old one is asked to end. */
async function roll(pods: Copy[], balancer: Balancer): Promise<void> {
  for (const pod of pods) {
    const next = await pod.again(await freePort());
    copies.push(next);
    balancer.give(next.port);
    const gone = pod.terminate();
    await sleep(LATE_MS);
    balancer.take(pod.port);
    await gone;
  }
}

/** Sends without a pause, several at a time, until it is told to stop. Nothing is tried twice. */
class Writers {
  readonly failures: string[] = [];
  acknowledged = 0;
  private isOver = false;
  private readonly running: Promise<unknown>;

  constructor(account: Account, conversationId: string, count: number) {
    this.running = Promise.all(
      Array.from({ length: count }, (_, writer) => this.write(account, conversationId, writer)),
    );
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async write(account: Account, conversationId: string, writer: number): Promise<void> {
    for (let count = 0; !this.isOver; count += 1) {
      try {
        const { message, userErrors } = await account.send(
          conversationId,
          `${writer}-${count}`,
          `roll-${writer}-${count}`,
        );
        if (message) this.acknowledged += 1;
        else this.failures.push(JSON.stringify(userErrors));
      } catch (error) {
        this.failures.push(`${(error as Error).message} ${String((error as Error).cause ?? '')}`);
      }
      await sleep(25);
    }
  }
}

test('two of chat are replaced while people write: every message is taken at the first try, and heard once, in order', async () => {
  const chat = await pair('chat', { DRAIN_SECONDS: '5' });
  const gateway = new Copy(starter.pids()['gateway'] as number, {
    PORT: String(await freePort()),
    SUBGRAPH_CHAT_URL: `http://127.0.0.1:${chat.balancer.port}/graphql`,
  });
  copies.push(await gateway.start());
  const to = { graphql: `http://127.0.0.1:${gateway.port}/graphql`, ws: `ws://127.0.0.1:${gateway.port}/graphql` };
  const [ada, ben] = [await Account.signUp(stack, 'Ada Rolled'), await Account.signUp(stack, 'Ben Rolled')];
  const { id, cursor } = await ada.startConversation(ben);
  const client = ben.socket();
  const followed = new Followed(client, id, cursor);
  await followed.ready();
  const writers = new Writers(ada.at(to), id, 4);
  await roll(chat.pair, chat.balancer);
  await writers.stop();
  expect(writers.failures).toEqual([]);
  expect(writers.acknowledged).toBeGreaterThan(200);
  await followed.until(({ bodies }) => bodies.length >= writers.acknowledged);
  const seqs = followed.events.flatMap(({ message }) => (message ? [message.seq] : []));
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  expect(new Set(followed.bodies).size).toBe(writers.acknowledged);
  await client.dispose();
});

test('two gateways are replaced while people write and listen: no request fails, and who listens comes back without a gap', async () => {
  const { pair: gateways, balancer } = await pair('gateway', {
    SHUTDOWN_GRACE_MS: '5000',
    SHUTDOWN_SPREAD_MS: '2000',
  });
  const to = { graphql: `http://127.0.0.1:${balancer.port}/graphql`, ws: `ws://127.0.0.1:${balancer.port}/graphql` };
  const [ada, ben] = [await Account.signUp(stack, 'Ada Doors'), await Account.signUp(stack, 'Ben Doors')];
  const { id, cursor } = await ada.startConversation(ben);
  const listener = new Tireless(ben.at(to), id, cursor);
  const writers = new Writers(ada.at(to), id, 4);
  await roll(gateways, balancer);
  await writers.stop();
  expect(writers.failures).toEqual([]);
  await until(() => listener.messages.length >= writers.acknowledged, 15_000);
  await listener.end();
  const heard = listener.messages.map(({ seq }) => seq);
  expect(heard).toEqual(heard.map((_, index) => (heard[0] ?? 0) + index));
  expect(heard.length).toBe(writers.acknowledged);
  expect(listener.closes).toBeGreaterThan(0);
});
