import { inject, Injectable, signal } from '@angular/core';
import { Session } from '../../session/session';

/** How far this browser has shown each conversation, by seq. Kept per person, in this browser alone. */
@Injectable({ providedIn: 'root' })
export class ReadMarks {
  readonly #key = `parley.read.${inject(Session).me()?.id ?? ''}`;
  readonly #marks = signal<Readonly<Record<string, number>>>(this.#stored());

  /** The seq of the last message seen there; 0 when none was. Reads a signal. */
  of(conversationId: string): number {
    return this.#marks()[conversationId] ?? 0;
  }

  /** Notes that everything up to `seq` was seen. */
  see(conversationId: string, seq: number): void {
    if (seq <= this.of(conversationId)) return;
    this.#marks.update((marks) => ({ ...marks, [conversationId]: seq }));
    localStorage.setItem(this.#key, JSON.stringify(this.#marks()));
  }

  #stored(): Record<string, number> {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Record<string, number>;
    } catch {
      return {};
    }
  }
}
