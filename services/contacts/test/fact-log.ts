import { jetstream } from '@nats-io/jetstream';
import { FACT_STREAM, type FactEnvelope } from '@parley/contracts';
import type { World } from './world.ts';

/** Hears every fact of contacts from the real stream. */
export class FactLog {
  readonly facts: { subject: string; payload: Record<string, unknown>; id: string }[] = [];

  static async follow(world: World): Promise<FactLog> {
    const log = new FactLog();
    const nats = await world.bus('presence');
    const consumer = await jetstream(nats).consumers.get(FACT_STREAM.name, { filter_subjects: ['evt.contacts.>'] });
    const messages = await consumer.consume();
    void (async () => {
      for await (const message of messages) {
        const { payload, id } = message.json<FactEnvelope>();
        log.facts.push({ subject: message.subject, payload: payload as Record<string, unknown>, id });
      }
    })();
    return log;
  }

  of(subject: string): Record<string, unknown>[] {
    return this.facts.filter((fact) => fact.subject === subject).map(({ payload }) => payload);
  }
}
