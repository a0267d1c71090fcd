import { inject, Injectable, signal } from '@angular/core';
import { MarkReadDocument } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';

/** Reading is told to the server when it has been quiet for this long, in milliseconds. */
const SETTLE_MS = 400;
/** A mark that did not arrive is told again after this long, in milliseconds. */
const AGAIN_MS = 5000;

/** How far each conversation has been shown here. Tells the server, which tells the other devices; never goes back. */
@Injectable({ providedIn: 'root' })
export class ReadMarks {
  readonly #graph = inject(Graph);
  readonly #marks = signal<Readonly<Record<string, number>>>({});
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** The seq of the last message seen there; 0 when none was since the page was opened. Reads a signal. */
  of(conversationId: string): number {
    return this.#marks()[conversationId] ?? 0;
  }

  /** Notes that everything up to `seq` was seen. */
  see(conversationId: string, seq: number): void {
    if (seq <= this.of(conversationId)) return;
    this.#marks.update((marks) => ({ ...marks, [conversationId]: seq }));
    this.#tellIn(SETTLE_MS, conversationId);
  }

  #tellIn(ms: number, conversationId: string): void {
    clearTimeout(this.#timers.get(conversationId));
    this.#timers.set(
      conversationId,
      setTimeout(() => void this.#tell(conversationId), ms),
    );
  }

  async #tell(conversationId: string): Promise<void> {
    const seq = this.of(conversationId);
    try {
      const { markRead } = await this.#graph.ask(MarkReadDocument, { input: { conversationId, seq } });
      if (markRead.userErrors[0]?.code !== 'UNAVAILABLE') return;
    } catch (error) {
      if (!(error instanceof GraphError) || !error.isPassing) return;
    }
    // Until it is told this browser knows by itself; a later mark tells this one too.
    if (seq === this.of(conversationId)) this.#tellIn(AGAIN_MS, conversationId);
  }
}
