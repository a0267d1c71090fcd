import type { CompleteObject } from '@parley/contracts';
import type { Delivery, Outlet } from '@parley/live';
import { framesOf, headOf } from './frames.ts';
import type { LiveOperation } from './live-operation.ts';
import { payloadOf, type Payload } from './payload.ts';
import type { Plan } from './plan.ts';
import type { SocketWriter } from './socket-writer.ts';
import type { Gathers, Ticker } from './ticker.ts';

/** How many payloads a group remembers for those who are still catching up. */
const REMEMBERED = 64;

const tailsOf = (payloads: readonly Payload[]): Buffer[] => payloads.map(({ tail }) => tail);

/** Sockets whose operation has the same id: they get the very same bytes. */
interface Channel {
  readonly head: Buffer;
  readonly writers: Set<SocketWriter>;
}

/**
 * All operations with one topic, document, shaping variables, audience and scopes: an event is executed once for all of
 * them, serialised once, and framed once per operation id.
 */
export class Group implements Outlet, Gathers {
  private readonly channels = new Map<string, Channel>();
  private readonly streams = new Set<LiveOperation>();
  private readonly remembered = new Map<string, Payload>();
  private pending: Payload[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly audience: string,
    private readonly ticker: Ticker,
    private readonly onExecuted: (payload: Payload, plan: Plan) => void,
  ) {}

  deliver(delivery: Delivery): void {
    if (!this.isFor(delivery)) return;
    this.pending.push(this.run(delivery));
    if (this.pending.length === 1) this.ticker.groupHasSome(this);
  }

  deliverTo(operation: LiveOperation, delivery: Delivery): void {
    if (this.isFor(delivery)) operation.give([this.run(delivery)]);
  }

  add(operation: LiveOperation): void {
    this.flush();
    const { writer, id } = operation.place;
    if (!writer) return void this.streams.add(operation);
    let channel = this.channels.get(id);
    if (!channel) this.channels.set(id, (channel = { head: headOf(id), writers: new Set() }));
    channel.writers.add(writer);
  }

  remove(operation: LiveOperation): void {
    this.flush();
    const { writer, id } = operation.place;
    if (!writer) return void this.streams.delete(operation);
    const channel = this.channels.get(id);
    if (channel?.writers.delete(writer) && channel.writers.size === 0) this.channels.delete(id);
  }

  flush(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    const lasting = pending.filter(({ isPassing }) => !isPassing);
    const hasWords = lasting.length < pending.length;
    for (const { head, writers } of this.channels.values()) {
      const frames = framesOf(head, tailsOf(pending));
      for (const writer of writers) {
        if (!hasWords || !writer.isBehind) writer.put(frames);
        else if (lasting.length > 0) writer.put(framesOf(head, tailsOf(lasting)));
      }
    }
    for (const stream of this.streams) stream.give(pending);
  }

  private isFor({ audiences }: Delivery): boolean {
    return !audiences || audiences.includes(this.audience);
  }

  private run({ key, event, isPassing }: Delivery): Payload {
    // Nobody catches up with a word: what is remembered are events.
    if (isPassing) return { ...this.execute(event), isPassing };
    const known = this.remembered.get(key);
    if (known) return known;
    const payload = this.execute(event);
    this.remembered.set(key, payload);
    if (this.remembered.size > REMEMBERED) this.remembered.delete(this.remembered.keys().next().value as string);
    return payload;
  }

  private execute(event: CompleteObject): Payload {
    const payload = payloadOf(this.plan, event);
    this.onExecuted(payload, this.plan);
    return payload;
  }
}
