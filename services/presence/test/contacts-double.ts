import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import {
  contactAdded,
  contactRemoved,
  readContacts,
  type Fact,
  type FactEnvelope,
  type PayloadOf,
  type UserId,
} from '@parley/contracts';
import { v7 } from 'uuid';
import { vi } from 'vitest';
import type { TestPerson } from './presence-under-test.ts';

const pairOf = (...people: TestPerson[]) =>
  people
    .map(({ sub }) => sub)
    .toSorted()
    .join(' ');

/** Contacts as presence knows it: tells facts over the real bus, and answers who knows whom. */
export class ContactsDouble {
  asked = 0;
  private readonly pairs = new Map<string, [TestPerson, TestPerson]>();
  private answering: Subscription | undefined;

  private constructor(private readonly nats: NatsConnection) {}

  static async start(nats: NatsConnection): Promise<ContactsDouble> {
    const double = new ContactsDouble(nats);
    await double.comeBack();
    return double;
  }

  async comeBack(): Promise<void> {
    this.answering = this.nats.subscribe(readContacts.subject, {
      callback: (_error, message) => {
        this.asked += 1;
        const { organisationId, userId } = readContacts.question.parse(message.json());
        const mine = [...this.pairs.values()].filter(([a, b]) => [a.sub, b.sub].includes(userId));
        const userIds = mine
          .filter(([a]) => a.org === organisationId)
          .map(([a, b]): UserId => (a.sub === userId ? b.sub : a.sub));
        message.respond(JSON.stringify({ answer: { userIds } }));
      },
    });
    await this.nats.flush();
  }

  async leave(): Promise<void> {
    this.answering?.unsubscribe();
    await this.nats.flush();
  }

  /** Makes contacts of them; nobody is told, only questions are answered. */
  knows(one: TestPerson, other: TestPerson): void {
    this.pairs.set(pairOf(one, other), [one, other]);
  }

  async adds(one: TestPerson, other: TestPerson): Promise<void> {
    this.knows(one, other);
    const named = ({ sub }: TestPerson) => ({ userId: sub, displayName: 'x', avatarUrl: null });
    const at = { addedAt: new Date().toISOString() };
    await this.tell(contactAdded, { organisationId: one.org, a: named(one), b: named(other), ...at });
  }

  async removes(one: TestPerson, other: TestPerson): Promise<void> {
    this.pairs.delete(pairOf(one, other));
    await this.tell(contactRemoved, { organisationId: one.org, userId: one.sub, otherUserId: other.sub });
  }

  async stop(): Promise<void> {
    await this.nats.close();
  }

  private async tell<F extends Fact>(fact: F, payload: PayloadOf<F> & { organisationId: string }): Promise<void> {
    const envelope: FactEnvelope = {
      id: v7(),
      organisationId: payload.organisationId,
      at: new Date().toISOString(),
      payload,
    };
    // Presence makes the stream a moment after it is ready.
    const publish = () => jetstream(this.nats).publish(fact.subject, JSON.stringify(envelope));
    await vi.waitFor(publish, { timeout: 10_000, interval: 100 });
  }
}
