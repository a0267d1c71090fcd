import {
  liveOpenSubject,
  openAnswerSchema,
  topics,
  wakeUpSchema,
  wakeUpSubject,
  type FleetingValue,
  type OpenAnswer,
} from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import type { PresenceUnderTest, TestPerson } from './presence-under-test.ts';

/** Opens `presenceChanged` as the gateway does for somebody. */
export async function open(
  presence: PresenceUnderTest,
  who: Partial<TestPerson>,
  userIds: unknown,
): Promise<OpenAnswer> {
  const args = { userIds };
  const claim = await presence.gateway.claim('presence', who, hashOfArguments('presenceChanged', args));
  const question = { v: 1, field: 'presenceChanged', args, claim };
  const answer = await presence.door.request(liveOpenSubject('presence'), JSON.stringify(question), { timeout: 5_000 });
  return openAnswerSchema.parse(answer.json());
}

/** Hears every wake-up about one person, with the time. */
export async function follow(presence: PresenceUnderTest, who: TestPerson) {
  const heard: (FleetingValue & { at: number })[] = [];
  presence.door.subscribe(wakeUpSubject(topics.presence(who.sub)), {
    callback: (_error, message) => {
      const wakeUp = wakeUpSchema.parse(message.json());
      if (wakeUp.kind === 'fleeting') heard.push({ ...wakeUp.value, at: Date.now() });
    },
  });
  await presence.door.flush();
  return {
    heard,
    words: () => heard.map(({ event }) => event['availability']),
    /** Milliseconds from `since` until this word was heard; waits for it. */
    async until(word: string, since: number, patienceMs = 15_000): Promise<number> {
      for (;;) {
        const found = heard.find(({ event, at }) => event['availability'] === word && at >= since);
        if (found) return found.at - since;
        if (Date.now() - since > patienceMs) throw new Error(`never ${word}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
