import type { CursorMint } from './cursors.ts';
import type { Epoch } from './epoch.ts';

/** Cursors for the fields of a graph, such as `Conversation.cursor`: valid as `after` of the topic's subscription. */
export class LiveCursors {
  constructor(
    private readonly mint: CursorMint,
    private readonly epoch: Epoch,
  ) {}

  /** The cursor behind event `seq` of `topic`; 0 is the beginning. */
  async cursorFor(topic: string, seq: number): Promise<string> {
    return this.mint.mint(topic, await this.epoch.current(), seq);
  }
}
