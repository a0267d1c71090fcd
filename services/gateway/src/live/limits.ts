import { LIVE_LIMITS } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Connection } from './connection.ts';
import type { Plan } from './plan.ts';

const tooMany = (what: string): Refused => new Refused('RATE_LIMITED', `${what} Close some before opening more.`);

/** Limits that can be seen before the owner is asked (`docs/api/subscriptions.md`). @throws Refused */
export function checkBefore({ args }: Plan, { operations }: Connection): void {
  for (const [name, value] of Object.entries(args))
    if (Array.isArray(value) && value.length > LIVE_LIMITS.idsPerSubscription)
      throw Refused.badInput(`\`${name}\` takes at most ${LIVE_LIMITS.idsPerSubscription} ids.`, name);
  if (operations.size >= LIVE_LIMITS.operationsPerSocket)
    throw tooMany(`A socket carries at most ${LIVE_LIMITS.operationsPerSocket} operations.`);
}

/** Limits that depend on the topics. @throws Refused */
export function checkTopics(
  topics: readonly string[],
  plan: Plan,
  connection: Connection,
  theirs: readonly Connection[],
): void {
  const inAll = new Set([...connection.operations].flatMap((operation) => operation.topics));
  topics.forEach((topic) => inAll.add(topic));
  if (inAll.size > LIVE_LIMITS.topicsPerSocket)
    throw tooMany(`A socket follows at most ${LIVE_LIMITS.topicsPerSocket} things.`);
  for (const topic of topics) {
    const documents = new Set([plan.key]);
    for (const { operations } of theirs)
      for (const one of operations) if (one.topics.includes(topic)) documents.add(one.plan.key);
    if (documents.size > LIVE_LIMITS.documentsPerPersonAndTopic)
      throw tooMany(
        `One person follows one thing with at most ${LIVE_LIMITS.documentsPerPersonAndTopic} different documents.`,
      );
  }
}
