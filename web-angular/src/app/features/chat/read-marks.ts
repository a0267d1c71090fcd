import { inject, Injectable, signal } from '@angular/core';
import { MarkReadDocument } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';

/** Reading is told to the server when it has been quiet for this long, in milliseconds. */
const SETTLE_MS = 400;

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
    clearTimeout(this.#timers.get(conversationId));
    this.#timers.set(
      conversationId,
      setTimeout(() => void this.#tell(conversationId), SETTLE_MS),
    );
  }

  async #tell(conversationId: string): Promise<void> {
    const seq = this.of(conversationId);
    // A mark that did not arrive is told with the next one; until then this browser knows by itself.
    await this.#graph.ask(MarkReadDocument, { input: { conversationId, seq } }).catch(() => undefined);
  }
}
