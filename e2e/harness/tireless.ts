import type { Account } from './account.ts';
import { Followed } from './followed.ts';
import { until } from './until.ts';

/** Follows with a client that comes back by itself and always resumes from its newest cursor. */
export class Tireless {
  readonly messages: { seq: number; body: string }[] = [];
  closes = 0;
  private isEnding = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly account: Account,
    conversationId: string,
    private cursor: string | undefined,
  ) {
    this.running = this.run(conversationId);
  }

  async end(): Promise<void> {
    this.isEnding = true;
    await this.running;
  }

  private async run(id: string): Promise<void> {
    while (!this.isEnding) {
      let isClosed = false;
      const client = this.account.socket({ onNonLazyError: () => undefined, on: { closed: () => (isClosed = true) } });
      const followed = new Followed(client, id, this.cursor);
      let taken = 0;
      await until(() => {
        for (; taken < followed.events.length; taken += 1) {
          const event = followed.events[taken];
          this.cursor = event?.cursor;
          if (event?.__typename === 'MessageSent' && event.message) this.messages.push(event.message);
        }
        return isClosed || followed.error !== undefined || followed.isOver || this.isEnding;
      }, 120_000);
      await client.dispose();
      if (!this.isEnding) this.closes += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
