import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { readUsers, userRegistered, userUpdated, type FactEnvelope } from '@parley/contracts';
import { v7 } from 'uuid';
import { snapshotOf, type TestPerson, type World } from './world.ts';

/** Auth as contacts knows it: tells facts over the real bus, and answers who somebody is. */
export class AuthDouble {
  readonly asked: string[][] = [];
  private readonly people = new Map<string, TestPerson>();

  private answering: Subscription | undefined;

  private constructor(private readonly nats: NatsConnection) {}

  static async start(world: World): Promise<AuthDouble> {
    const nats = await world.bus('auth');
    const double = new AuthDouble(nats);
    await double.comeBack();
    return double;
  }

  /** Answers questions. */
  async comeBack(): Promise<void> {
    this.answering = this.nats.subscribe(readUsers.subject, {
      callback: (_error, message) => {
        const { organisationId, userIds } = readUsers.question.parse(message.json());
        this.asked.push(userIds);
        const users = userIds.flatMap((id) => {
          const person = this.people.get(id);
          return person?.organisationId === organisationId ? [snapshotOf(person)] : [];
        });
        message.respond(JSON.stringify({ answer: { users } }));
      },
    });
    await this.nats.flush();
  }

  /** Answers no more. */
  async leave(): Promise<void> {
    this.answering?.unsubscribe();
    await this.nats.flush();
  }

  /** Signs people up silently: no fact is told, only questions are answered. */
  knows(...people: TestPerson[]): void {
    for (const person of people) this.people.set(person.userId, person);
  }

  /** Signs people up and tells. */
  async registers(...people: TestPerson[]): Promise<void> {
    this.knows(...people);
    for (const person of people) await this.tell(userRegistered.subject, person);
  }

  async updates(person: TestPerson): Promise<void> {
    this.knows(person);
    await this.tell(userUpdated.subject, person);
  }

  /** Tells a fact; `id` tells it again. */
  async tell(subject: string, person: TestPerson, id: string = v7()): Promise<void> {
    const envelope: FactEnvelope = {
      id,
      organisationId: person.organisationId,
      at: new Date().toISOString(),
      payload: snapshotOf(person),
    };
    await jetstream(this.nats).publish(subject, JSON.stringify(envelope));
  }
}
