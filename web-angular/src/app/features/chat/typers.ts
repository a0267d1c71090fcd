import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { SetTypingDocument } from '../../graph/generated/groups/graphql';
import { Graph } from '../../graph/graph';

/** How long somebody counts as typing after they were heard of, in milliseconds. */
const SHOWN_MS = 6000;
/** How often the others are told, in milliseconds: the server passes on no more. */
const TOLD_MS = 3000;
/** Names in the line; of more it says only that they are several. */
const NAMED = 3;

/** Who types in one conversation, and telling the others that I do. Provided beside its thread. */
@Injectable()
export class Typers {
  readonly #graph = inject(Graph);
  readonly #names = signal<ReadonlyMap<string, string>>(new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #toldAt = 0;
  #toldIn = '';

  /** By user id. */
  readonly names = this.#names.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.clear());
  }

  /** They type: shown for a moment, or until `stopped`. */
  heard(userId: string, name: string): void {
    clearTimeout(this.#timers.get(userId));
    this.#timers.set(
      userId,
      setTimeout(() => this.stopped(userId), SHOWN_MS),
    );
    this.#names.update((names) => new Map(names).set(userId, name));
  }

  /** What they typed is there, or they are gone. */
  stopped(userId: string): void {
    clearTimeout(this.#timers.get(userId));
    this.#timers.delete(userId);
    if (!this.#names().has(userId)) return;
    this.#names.update((names) => new Map([...names].filter(([id]) => id !== userId)));
  }

  clear(): void {
    for (const userId of [...this.#timers.keys()]) this.stopped(userId);
  }

  /** I type there. A word that does not arrive is none. */
  tell(conversationId: string): void {
    const now = Date.now();
    if (this.#toldIn === conversationId && now - this.#toldAt < TOLD_MS) return;
    [this.#toldIn, this.#toldAt] = [conversationId, now];
    this.#graph.ask(SetTypingDocument, { input: { conversationId } }).catch(() => undefined);
  }
}

/** The line below the messages; empty when nobody types. */
export function typingWords(names: readonly string[]): string {
  const [one = '', two = '', three = ''] = names;
  switch (names.length) {
    case 0:
      return '';
    case 1:
      return $localize`:@@typingOne:${one}:name: is typing`;
    case 2:
      return $localize`:@@typingTwo:${one}:name: and ${two}:name2: are typing`;
    case NAMED:
      return $localize`:@@typingThree:${one}:name:, ${two}:name2: and ${three}:name3: are typing`;
    default:
      return $localize`:@@typingSeveral:Several people are typing`;
  }
}
