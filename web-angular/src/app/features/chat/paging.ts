import { signal } from '@angular/core';
import type { Graph } from '../../graph/graph';
import {
  EarlierChangesDocument,
  EarlierMessagesDocument,
  LaterMessagesDocument,
  MessagesAroundDocument,
} from '../../graph/generated/paging/graphql';
import type { Change } from './changes';
import type { LoadedLog } from './loaded-log';
import type { MessageLog } from './message-log';
import type { MessagePage } from './stretch';

/** Messages of a place that is shown anew. */
export const PAGE = 50;
/** Messages that are added at once where somebody scrolls: as many as are drawn without a stumble. */
const MORE = 25;

/** Which way one goes on. */
export type Side = 'earlier' | 'later';

type Apply = (log: MessageLog) => MessageLog;

interface Asked {
  readonly id: string;
  readonly guestToken?: string;
}

/** A page, and who came and went among it. */
export interface Answer {
  readonly page: MessagePage;
  readonly changes: readonly Change[];
}

/** Fetches what stands before and behind what is loaded of a conversation, a page at a time, and places far from it. */
export class Paging {
  readonly #fetching = signal<Side | null>(null);
  readonly #failed = signal<Side | null>(null);
  /** Counts what was begun afresh: an answer from before belongs to nothing any more. */
  #age = 0;

  /** Another place is on its way. */
  #isLeaping = false;

  /** What became of messages while some were on their way here: they may have left before. */
  #meanwhile: Apply[] = [];

  readonly fetching = this.#fetching.asReadonly();
  /** Where the last page did not come; it is asked for again when somebody wants it. */
  readonly failed = this.#failed.asReadonly();

  constructor(
    private readonly graph: Graph,
    private readonly loaded: LoadedLog,
    private readonly learn: (changes: readonly Change[]) => void,
    private readonly place: () => Asked,
  ) {}

  /** What is on its way is of no use any more. */
  renew(): void {
    this.#age += 1;
    this.#isLeaping = false;
    this.#fetching.set(null);
    this.#failed.set(null);
  }

  /** Something became of a message; where it is on its way it is told again once it is here. */
  change(apply: Apply): void {
    this.#meanwhile.push(apply);
  }

  /** Loads the next page on that side, one at a time. @param near seq of what is read */
  async goOn(side: Side, near: () => number): Promise<void> {
    const cursor = this.loaded[side]();
    if (cursor === null || this.#fetching() || this.#isLeaping) return;
    const age = this.#age;
    this.#fetching.set(side);
    try {
      const answer = await this.#take(() => this.#ask(side, cursor));
      // Meanwhile one may have gone elsewhere.
      if (age !== this.#age || this.loaded[side]() !== cursor || !answer) return;
      this.learn(answer.changes);
      this.loaded.goOn(answer.page, side, near());
      this.#failed.set(null);
    } catch {
      if (age === this.#age) this.#failed.set(side);
    } finally {
      if (age === this.#age) this.#fetching.set(null);
    }
  }

  /** Shows where the conversation begins; whether that is shown. @param near seq of what is read until then */
  async begin(near: number): Promise<boolean> {
    if (this.loaded.earlier() === null) return true;
    return this.#elsewhere(() => this.#ask('later', null), near);
  }

  /** Shows the place of a message; whether there is one. @param near seq of what is read until then */
  async reach(messageId: string, near: number): Promise<boolean> {
    const isIn = (log: LoadedLog['log']): boolean => log().stored.some(({ id }) => id === messageId);
    if (isIn(this.loaded.log)) return true;
    if (!isIn(this.loaded.newest)) return this.#elsewhere(() => this.around(messageId), near);
    await this.end(near);
    return true;
  }

  /** Shows the newest again. @param near seq of what is read until then */
  async end(near: number): Promise<void> {
    if (this.loaded.later() === null) return;
    const age = this.#leave(near);
    await new Promise((drawn) => setTimeout(drawn));
    if (age !== this.#age) return;
    this.renew();
    this.loaded.back();
  }

  /** What was said around a message; nothing where there is none. */
  async around(messageId: string): Promise<Answer | undefined> {
    const asked = { ...this.place(), messageId, first: PAGE };
    const page = (await this.graph.ask(MessagesAroundDocument, asked)).conversation?.messagesAround;
    if (!page) return undefined;
    const before = page.pageInfo.endCursor ?? null;
    const known = await this.graph.ask(EarlierChangesDocument, { ...this.place(), before });
    return { page, changes: known.conversation?.changes.nodes ?? [] };
  }

  show({ page, changes }: Answer): void {
    this.learn(changes);
    this.loaded.show(page);
  }

  async #elsewhere(ask: () => Promise<Answer | undefined>, near: number): Promise<boolean> {
    const age = this.#leave(near);
    try {
      const answer = await this.#take(ask);
      if (!answer || age !== this.#age) return false;
      this.show(answer);
      return true;
    } catch {
      return false;
    } finally {
      if (age === this.#age) this.#isLeaping = false;
    }
  }

  /** Makes ready for another place: most of what is drawn is taken away before that is. @returns the age of the leap */
  #leave(near: number): number {
    this.renew();
    this.#isLeaping = true;
    this.loaded.narrow(near);
    return this.#age;
  }

  /** What is asked for, as it is by now. */
  async #take(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
    const meanwhile: Apply[] = (this.#meanwhile = []);
    const answer = await ask();
    if (!answer) return undefined;
    const log = meanwhile.reduce((known, apply) => apply(known), {
      stored: answer.page.nodes,
      pending: [],
    } as MessageLog);
    return { ...answer, page: { ...answer.page, nodes: log.stored } };
  }

  async #ask(side: Side, cursor: string | null): Promise<Answer | undefined> {
    const place = this.place();
    const first = cursor === null ? PAGE : MORE;
    const { conversation } =
      side === 'earlier'
        ? await this.graph.ask(EarlierMessagesDocument, { ...place, last: MORE, before: cursor })
        : await this.graph.ask(LaterMessagesDocument, { ...place, first, after: cursor });
    return conversation ? { page: conversation.messages, changes: conversation.changes.nodes } : undefined;
  }
}
